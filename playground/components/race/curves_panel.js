/** The card with the learning curves: what is measured, on which axis, the values at an epoch, and a legend that mutes. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatWhole } from "../common/format.js";
import { curvesFigure, SeriesCache, valuesAt } from "./curves_figure.js";
import { exports } from "./keep.js";
import { swatch } from "./palette.js";
import { Plot } from "./shapes.js";
import { TEXT } from "./text.js";

const MOST_TIPS = 14;
const MOST_LEGEND = 16;
const FILE = { width: 960, height: 540 };

export class CurvesPanel {
  /** @param {{choices: import("./choices.js").Choices}} options */
  constructor({ choices }) {
    Object.assign(this, { choices, cache: new SeriesCache(), cross: null, size: [0, 0] });
    this.menu = el("select.pg-select", { "aria-label": TEXT.measure, title: TEXT.measureTitle, "data-testid": "race-measure", onchange: () => choices.set({ measure: this.menu.value, log: null }) });
    this.log = el("button.pg-toggle", { type: "button", text: TEXT.log, title: TEXT.logHelp, onclick: () => choices.set({ log: !this.isLog }) });
    this.spread = el("select.pg-select", { "aria-label": TEXT.spread, title: TEXT.spreadHelp, onchange: () => choices.set({ spread: this.spread.value }) },
      ...Object.entries(TEXT.spreads).map(([value, text]) => el("option", { value, text })));
    this.about = el("p.pg-side.pg-race-about");
    this.plot = Plot.make({ class: "pg-race-svg", tabindex: 0, role: "img", "aria-label": TEXT.curves, "data-testid": "race-curves" });
    this.tip = el("div.pg-race-tip", { hidden: "", "aria-hidden": "true" });
    this.spoken = el("p.pg-hidden", { "aria-live": "polite" });
    this.box = el("div.pg-race-plot", {}, this.plot.svg, this.tip);
    this.legend = el("div.pg-race-legend", { role: "group", "aria-label": TEXT.legend });
    this.element = el("section.pg-card.pg-race-curves", { "aria-label": TEXT.curves },
      el("div.pg-head", {}, el("h2.pg-title", { text: TEXT.curves }), el("div.pg-race-tools", {}, this.menu, this.log, this.spread, exports("curves", () => this.file()))),
      this.box, this.about, this.legend, this.spoken);
    this.listen();
  }

  listen() {
    const { svg } = this.plot;
    svg.onpointermove = (event) => this.point(event);
    svg.onpointerdown = (event) => this.point(event);
    svg.onpointerleave = (event) => event.pointerType !== "touch" && this.setCross(null);
    svg.onblur = () => this.setCross(null);
    svg.onkeydown = (event) => this.press(event);
  }

  point(event) {
    const { figure } = this;
    if (!figure) return;
    const box = this.plot.svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * figure.width;
    const y = ((event.clientY - box.top) / box.height) * figure.height;
    const part = (x - figure.plot.left) / (figure.plot.right - figure.plot.left);
    this.setCross(part < -0.02 || part > 1.02 ? null : Math.max(0, Math.min(1, part)) * figure.x.high, y);
  }

  press(event) {
    const { figure } = this;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Escape" && this.cross !== null) this.setCross(null);
    else if (step && figure) {
      const now = this.cross ?? this.newest;
      this.setCross(Math.max(0, Math.min(this.newest, Number.isFinite(step) ? now + step * Math.max(1, Math.round(figure.x.high / 50)) : step > 0 ? this.newest : 0)));
      this.say();
    } else return;
    event.preventDefault();
  }

  /** Show the values at an epoch. @param {?number} epoch @param {number} [y] where the pointer is, which chooses the nearest line */
  setCross(epoch, y) {
    const { figure, options } = this;
    this.cross = epoch === null ? null : Math.round(epoch);
    this.values = this.cross === null || !options ? [] : valuesAt(options, this.cross);
    if (y !== undefined && figure) {
      const near = this.values.map(({ entry, mean }) => [entry, Math.abs(figure.up(mean) - y)]).sort((a, b) => a[1] - b[1])[0];
      this.choices.highlight(near && near[1] < 14 ? near[0] : null);
    } else if (epoch === null) this.choices.highlight(null);
    this.redraw();
  }

  say() {
    const { values, options } = this;
    const parts = (values ?? []).slice(0, MOST_TIPS).map(({ entry, mean }) => `${options.race.entries[entry].label} ${options.measure.format(mean)}`);
    setText(this.spoken, TEXT.say.at(formatWhole(this.cross), options.measure.label, parts.join(", ")));
  }

  setRace(race, measures, looks) {
    this.cross = null;
    const groups = [...new Set(measures.map(({ group }) => group))];
    this.menu.replaceChildren(...groups.map((label) => el("optgroup", { label }, ...measures.filter(({ group }) => group === label).map(({ id, label: text }) => el("option", { value: id, text })))));
    this.spread.hidden = race.seeds.length < 2;
    this.setLegend(race, looks);
  }

  setLegend(race, looks) {
    this.legend.hidden = race.entries.length > MOST_LEGEND;
    this.chips = this.legend.hidden ? [] : race.entries.map(({ label }, entry) => el("button.pg-race-chip", {
      type: "button", html: swatch(looks[entry]), title: TEXT.muteHelp(label), onclick: () => this.choices.toggleMuted(entry),
      onpointerenter: () => this.choices.highlight(entry), onpointerleave: () => this.choices.highlight(null), onfocus: () => this.choices.highlight(entry), onblur: () => this.choices.highlight(null),
    }, el("span", { text: label })));
    this.legend.replaceChildren(...this.chips);
  }

  /** @param {Object} options as for the figure, without size */
  show(options) {
    this.options = options;
    const { race, choices, measure } = options;
    if (this.cross !== null) this.values = valuesAt(options, this.cross);
    if (this.menu.value !== measure.id) this.menu.value = measure.id;
    this.isLog = choices.log ?? measure.log;
    setAttribute(this.log, "aria-pressed", this.isLog);
    if (this.spread.value !== choices.spread) this.spread.value = choices.spread;
    this.chips.forEach((chip, entry) => {
      setAttribute(chip, "aria-pressed", !choices.muted.has(entry));
      chip.classList.toggle("pg-focus", entry === choices.focus);
    });
    setText(this.about, TEXT.aboutCurves(race.seeds.length, choices.spread, !race.losses && measure.of === "loss"));
    this.redraw();
  }

  /** The box has another size: asked for then only, since asking costs a layout. */
  resized() {
    this.size = [this.box.clientWidth, this.box.clientHeight];
  }

  redraw() {
    const [width, height] = this.size;
    if (!this.options || width < 40 || height < 40) return;
    this.newest = Math.max(0, ...this.options.rows.lanes.map((_, lane) => this.options.rows.lastEpoch(lane))); // the first lane of an entry may have diverged long ago
    this.figure = curvesFigure({ ...this.options, width, height, cross: this.cross });
    this.plot.show(this.figure);
    this.showTip();
  }

  showTip() {
    const { cross, figure, options, tip } = this;
    const values = this.values ?? [];
    tip.hidden = cross === null || !values.length;
    if (tip.hidden) return;
    const rows = values.slice(0, MOST_TIPS).map(({ entry, mean, low, high, count }) => {
      const spread = count > 1 && options.choices.spread !== "none" ? `${options.measure.format(low)} – ${options.measure.format(high)}` : "";
      return el(`tr${entry === options.choices.focus ? ".pg-focus" : ""}`, {}, el("td", { html: swatch(options.looks[entry]) }), el("td", { text: options.race.entries[entry].label }), el("td", { text: options.measure.format(mean) }), el("td", { text: spread }));
    });
    const more = values.length - rows.length;
    tip.replaceChildren(el("b", { text: TEXT.atEpoch(formatWhole(cross)) }), el("table", {}, ...rows), ...(more > 0 ? [el("span.pg-side", { text: TEXT.andMore(more) })] : []));
    const x = figure.across(cross);
    const left = x > figure.width / 2;
    Object.assign(tip.style, { left: left ? "" : `${x + 12}px`, right: left ? `${figure.width - x + 12}px` : "", top: "24px" });
  }

  /** What all curves are now, in words. */
  describe({ race, measure }) {
    const values = valuesAt(this.options, Infinity).slice(0, 5).map(({ entry, mean }) => `${race.entries[entry].label} ${measure.format(mean)}`);
    setAttribute(this.plot.svg, "aria-label", TEXT.say.curves(measure.label, formatWhole(this.newest ?? 0), values.join(", ")));
  }

  file() {
    return curvesFigure({ ...this.options, ...FILE, legend: true });
  }
}
