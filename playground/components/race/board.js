/** The leader board: who is ahead, by how much, and whether that is more than seeds explain. */

import { el, setAttribute, setText } from "../common/dom.js";
import { download } from "../common/keep.js";
import { boardTable, csv, exports, rowsTable } from "./keep.js";
import { cellText, COLUMNS, formatSeconds, formats, sorted, sortedBy, spanOf } from "./board_table.js";
import { boardFigure } from "./board_figure.js";
import { follow } from "./lane_card.js";
import { swatch } from "./palette.js";
import { TEXT } from "./text.js";

const MOVE = 220; // ms in which rows change places
const REORDER = 900; // ms between two changes of places: a table that jumps cannot be read
const MOST_GLIDING = 24; // rows: of more of them it would only unsettle
const LONG = 30; // rows, of which not all can be seen
const ROW = 46; // px, about
const WIDE = 84; // of an interval's mark
const WITH_MEAN = ["score", "loss", "best", "epochs", "seconds"];

export class Board {
  /** @param {{choices: import("./choices.js").Choices, still: () => boolean, now?: () => number}} options */
  constructor({ choices, still, now = () => performance.now() }) {
    Object.assign(this, { choices, still, now, lines: new Map(), ordered: -Infinity, order: "", places: new Map(), turn: 0, top: 0 });
    this.heads = COLUMNS.map((by) => this.head(by));
    this.body = el("tbody");
    this.said = el("p.pg-race-said", { "data-testid": "race-said" });
    const saves = exports("leader-board", () => this.file(), [TEXT.csv, TEXT.boardCsvHelp, () => this.save("board")], [TEXT.rowsCsv, TEXT.rowsCsvHelp, () => this.save("rows")]);
    this.element = el("section.pg-card.pg-race-board", { "aria-label": TEXT.board },
      el("div.pg-head", {}, el("h2.pg-title", { text: TEXT.board }), el("div.pg-race-tools", {}, saves)), this.said,
      (this.scroll = el("div.pg-scroll", { tabindex: 0, role: "region", "aria-label": TEXT.board, onscroll: () => (this.top = this.scroll.scrollTop) }, el("table.pg-race-table", { "data-testid": "race-board" }, el("thead", {}, el("tr", {}, ...this.heads.map(({ cell }) => cell))), this.body))));
  }

  head(by) {
    const text = el("span");
    const button = el("button.pg-race-sort", { type: "button", onclick: () => ((this.ordered = -Infinity), this.choices.set({ sort: sortedBy(by, this.choices.sort) })) }, text, el("i", { "aria-hidden": "true" }));
    return { by, text, button, cell: el("th", { scope: "col", "data-column": by }, button) };
  }

  setRace(race, looks, theme) {
    Object.assign(this, { race, looks, theme, formats: formats(race), lines: new Map(), order: "", places: new Map(), tops: null });
    this.body.replaceChildren();
    for (const { by, text, button } of this.heads) {
      setText(text, by === "score" ? TEXT.columns.score(race.score) : TEXT.columns[by]);
      setAttribute(button, "title", TEXT.columnHelp[by]);
    }
  }

  /** @param {{race: Object, rows: import("./rows.js").Rows, standing: ?Object}} options */
  show({ race, rows, standing }) {
    this.rows = rows;
    const board = (this.standing = standing?.board ?? []);
    const { choices } = this;
    setText(this.said, standing?.said ?? "");
    for (const { by, cell } of this.heads) setAttribute(cell, "aria-sort", by !== choices.sort.by ? "none" : choices.sort.down ? "descending" : "ascending");
    const spans = Object.fromEntries(["score"].map((column) => [column, spanOf(board, column)]));
    const racing = standing?.status === "racing";
    this.turn += 1;
    for (const row of board) if (!racing || this.isSeen(row.entry)) this.showRow(race, row, spans);
    if (!racing || this.now() - this.ordered > REORDER) this.reorder(sorted(race, board, choices.sort).map(({ entry }) => entry));
  }

  /** Of a long table only the rows that one sees are changed all the time, the others in turn. */
  isSeen(entry) {
    const place = this.places.get(entry);
    if (place === undefined || this.places.size <= LONG) return true;
    const top = this.top / ROW - 4;
    return (place > top && place < top + 24) || entry % 8 === this.turn % 8;
  }

  line(race, entry) {
    if (this.lines.has(entry)) return this.lines.get(entry);
    const cell = (column) => ({ mean: el("b"), more: el("small"), count: el("small.pg-race-count"), column });
    const cells = Object.fromEntries(WITH_MEAN.map((column) => [column, cell(column)]));
    const mark = this.mark(this.looks[entry]);
    const [rank, perEpoch, verdict] = [el("td.pg-race-place"), el("td", { "data-column": "per_epoch" }), el("td.pg-race-verdict-cell")];
    const badge = el("span.pg-race-badge");
    const words = el("small");
    verdict.append(badge, words);
    const { label } = race.entries[entry];
    const name = el("button.pg-race-name", { type: "button", title: TEXT.pinHelp(label), html: swatch(this.looks[entry]), onclick: () => this.choices.pin(entry) }, el("span", { text: label }));
    const [score, ...others] = WITH_MEAN.map((column) => el("td", { "data-column": column }, el("span.pg-race-cell", {}, cells[column].mean, cells[column].more, cells[column].count), ...(column === "score" ? [mark.svg] : [])));
    const element = follow(el("tr", { "data-entry": entry }, rank, el("th", { scope: "row" }, name), score, verdict, ...others, perEpoch), this.choices, entry);
    const line = { element, rank, cells, mark, perEpoch, badge, words, name };
    this.lines.set(entry, line);
    return line;
  }

  mark({ color }) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const part = (tag, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      svg.append(element);
      return element;
    };
    for (const [key, value] of Object.entries({ class: "pg-race-mark", viewBox: `0 0 ${WIDE} 12`, width: WIDE, height: 12, "aria-hidden": "true" })) svg.setAttribute(key, value);
    part("path", { d: `M2 6H${WIDE - 2}`, class: "pg-race-rail" });
    return { svg, bar: part("path", { stroke: color, "stroke-width": 3, "stroke-linecap": "round", opacity: 0.5 }), dot: part("circle", { cy: 6, r: 3.4, fill: color }) };
  }

  showRow(race, row, spans) {
    const { choices } = this;
    const line = this.line(race, row.entry);
    setText(line.rank, row.rank ? String(row.rank) : "–");
    for (const column of WITH_MEAN) {
      const { mean, interval, count } = cellText(row[column], this.formats[column], row.lanes);
      const { [column]: cell } = line.cells;
      setText(cell.mean, mean);
      setText(cell.more, interval);
      setText(cell.count, count);
    }
    this.showMark(line.mark, row.score, spans.score);
    setText(line.perEpoch, formatSeconds(row.per_epoch));
    setText(line.badge, TEXT.verdicts[row.verdict] ?? "");
    setAttribute(line.badge, "data-verdict", row.verdict);
    setText(line.words, row.text);
    setAttribute(line.words, "title", row.text);
    for (const [name, on] of Object.entries({ "pg-focus": row.entry === choices.focus, "pg-pinned": row.entry === choices.pinned, "pg-muted": choices.muted.has(row.entry), "pg-first": row.rank === 1 })) line.element.classList.toggle(name, on);
    setAttribute(line.name, "aria-pressed", row.entry === choices.pinned);
  }

  showMark({ bar, dot }, value, span) {
    const at = (number) => Math.round((4 + ((number - span[0]) / (span[1] - span[0])) * (WIDE - 8)) * 10) / 10;
    dot.style.display = value && span ? "" : "none";
    bar.style.display = value && span && typeof value.low === "number" ? "" : "none";
    if (!value || !span) return;
    setAttribute(dot, "cx", at(value.mean));
    if (typeof value.low === "number") setAttribute(bar, "d", `M${at(value.low)} 6H${at(value.high)}`);
  }

  /** Put rows in their places; each glides there from where it was. */
  reorder(entries) {
    const order = entries.join(" ");
    if (order === this.order) return;
    const fresh = this.order === "";
    const glide = !fresh && !this.still() && this.tops?.size === entries.length;
    const before = this.tops;
    let last = null;
    for (const entry of entries) {
      const { element } = this.lines.get(entry);
      const next = last ? last.nextSibling : this.body.firstChild;
      if (next !== element) this.body.insertBefore(element, next);
      last = element;
    }
    Object.assign(this, { order, ordered: this.now(), places: new Map(entries.map((entry, place) => [entry, place])) });
    if (entries.length > MOST_GLIDING) return;
    this.tops = new Map(entries.map((entry) => [entry, this.lines.get(entry).element.offsetTop]));
    if (!glide) return;
    for (const entry of entries) {
      const { element } = this.lines.get(entry);
      const moved = before.get(entry) - this.tops.get(entry);
      if (Math.abs(moved) > ROW / 2) element.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: MOVE, easing: "ease-out" });
    }
  }

  save(what) {
    if (!this.race) return;
    const table = what === "board" ? boardTable(this.race, sorted(this.race, this.standing, this.choices.sort)) : rowsTable(this.race, this.rows);
    download(what === "board" ? "leader-board.csv" : "rows.csv", "text/csv;charset=utf-8", csv(table));
  }

  file() {
    return this.standing?.length ? boardFigure({ race: this.race, board: sorted(this.race, this.standing, this.choices.sort), looks: this.looks, theme: this.theme }) : null;
  }
}
