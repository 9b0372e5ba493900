/** What the tabs share: what is compared, a figure that can be read and kept, and fields below it. Each tab says what its figure is. */

import { el, setAttribute, setText } from "../common/dom.js";
import { defaultsOf, toQuery, writeItem } from "./address.js";
import { ask, Asking, isBusy } from "./asking.js";
import { Chart } from "./chart.js";
import { drawChart } from "./chart_drawing.js";
import { Chooser } from "./chooser.js";
import { Slider } from "./controls.js";
import { Keepers } from "./keepers.js";
import { formatRead, positionOf, sayFigure } from "./reading.js";
import { TEXT } from "./text.js";

const START = 0.7; // of the way along the axis: where figures are read at first
const THUMB = 18; // px
const RETRY = 2000; // ms
const SHEET = { width: 860, height: 500 }; // of a figure that is kept

/**
 * @typedef {{catalogue: Object, theme: import("../common/colors.js").Theme, changed: (panel: Panel) => void, address: {flush: () => void}, tell: (panel: Panel, text: ?string) => void, toast: (text: string) => void}} Host the page
 */

export class Panel {
  /**
   * @param {Host} host
   * @param {{name: string, entries: string, asks: string, fields: string[], first: string[], charts?: number, allowed?: (entry: Object) => boolean}} about
   *   `entries` and `asks` are keys of the catalogue, `first` what is compared at first
   */
  constructor(host, about) {
    Object.assign(this, { host, about, name: about.name });
    const { catalogue } = host;
    this.entries = catalogue.entries[about.entries];
    this.bounds = catalogue.fields[about.asks];
    this.readAt = START;
    this.snapshots = new Map();
    this.asking = new Asking({ fetch: (path) => this.fetch(path), answered: (answer, path) => this.answered(answer, path), failed: (error) => this.failed(error), busy: (busy) => setAttribute(this.element, "aria-busy", busy) });
    this.chooser = new Chooser({ label: TEXT.compare[about.entries], entries: this.entries, most: catalogue.most_shown, allowed: about.allowed, extra: (item, entry) => this.extra(item, entry) }, () => this.changed());
    this.start();
    this.build();
  }

  /** Everything as it is when nothing is said. */
  start() {
    const { about } = this;
    this.items = about.first.map((name, slot) => ({ name, slot, settings: defaultsOf(this.entries.find((each) => each.name === name)) }));
    this.fields = Object.fromEntries(about.fields.map((name) => [name, this.bounds[name].default]));
  }

  // Building

  build() {
    this.sliders = Object.fromEntries(this.about.fields.map((name) => [name, this.slider(name)]));
    this.charts = Array.from({ length: this.about.charts ?? 1 }, (_, k) => new Chart({ name: `functions-chart-${this.name}${k ? `-${k}` : ""}`, onPoint: (at) => this.point(at) }));
    this.title = el("h2.pg-title", { text: TEXT.titles[this.name] });
    this.options = el("div.pg-options", {}, ...this.tools());
    this.figureBox = el("div.pg-figures", { "data-count": this.charts.length }, ...this.charts.map(({ element }) => element));
    this.keepers = new Keepers(this);
    this.empty = el("p.pg-nothing", { text: TEXT.nothing, hidden: "" });
    this.reader = el("input.pg-slider", { type: "range", min: 0, step: 1, title: TEXT.readHelp, "aria-label": TEXT.read(""), oninput: () => this.point(Number(this.reader.value)) });
    this.where = el("span.pg-where", { "data-testid": "functions-where" });
    this.values = el("ul.pg-values", { "aria-label": TEXT.values, "data-testid": "functions-values" });
    this.notes = el("div.pg-notes-list");
    this.main = el("section.pg-card.pg-figure-card", {}, el("div.pg-head", {}, this.title, this.options, this.keepers.element), el("div.pg-figure-box", {}, this.figureBox, this.empty),
      (this.reading = el("div.pg-reading", {}, this.reader)), el("div.pg-read-out", {}, this.where, this.values), this.notes);
    this.fieldsCard = el("section.pg-card.pg-fields-card", {}, ...this.fieldElements());
    this.element = el("div.pg-panel-grid", { "data-testid": `functions-${this.name}` }, el("p.pg-intro", { text: TEXT.intros[this.name] }),
      this.chooser.element, el("div.pg-main", {}, this.main, this.fieldsCard), this.chooser.cards);
  }

  fieldElements() {
    return Object.values(this.sliders).map(({ element }) => element);
  }

  slider(name) {
    const about = this.bounds[name];
    return new Slider({ label: TEXT.fields[name], ...about, name: `functions-${name}` }, (value) => {
      this.fields[name] = value;
      this.changed();
    });
  }

  /** More switches beside the title. */
  tools() {
    return [];
  }

  /** More controls on the card of what is compared. */
  extra() {
    return [];
  }

  reset() {
    this.start();
    this.sync();
    this.changed();
    this.show(); // also where the question is the same, and only what is looked at has changed
  }

  // State and address

  /** @param {import("./address.js").LinkReader} link which takes note of what it does not understand */
  open(link) {
    this.openItems(link);
    for (const name of this.about.fields) this.fields[name] = link.number(name, this.bounds[name], this.fields[name]);
  }

  openItems(link) {
    this.items = link.items("show", this.entries, this.host.catalogue.most_shown, this.items);
  }

  written(items = this.items) {
    return items.map((item) => writeItem(item, this.entries.find(({ name }) => name === item.name))).join(",");
  }

  /** What the server is asked. @returns {[string, string][]} */
  question() {
    return [["show", this.written()], ...Object.entries(this.fields).map(([name, value]) => [name, String(value)])];
  }

  /** What the address says besides. @returns {[string, string][]} */
  view() {
    return [];
  }

  path() {
    return `${this.about.asks}?${toQuery(this.question())}`;
  }

  // Asking and showing

  /** Have all controls say what the state is. */
  sync() {
    this.chooser.set(this.items, this.host.theme);
    for (const [name, slider] of Object.entries(this.sliders)) slider.set(this.fields[name]);
  }

  /** Somebody has changed something: the question is another one, or only what is shown of the answer. */
  changed() {
    this.host.changed(this);
    this.ask();
  }

  /** Somebody has come to this tab. */
  opened() {
    this.ask();
  }

  ask(again = false) {
    this.empty.hidden = this.items.length > 0;
    const path = this.path();
    this.snapshots.set(path, this.snapshot());
    this.asking.ask(path, again);
  }

  /** What an answer is drawn by: its lines as they were when it was asked for. */
  snapshot() {
    const { chooser } = this;
    const line = (item) => ({ ...item, entry: chooser.byName.get(item.name), label: chooser.byName.get(item.name).label, color: () => chooser.color(item) });
    return { lines: this.items.map(line) };
  }

  fetch(path) {
    return ask(path);
  }

  answered(answer, path) {
    clearTimeout(this.retry);
    this.lines = this.snapshots.get(path).lines;
    for (const old of this.snapshots.keys()) if (old !== this.asking.path) this.snapshots.delete(old);
    this.answer = answer;
    this.host.tell(this, null);
    this.show();
    this.element.dataset.answered = String(Number(this.element.dataset.answered ?? 0) + 1);
  }

  failed(error) {
    const busy = isBusy(error);
    this.host.tell(this, !error.status ? TEXT.failed : busy ? error.message : TEXT.problem(error.message));
    clearTimeout(this.retry);
    if (busy) this.retry = setTimeout(() => this.ask(true), RETRY);
  }

  /** Whether there is a figure to keep. */
  get isDrawn() {
    return Boolean(this.answer) && this.lines.length > 0;
  }

  /** Draw what is known. */
  show() {
    this.keepers.enable(this.isDrawn);
    if (!this.answer) return;
    const figures = this.figures();
    this.shown = figures;
    figures.forEach((figure, k) => this.charts[k].set(figure, sayFigure(figure, this.place(figure))));
    const [figure] = figures;
    setAttribute(this.reader, "max", Math.max(0, figure.x.length - 1));
    this.notes.replaceChildren(...this.remarks());
    this.showValues();
    this.draw();
  }

  place({ x }) {
    return Math.round(this.readAt * Math.max(0, x.length - 1));
  }

  /** @param {?number} at number of the place that is read; null leaves it where it is */
  point(at) {
    if (at === null || !this.shown) return;
    this.readAt = at / Math.max(1, this.shown[0].x.length - 1);
    this.showValues();
    this.draw();
  }

  showValues() {
    const [figure] = this.shown;
    const at = this.place(figure);
    this.reader.value = String(at);
    this.reader.style.setProperty("--pg-part", String(at / Math.max(1, figure.x.length - 1)));
    const where = positionOf(figure, at);
    setText(this.where, where);
    setAttribute(this.reader, "aria-label", TEXT.read(figure.xLabel));
    const rows = this.lines.map((line, k) => {
      const values = this.shown.flatMap(({ lines, power }) => lines.filter(({ key }) => key === k).map(({ values, short }) => [short, formatRead(values[at], power)]));
      return { line, values };
    });
    setAttribute(this.reader, "aria-valuetext", `${where}: ${rows.map(({ line, values }) => `${line.label} ${values.map(([short, value]) => `${short} ${value}`).join(", ")}`).join("; ")}`);
    // One item for each line, kept as long as the lines are the same: this runs with each move of the pointer.
    if (this.values.children.length !== rows.length) this.values.replaceChildren(...rows.map(() => el("li.pg-value-row", {}, el("span.pg-swatch-line"), el("span.pg-value-name"), el("span.pg-value-numbers"))));
    rows.forEach(({ line, values }, k) => {
      const [swatch, name, numbers] = this.values.children[k].children;
      swatch.style.setProperty("--pg-mark", line.color());
      setText(name, line.label);
      setText(numbers, values.map(([short, value]) => (values.length > 1 ? `${short} ${value}` : value)).join("   "));
    });
  }

  draw() {
    const { theme } = this.host;
    if (!this.shown) return;
    this.charts.forEach((chart, k) => chart.draw(theme, this.place(this.shown[k])));
    this.align();
  }

  /** The slider by which a figure is read is as long as its axis. */
  align() {
    const { layout } = this.charts[0];
    if (!layout || this.charts.length > 1) return;
    const { box, x } = layout;
    const places = this.shown[0].x;
    const [from, to] = [x(places[0]), x(places[places.length - 1])];
    Object.assign(this.reader.style, { marginLeft: `${Math.max(0, from - THUMB / 2)}px`, width: `${Math.min(box.left + box.width, to) - from + THUMB}px` });
  }

  /** The figures of the answer, one for each chart. @returns {import("./chart_layout.js").Figure[]} */
  figures() {
    return [];
  }

  /** What there is to say below. @returns {Node[]} */
  remarks() {
    return [];
  }

  // Keeping

  columns() {
    const [{ x, xLabel }] = this.shown;
    return [[xLabel, x], ...this.shown.flatMap(({ lines, yLabel, power }) => lines.filter(({ label }) => label).map(({ label, short, values }) =>
      [`${label}: ${/\p{L}/u.test(short) ? short : yLabel}`, power ? Array.from(values, (value) => 10 ** value) : values]))];
  }

  sheet() {
    const { shown } = this;
    return {
      width: SHEET.width * shown.length,
      height: SHEET.height,
      draw: (pen) => shown.forEach((figure, k) => drawChart(pen, figure, this.host.theme, { x: k * SHEET.width, y: 0, ...SHEET, labelled: true })),
    };
  }

  setTheme() {
    this.chooser.set(this.items, this.host.theme);
    if (this.answer) this.show();
  }

  destroy() {
    clearTimeout(this.retry);
    this.asking.destroy();
  }
}
