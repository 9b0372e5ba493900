/**
 * What the network takes the test data of each class for: the confusion matrix, with recall and precision. Closed until somebody opens it.
 * On pictures a cell opens the ones behind it.
 */

import { precisions, recalls, sum } from "./confusion.js";
import { el, fold, setAttribute, setText } from "../common/dom.js";
import { formatPercent, formatWhole } from "../common/format.js";
import { CellGallery } from "./gallery.js";
import { nameOf } from "../common/names.js";
import { TEXT } from "./text.js";
import { throttle } from "../common/throttle.js";

const INTERVAL = 400; // ms between two changes: numbers that change faster cannot be read

export class ClassTable {
  /** @param {import("./panels.js").PanelOptions} options */
  constructor({ send, look }) {
    this.send = send;
    this.cell = null; // the one whose pictures are shown
    this.table = el("table.pg-table");
    this.help = el("p.pg-side", { text: TEXT.classTableHelp });
    this.gallery = new CellGallery({ onLook: look, onClose: () => this.open(null) });
    this.scroll = el("div.pg-scroll", { tabindex: "0", role: "group", "aria-label": TEXT.classTable }, this.table);
    this.element = fold("classes", [TEXT.classTable], this.help, el("div.pg-classes", {}, this.scroll, this.gallery.element));
    this.show = throttle(() => this.fill(), INTERVAL);
    this.element.ontoggle = () => this.show.call();
    this.table.onclick = ({ target }) => this.choose(target.closest("button"));
    this.table.onkeydown = (event) => this.press(event);
    this.observer = new ResizeObserver(() => this.showGallery());
    this.observer.observe(this.element);
  }

  setScene(scene, theme) {
    const { classes, class_names: names, task } = scene;
    Object.assign(this, { scene, theme });
    this.element.hidden = classes < 2;
    this.scroll.tabIndex = task === "digits" ? -1 : 0; // there, the cells can be reached
    setText(this.help, task === "digits" ? `${TEXT.classTableHelp} ${TEXT.classTableOpens}` : TEXT.classTableHelp);
    const key = JSON.stringify([classes, names, task]);
    if (key !== this.key) this.build(classes, names, task === "digits");
    this.key = key;
    if (this.cell && (task !== "digits" || Math.max(this.cell.answer, this.cell.guess) >= classes)) this.cell = null;
    this.showGallery();
  }

  build(classes, names, opens) {
    const each = Array.from({ length: classes }, (_, k) => nameOf(names, k));
    const cell = (answer, guess) => (opens
      ? el("button.pg-cell", { type: "button", tabindex: answer || guess ? -1 : 0, "aria-label": this.wordsOf(answer, guess), "data-answer": answer, "data-guess": guess })
      : el("span"));
    this.frame = null;
    this.numbers = each.map((_, answer) => each.map((_, guess) => cell(answer, guess)));
    this.cells = this.numbers.map((row) => row.map((number) => el("td", {}, number)));
    this.recalls = each.map(() => el("td.pg-total"));
    this.precisions = each.map(() => el("td.pg-total"));
    this.accuracy = el("td.pg-total");
    const head = el("tr", {}, el("th", { text: TEXT.classTableCorner }), ...each.map((text) => el("th", { text, title: text, scope: "col" })),
      el("th", { text: TEXT.recall, title: TEXT.help.recall, scope: "col" }));
    const rows = this.cells.map((cells, k) => el("tr", {}, el("th", { text: each[k], title: each[k], scope: "row" }), ...cells, this.recalls[k]));
    const foot = el("tr", {}, el("th", { text: TEXT.precision, title: TEXT.help.precision, scope: "row" }), ...this.precisions, this.accuracy);
    this.table.replaceChildren(el("thead", {}, head), el("tbody", {}, ...rows), el("tfoot", {}, foot));
  }

  setFrame(frame) {
    this.frame = frame;
    this.show.call();
  }

  setGallery(gallery) {
    this.pictures = gallery;
    this.showGallery();
  }

  setLooked(sample) {
    this.gallery.setLooked(sample);
  }

  showGallery() {
    if (this.scene && this.element.open) this.gallery.show(this.scene, this.theme, this.cell, this.pictures);
  }

  /** Show the pictures behind a cell. @param {?{answer: number, guess: number}} cell null shows none */
  open(cell) {
    const closed = this.cell;
    this.cell = cell;
    this.send({ type: "cell", answer: cell?.answer ?? null, guess: cell?.guess ?? null });
    this.mark();
    this.showGallery();
    if (!cell && closed) this.numbers[closed.answer]?.[closed.guess]?.focus?.();
  }

  askAgain() {
    if (this.cell) this.send({ type: "cell", ...this.cell });
  }

  choose(button) {
    if (!button) return;
    const cell = { answer: Number(button.dataset.answer), guess: Number(button.dataset.guess) };
    this.rove(cell.answer, cell.guess);
    this.open(cell.answer === this.cell?.answer && cell.guess === this.cell?.guess ? null : cell);
  }

  // Of all cells one can be reached by Tab, and the others from there by arrow keys.
  press(event) {
    const { answer, guess } = event.target.dataset ?? {};
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
    if (event.key === "Escape" && this.cell) this.open(null);
    else if (answer === undefined || down === undefined) return;
    else this.rove(Number(answer) + down, Number(guess) + right)?.focus();
    event.preventDefault();
  }

  rove(answer, guess) {
    const next = this.numbers[answer]?.[guess];
    if (!next) return null;
    for (const row of this.numbers) for (const each of row) each.tabIndex = each === next ? 0 : -1;
    return next;
  }

  mark() {
    this.cells.forEach((row, answer) => row.forEach((cell, guess) => {
      const open = this.cell?.answer === answer && this.cell.guess === guess;
      cell.classList.toggle("pg-open", open);
      if (this.numbers[answer][guess].tagName === "BUTTON") setAttribute(this.numbers[answer][guess], "aria-pressed", open);
    }));
  }

  fill() {
    const table = this.frame?.confusion;
    this.showGallery();
    if (!this.element.open || table?.length !== this.cells.length) return;
    const recall = recalls(table);
    const precision = precisions(table);
    table.forEach((row, k) => {
      const all = sum(row);
      row.forEach((count, j) => {
        const number = this.numbers[k][j];
        const text = formatWhole(count);
        setText(number, text);
        if (number.tagName === "BUTTON") setAttribute(number, "aria-label", this.wordsOf(k, j, text));
        const cell = this.cells[k][j];
        cell.className = count === 0 ? "pg-zero" : j === k ? "pg-right" : "pg-wrong";
        cell.style.setProperty("--pg-part", all ? (count / all).toFixed(3) : "0");
      });
      setText(this.recalls[k], formatPercent(recall[k]));
      setText(this.precisions[k], formatPercent(precision[k]));
    });
    this.mark();
    setText(this.accuracy, formatPercent(this.frame.test_score));
  }

  wordsOf(answer, guess, count) {
    const name = (k) => nameOf(this.scene.class_names, k);
    return TEXT.say.cell(name(answer), name(guess), count);
  }

  destroy() {
    this.show.cancel();
    this.observer.disconnect();
  }
}
