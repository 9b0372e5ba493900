/** The card of a comparison in several ways: a map for two, parallel coordinates for more (and for two, if one likes). */

import { el, setAttribute, setText } from "../common/dom.js";
import { cellValues, CELLS, heatmapFigure } from "./heatmap.js";
import { exports } from "./keep.js";
import { axisAt, lineAt, outside, parallelFigure } from "./parallel.js";
import { Plot, setSize } from "./shapes.js";
import { playgroundUrl } from "./state.js";
import { TEXT } from "./text.js";

const HEIGHT = 380;

export class SweepPanel {
  /** @param {{choices: import("./choices.js").Choices}} options */
  constructor({ choices }) {
    Object.assign(this, { choices, focused: null, drag: null, width: 0 });
    this.title = el("h2.pg-title");
    this.cell = el("select.pg-select", { "aria-label": TEXT.cell, title: TEXT.cellHelp, "data-testid": "race-cell", onchange: () => choices.set({ cell: this.cell.value }) });
    this.clear = el("button.pg-toggle", { type: "button", text: TEXT.clearBrushes, title: TEXT.clearBrushesHelp, hidden: "", onclick: () => this.setBrushes({}) });
    this.plot = Plot.make({ class: "pg-race-svg", tabindex: 0, role: "img", "data-testid": "race-sweep" });
    this.menu = el("div.pg-race-menu", { role: "menu", hidden: "", onkeydown: (event) => this.pressMenu(event), onfocusout: (event) => !this.menu.contains(event.relatedTarget) && this.closeMenu() });
    this.about = el("p.pg-side.pg-race-about");
    this.box = el("div.pg-race-flow", {}, this.plot.svg, this.menu);
    this.only = el("div.pg-race-only", { role: "group", "aria-label": TEXT.onlyThese });
    this.element = el("section.pg-card.pg-race-sweep", { "aria-label": TEXT.sweep, hidden: "" },
      el("div.pg-head", {}, this.title, el("div.pg-race-tools", {}, this.cell, this.clear, exports("sweep", () => this.file()))), this.about, this.box, this.only);
    this.listen();
  }

  listen() {
    const { svg } = this.plot;
    svg.onpointermove = (event) => this.move(event);
    svg.onpointerleave = (event) => event.pointerType !== "touch" && this.choices.highlight(null);
    svg.onpointerdown = (event) => this.down(event);
    svg.onpointerup = (event) => this.up(event);
    svg.onblur = () => this.setFocused(null);
    svg.onkeydown = (event) => (this.isMap ? this.pressMap(event) : this.pressLines(event));
  }

  setRace(race) {
    Object.assign(this, { race, focused: null, isMap: race.axes.length === 2 });
    this.element.hidden = race.axes.length < 2;
    setText(this.title, this.isMap ? TEXT.map : TEXT.parallel);
    setText(this.about, this.isMap ? TEXT.aboutMap : TEXT.aboutParallel);
    this.cell.hidden = !this.isMap;
    this.cell.replaceChildren(...Object.keys(CELLS).map((value) => el("option", { value, text: TEXT.cells[value](race.score) })));
    this.only.hidden = this.isMap;
    this.only.replaceChildren(...(this.isMap ? [] : race.axes.map((axis) => el("div.pg-race-only-row", {}, el("span.pg-label", { text: axis.label }),
      ...axis.values.map(({ label }, k) => el("button.pg-toggle", { type: "button", text: label, title: TEXT.onlyHelp(axis.label, label), "aria-pressed": "false", "data-axis": axis.name, "data-value": k, onclick: () => this.toggleOnly(axis, k) }))))));
    this.closeMenu();
  }

  // Brushes

  setBrushes(brushes) {
    this.choices.muteOnly(outside(this.figure.axes, brushes, this.race.entries.length), brushes);
    this.redraw();
  }

  showBrushes() {
    const { brushes } = this.choices;
    this.clear.hidden = !Object.keys(brushes).length;
    for (const button of this.only.querySelectorAll("button")) {
      const axis = this.race.axes.find(({ name }) => name === button.dataset.axis);
      const brush = brushes[axis.name];
      const at = placeOf(axis, Number(button.dataset.value));
      setAttribute(button, "aria-pressed", Boolean(brush) && at >= brush[0] - 1e-6 && at <= brush[1] + 1e-6);
    }
  }

  toggleOnly(axis, k) {
    const at = placeOf(axis, k);
    const { [axis.name]: brush, ...others } = this.choices.brushes;
    const same = brush && brush[0] === at && brush[1] === at;
    this.setBrushes(same ? others : { ...others, [axis.name]: [at, at] });
  }

  /** Entries whose lines can be pointed at: not those that are left out. */
  shown() {
    return this.race.entries.map((_, entry) => entry).filter((entry) => !this.choices.muted.has(entry));
  }

  place(event) {
    const box = this.plot.svg.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * this.figure.width, ((event.clientY - box.top) / box.height) * this.figure.height];
  }

  down(event) {
    if (!this.figure || this.isMap) return;
    const on = axisAt(this.figure, ...this.place(event));
    if (!on) return;
    this.drag = on;
    this.plot.svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  move(event) {
    if (!this.figure) return;
    const place = this.place(event);
    if (this.drag) {
      const on = axisAt({ ...this.figure, x: () => place[0] }, ...place);
      const { axis, at } = this.drag;
      const ends = [Math.min(at, on.at), Math.max(at, on.at)];
      if (ends[1] - ends[0] > 0.02) this.setBrushes({ ...this.choices.brushes, [axis.name]: ends });
      return;
    }
    this.choices.highlight(this.isMap ? this.figure.entryAt(...place) : lineAt(this.figure, this.shown(), ...place));
  }

  up(event) {
    if (!this.figure) return;
    const place = this.place(event);
    if (this.drag) {
      const { axis, at } = this.drag;
      const on = axisAt({ ...this.figure, x: () => place[0] }, ...place);
      this.drag = null;
      if (Math.abs(on.at - at) <= 0.02) {
        const { [axis.name]: _, ...others } = this.choices.brushes;
        this.setBrushes(others);
      }
      return;
    }
    const entry = this.isMap ? this.figure.entryAt(...place) : lineAt(this.figure, this.shown(), ...place);
    if (entry === null) this.closeMenu();
    else if (this.isMap) this.openMenu(entry);
    else this.choices.pin(entry);
  }

  // Keys

  setFocused(entry) {
    this.focused = entry;
    this.choices.highlight(entry);
    this.describe();
    this.redraw();
  }

  pressMap(event) {
    const { race, focused } = this;
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (move) {
      const [row, column] = focused === null ? [0, 0] : race.entries[focused].values;
      const next = race.entries.findIndex(({ values }) => values[0] === row + move[0] && values[1] === column + move[1]);
      this.setFocused(focused === null ? 0 : next < 0 ? focused : next);
    } else if ((event.key === "Enter" || event.key === " ") && focused !== null) this.openMenu(focused);
    else if (event.key === "Escape" && focused !== null) this.setFocused(null);
    else return;
    event.preventDefault();
  }

  pressLines(event) {
    const count = this.race.entries.length;
    const { focused } = this;
    if (event.key === "ArrowDown" || event.key === "ArrowRight") this.setFocused(focused === null ? 0 : Math.min(count - 1, focused + 1));
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") this.setFocused(focused === null ? count - 1 : Math.max(0, focused - 1));
    else if (event.key === "Enter" && focused !== null) this.choices.pin(focused);
    else if (event.key === "Escape" && focused !== null) this.setFocused(null);
    else return;
    event.preventDefault();
  }

  // The menu of a cell

  openMenu(entry) {
    const { race, choices, menu, figure } = this;
    const { label } = race.entries[entry];
    const item = (text, title, onclick) => el("button.pg-race-item", { type: "button", role: "menuitem", text, title, onclick: () => (this.closeMenu(true), onclick()) });
    menu.replaceChildren(el("b", { text: label }), item(choices.pinned === entry ? TEXT.unpin : TEXT.pin, TEXT.pinHelp(label), () => choices.pin(entry)),
      el("a.pg-race-item", { role: "menuitem", href: playgroundUrl(race, entry, document.baseURI), target: "_blank", rel: "noopener", text: TEXT.open, title: TEXT.openHelp(label), onclick: () => this.closeMenu(true) }),
      item(choices.muted.has(entry) ? TEXT.unmute : TEXT.mute, TEXT.muteHelp(label), () => choices.toggleMuted(entry)));
    menu.hidden = false;
    const { x, y, width, height } = figure.placeOf(entry);
    Object.assign(menu.style, { left: `${Math.max(4, Math.min(x, figure.width - menu.offsetWidth - 4))}px`, top: `${y + height + 2}px`, minWidth: `${Math.max(170, width)}px` });
    menu.querySelector("[role=menuitem]").focus({ preventScroll: true });
  }

  closeMenu(back = false) {
    if (this.menu.hidden) return;
    this.menu.hidden = true;
    if (back) this.plot.svg.focus({ preventScroll: true });
  }

  pressMenu(event) {
    const items = [...this.menu.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") this.closeMenu(true);
    else if (next !== undefined) items[(next + items.length) % items.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Showing

  show(options) {
    if (this.element.hidden) return;
    this.options = options;
    if (this.cell.value !== options.choices.cell) this.cell.value = options.choices.cell;
    this.showBrushes();
    this.redraw();
    // Losses and scores move on below a brush: who is left out follows.
    const { brushes } = this.choices;
    if (this.figure?.axes?.some(({ kind, name }) => kind === "number" && brushes[name])) this.choices.muteOnly(outside(this.figure.axes, brushes, this.race.entries.length), brushes);
  }

  make(width, height) {
    const { options, focused } = this;
    return this.isMap ? heatmapFigure({ ...options, width, focused }) : parallelFigure({ ...options, width, height, brushes: options.choices.brushes });
  }

  resized() {
    this.width = this.box.clientWidth;
  }

  redraw() {
    const { width } = this;
    if (!this.options || this.element.hidden || width < 40) return;
    // Narrower than this, lines and names cannot be told apart: then it scrolls.
    const wide = Math.max(width, this.isMap ? 60 + 44 * this.race.axes[1].values.length : 560);
    this.figure = this.make(wide, HEIGHT);
    setSize(this.plot.svg, wide, this.figure.height);
    this.plot.show(this.figure);
  }

  describe() {
    if (!this.figure || this.element.hidden) return;
    const { race, options, focused } = this;
    const { values, best } = cellValues(options, this.isMap ? options.choices.cell : "score");
    const cell = this.isMap ? options.choices.cell : "score";
    const format = CELLS[cell].format(race);
    const of = (entry) => `${race.entries[entry].label}: ${format(values[entry])}`;
    setAttribute(this.plot.svg, "aria-label", focused !== null ? of(focused) : TEXT.say.sweep(this.isMap, TEXT.cells[cell](race.score), best === null ? "" : of(best)));
  }

  file() {
    return this.options ? this.make(this.isMap ? 900 : 1000, 460) : null;
  }
}

const placeOf = ({ values }, k) => (values.length === 1 ? 0.5 : k / (values.length - 1));
