/** All lanes: a card for each entry, in a grid or, of a comparison in two ways, in rows and columns. */

import { fit } from "../common/canvas.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { formatLoss, formatWhole } from "../common/format.js";
import { exports } from "./keep.js";
import { LaneCard } from "./lane_card.js";
import { lanesFigure } from "./lanes_figure.js";
import { isCompact, isTable, lanesLayout } from "./lanes_layout.js";
import { formatScore } from "./measures.js";
import { divergence, firstLane, playgroundUrl } from "./state.js";
import { TEXT } from "./text.js";
import { painterFor } from "./tile.js";

const BUDGET = 14; // ms in a frame for pictures; what is left over comes in the next one
const MUTED = 0.42; // how strongly a lane that is left out is drawn, as in race.css
const FILE_SIDE = 150; // of a picture in a file
const DETAIL = 232; // side of the picture of the entry that is held

export class Lanes {
  /** @param {{choices: import("./choices.js").Choices, redraw: () => void}} options */
  constructor({ choices, redraw }) {
    Object.assign(this, { choices, cards: [], drawn: new Map(), places: [] });
    this.title = el("h2.pg-title");
    this.how = el("div.pg-segments", { role: "group", "aria-label": TEXT.arrange }, ...["table", "list"].map((as) =>
      el("button.pg-segment", { type: "button", text: TEXT.lanesAs[as], title: TEXT.lanesAsHelp[as], "data-as": as, onclick: () => choices.set({ lanesAs: as }) })));
    this.hear = el("button.pg-toggle", { type: "button", text: TEXT.muteNone, title: TEXT.muteNoneHelp, onclick: () => choices.muteOnly([]) });
    this.sheet = el("canvas.pg-race-sheet", { "aria-hidden": "true" }); // all pictures are on one canvas: many of them cost much more
    this.grid = el("div.pg-race-grid", { "data-testid": "race-lanes", onscroll: () => ((this.scrolled = this.grid.scrollTop), redraw()) });
    this.detail = el("aside.pg-race-detail", { "aria-label": TEXT.looked, "data-testid": "race-looked" });
    this.element = el("section.pg-card.pg-race-lanes", { "aria-label": TEXT.lanes },
      el("div.pg-head", {}, this.title, el("div.pg-race-tools", {}, this.hear, this.how, exports("lanes", () => this.file()))), el("div.pg-race-lanes-body", {}, this.grid, this.detail));
  }

  get measured() {
    return this.grid;
  }

  /** @param {Object} race @param {import("./palette.js").Look[]} looks @param {import("../common/colors.js").Theme} theme */
  setRace(race, looks, theme) {
    Object.assign(this, { race, looks, theme, format: formatScore(race) });
    setText(this.title, race.title);
    setAttribute(this.title, "title", race.title);
    const base = document.baseURI;
    this.cards = race.entries.map((_, entry) => new LaneCard({ choices: this.choices, race, entry, look: looks[entry], href: playgroundUrl(race, entry, base) }));
    this.arrange();
  }

  /** Put the cards in their places; again where there is another width, or another way. */
  arrange() {
    const { race, choices, grid, cards } = this;
    if (!race) return;
    const table = isTable(race, choices);
    const compact = isCompact(race, choices);
    this.how.hidden = race.axes.length !== 2 || race.entries.length <= 3;
    for (const button of this.how.children) setAttribute(button, "aria-pressed", (button.dataset.as === "table") === table);
    this.element.classList.toggle("pg-compact", compact);
    this.element.classList.toggle("pg-table-of-lanes", table);
    this.detail.hidden = !compact;
    const [down, across] = race.axes;
    const { columns, side } = lanesLayout(race.entries.length, grid.clientWidth || 900, compact, table ? across.values.length : null);
    grid.style.setProperty("--pg-columns", columns);
    grid.style.setProperty("--pg-side", `${side}px`);
    const key = `${table} ${race.run} ${race.shown}`;
    if (key !== this.arranged || cards[0]?.element.parentElement !== grid) grid.replaceChildren(this.sheet, ...(table ? this.rows(down, across) : cards.map(({ element }) => element)));
    this.arranged = key;
    this.place();
    if (side !== this.painter?.side || this.painter.race !== race || this.painter.theme !== this.theme) {
      this.painter = painterFor(race, this.theme, side);
    }
    if (compact && (this.large?.race !== race || this.large.theme !== this.theme)) this.large = painterFor(race, this.theme, DETAIL);
  }

  /** Where the cards have left room for their pictures; the sheet is as large as the grid. */
  place() {
    const { grid, sheet, cards } = this;
    Object.assign(sheet.style, { width: "0", height: "0" });
    const [width, height] = [grid.scrollWidth, grid.scrollHeight];
    const box = grid.getBoundingClientRect();
    this.places = cards.map(({ frame }) => {
      const { left, top } = frame.getBoundingClientRect();
      return { x: Math.round(left - box.left - grid.clientLeft + grid.scrollLeft), y: Math.round(top - box.top - grid.clientTop + grid.scrollTop) };
    });
    Object.assign(sheet.style, { width: `${width}px`, height: `${height}px` });
    this.context = fit(sheet, width, height);
    this.context.clearRect(0, 0, width, height);
    this.height = grid.clientHeight;
    this.drawn.clear();
  }

  /** Whether a picture can be seen, or is near to what can be. */
  isSeen(entry) {
    const { places, height, painter } = this;
    const top = this.scrolled ?? 0;
    return places[entry].y + painter.side > top - 60 && places[entry].y < top + height + 60;
  }

  rows(down, across) {
    const placed = new Map(this.race.entries.map(({ values: [row, column] }, entry) => [`${row} ${column}`, this.cards[entry].element]));
    const head = (text, kind) => el(`span.pg-race-${kind}`, { text, title: text });
    return [el("span.pg-race-corner", {}, el("span", { text: `${across.label} →` }), el("span", { text: `${down.label} ↓` })), ...across.values.map(({ label }) => head(label, "column")),
      ...down.values.flatMap(({ label }, row) => [head(label, "row"), ...across.values.map((_, column) => placed.get(`${row} ${column}`) ?? el("span"))])];
  }

  /**
   * Draw the pictures that are new and can be seen, as many as there is time for.
   * @param {Map<number, Object>} tiles @returns {{count: number, done: boolean}} how many were drawn, and whether those were all
   */
  draw(tiles) {
    const { painter, cards, drawn, choices, context, places } = this;
    let count = 0;
    if (!painter) return { count, done: true };
    const end = performance.now() + BUDGET;
    for (const { entry } of cards) {
      const tile = tiles.get(entry) ?? null;
      const muted = choices.muted.has(entry);
      const before = drawn.get(entry);
      if ((before && before.tile === tile && before.muted === muted) || !this.isSeen(entry)) continue;
      if (count && performance.now() > end) return { count, done: false };
      painter.draw(context, entry, tile, places[entry].x, places[entry].y, muted ? MUTED : 1);
      drawn.set(entry, { tile, muted });
      if (tile && before?.tile !== tile) (count += 1), cards[entry].count();
      if (entry === this.shownEntry && this.bigCanvas) this.drawLarge(entry, tile);
    }
    return { count, done: true };
  }

  drawLarge(entry, tile) {
    this.large.draw(fit(this.bigCanvas, DETAIL, DETAIL), entry, tile);
  }

  /** How each lane stands. @param {import("./state.js").Model} model @param {?number} at epoch that is looked at */
  show({ race, rows, standing, tiles }, at) {
    this.tiles = tiles;
    const board = new Map((standing?.board ?? []).map((row) => [row.entry, row]));
    this.hear.hidden = this.choices.muted.size === 0;
    this.now = this.cards.map((card) => this.nowOf(race, rows, standing, board.get(card.entry), card, at));
    this.cards.forEach((card, k) => card.show(this.now[k]));
    this.showDetail(board, tiles);
  }

  nowOf(race, rows, standing, row, card, at) {
    const first = firstLane(race, card.entry);
    const value = (column) => rows.at(first, race.seeds.length, column, at ?? Infinity)?.mean ?? null;
    const [loss, score] = [value(3), value(5)];
    const some = row?.epochs?.count && rows.going(first, race.seeds.length).length ? row.epochs : null;
    const reached = { epochs: some ? formatWhole(some.mean) : "–", part: some && some.count < row.lanes ? TEXT.reachedBy(some.count, row.lanes) : "" };
    const diverged = divergence(race, standing, card.entry);
    const now = { score: this.format(score), loss: formatLoss(loss), rank: row?.rank ?? null, reached, diverged, of: race.seeds.length };
    return { ...now, words: TEXT.say.lane(card.label, race.score, now.score, now.loss, now.rank, diverged?.text ?? "", race.task) };
  }

  /** The entry that is held, in large, where cards are small. */
  showDetail(board, tiles) {
    const { choices, detail, race, cards } = this;
    if (detail.hidden) return;
    const entry = choices.pinned;
    if (entry !== this.shownEntry || this.shownRace !== race || !detail.firstChild) this.fillDetail(entry, tiles);
    if (entry === null) return;
    const row = board.get(entry);
    const now = this.now[entry];
    const facts = [[race.score, now.score], [TEXT.loss, now.loss], [TEXT.rank, now.rank ?? "–"], [TEXT.columns.epochs, now.reached.epochs]];
    facts.forEach(([, value], k) => setText(this.facts[k], String(value)));
    setText(this.verdict, now.diverged?.text ?? row?.text ?? "");
    setAttribute(this.muteLooked, "aria-pressed", choices.muted.has(entry));
    setText(this.muteLooked, choices.muted.has(entry) ? TEXT.unmute : TEXT.mute);
    setAttribute(this.bigCanvas, "aria-label", cards[entry].frame.getAttribute("aria-label"));
  }

  fillDetail(entry, tiles) {
    const { race, detail, choices } = this;
    Object.assign(this, { shownEntry: entry, shownRace: race });
    if (entry === null) {
      this.bigCanvas = null;
      detail.replaceChildren(el("p.pg-race-invite", { text: TEXT.lookInvite }));
      return;
    }
    const { label } = race.entries[entry];
    this.bigCanvas = el("canvas.pg-race-tile", { role: "img" });
    this.large ??= painterFor(race, this.theme, DETAIL);
    this.drawLarge(entry, tiles.get(entry) ?? null);
    this.facts = Array.from({ length: 4 }, () => el("dd"));
    this.verdict = el("p.pg-race-verdict");
    this.muteLooked = el("button.pg-button", { type: "button", title: TEXT.muteHelp(label), onclick: () => choices.toggleMuted(entry) });
    const names = [race.score, TEXT.loss, TEXT.rank, TEXT.columns.epochs];
    detail.replaceChildren(el("h3.pg-lane-name", { text: label, title: label }), this.bigCanvas, el("dl.pg-race-facts", {}, ...names.map((name, k) => el("div", {}, el("dt", { text: name }), this.facts[k]))), this.verdict,
      el("div.pg-race-actions", {}, el("a.pg-button", { href: playgroundUrl(race, entry, document.baseURI), target: "_blank", rel: "noopener", text: TEXT.open, title: TEXT.openHelp(label) }), this.muteLooked,
        el("button.pg-button", { type: "button", text: TEXT.unpin, title: TEXT.unpinHelp, onclick: () => choices.pin(entry) })));
  }

  /** All pictures as one figure, with their names. */
  file() {
    const { race, theme, choices, now, tiles } = this;
    if (!this.painter) return null;
    const table = isTable(race, choices);
    const painter = painterFor(race, theme, FILE_SIDE);
    const canvas = el("canvas");
    const picture = (entry) => {
      painter.draw(fit(canvas, FILE_SIDE, FILE_SIDE), entry, tiles?.get(entry) ?? null);
      return canvas.toDataURL("image/png");
    };
    const cells = race.entries.map(({ label }, entry) => ({ label, score: `${race.score} ${now?.[entry]?.score ?? "–"}`, picture: picture(entry), color: this.looks[entry].color }));
    return lanesFigure({ race, cells, theme, side: FILE_SIDE, columns: table ? race.axes[1].values.length : lanesLayout(cells.length, 1100, false).columns, table });
  }
}
