/** The tabs that draw curves: activations, losses, initializers, optimizers, schedules. */

import { el } from "../common/dom.js";
import { segments, toggle } from "./controls.js";
import { Panel } from "./panel.js";
import { formatRead } from "./reading.js";
import { row } from "./rows.js";
import { TEXT } from "./text.js";

/** A switch of what is shown of the answer, which the address knows too. */
class ViewedPanel extends Panel {
  /** @returns {Object<string, boolean>} switches, and how they are at first */
  switches() {
    return {};
  }

  start() {
    super.start();
    this.viewed = { ...this.switches() };
  }

  flip(name, label, help) {
    this.flips ??= {};
    return (this.flips[name] = toggle({ label, help, name: `functions-${name}` }, this.viewed[name], (on) => {
      this.viewed[name] = on;
      this.host.changed(this);
      this.show();
    }));
  }

  sync() {
    super.sync();
    for (const [name, button] of Object.entries(this.flips ?? {})) button.setAttribute("aria-pressed", String(this.viewed[name]));
  }

  open(link) {
    super.open(link);
    for (const [name, usual] of Object.entries(this.switches())) this.viewed[name] = link.flag(name, usual);
  }

  view() {
    return Object.entries(this.switches()).filter(([name, usual]) => this.viewed[name] !== usual).map(([name]) => [name, String(Number(this.viewed[name]))]);
  }
}

/** Curves with their derivatives: the same colour, dashed. */
class SlopedPanel extends ViewedPanel {
  switches() {
    return { slopes: true };
  }

  tools() {
    return [this.flip("slopes", TEXT[this.about.slopeText], TEXT.help.slope)];
  }

  figures() {
    const { x, values, slopes } = this.answer.tensors;
    const { slopes: shown } = this.viewed;
    const { short, slopeText } = this.about;
    const lines = this.lines.flatMap(({ label, color }, k) => [
      ...(shown ? [{ key: k, label, color: color(), values: row(slopes, k), dashed: true, short: TEXT[slopeText] }] : []),
      { key: k, label, color: color(), values: row(values, k), short },
    ]);
    // Solid lines are read first.
    lines.sort((a, b) => a.key - b.key || Number(Boolean(a.dashed)) - Number(Boolean(b.dashed)));
    return [{ x: x.data, lines, xLabel: TEXT.axes[this.about.x], yLabel: TEXT.axes[shown ? this.about.both : this.about.y] }];
  }

  remarks() {
    const noted = ["company", "probabilities"].map((note) => [note, this.lines.filter(({ entry }) => entry[note]).map(({ label }) => label)]);
    return noted.filter(([, labels]) => labels.length).map(([note, labels]) => el("p.pg-side", { text: TEXT[note](labels) }));
  }
}

export class ActivationsPanel extends SlopedPanel {
  constructor(host) {
    super(host, { name: "activations", entries: "activations", asks: "activations", fields: ["reach"], first: ["relu", "tanh", "sigmoid", "gelu"], x: "z", y: "f", both: "fAndSlope", short: "f", slopeText: "slopes" });
  }
}

export class LossesPanel extends SlopedPanel {
  constructor(host) {
    super(host, { name: "losses", entries: "losses", asks: "losses", fields: ["target", "reach"], first: ["mean_squared_error", "huber", "binary_crossentropy", "hinge"], x: "a", y: "loss", both: "lossAndSlope", short: "L", slopeText: "lossSlopes" });
  }
}

export class SchedulesPanel extends ViewedPanel {
  constructor(host) {
    super(host, { name: "schedules", entries: "schedules", asks: "schedules", fields: ["rate", "epochs", "warm_up"], first: ["constant", "step", "exponential", "cosine"] });
  }

  switches() {
    return { logarithmic: false };
  }

  tools() {
    return [this.flip("logarithmic", TEXT.logarithmic, TEXT.help.logarithmic)];
  }

  figures() {
    const { x, values } = this.answer.tensors;
    const { logarithmic } = this.viewed;
    const lines = this.lines.map(({ label, color }, k) => ({ key: k, label, color: color(), short: "η", values: logarithmic ? row(values, k).map(Math.log10) : row(values, k) }));
    return [{ x: x.data, lines, xLabel: TEXT.axes.epoch, yLabel: TEXT.axes.rate, power: logarithmic, floor: !logarithmic }];
  }
}

export class OptimizersPanel extends Panel {
  constructor(host) {
    super(host, { name: "optimizers", entries: "optimizers", asks: "optimizers", fields: ["size", "steps", "seed"], first: ["sgd", "momentum", "rmsprop", "adam"] });
  }

  start() {
    super.start();
    this.gradient = this.bounds.gradient.default ?? "pulse";
  }

  fieldElements() {
    const options = Object.entries(TEXT.gradients).map(([name, [text, help]]) => [name, text, help]);
    this.choice = segments(TEXT.gradient, options, this.gradient, (name) => {
      this.gradient = name;
      this.changed();
    });
    return [el("div.pg-field", {}, el("span.pg-label", { text: TEXT.gradient }), this.choice.element), ...super.fieldElements()];
  }

  sync() {
    super.sync();
    this.choice.set(this.gradient);
    this.sliders.seed.element.hidden = this.gradient !== "noisy";
  }

  changed() {
    this.sliders.seed.element.hidden = this.gradient !== "noisy";
    super.changed();
  }

  open(link) {
    super.open(link);
    this.gradient = link.word("gradient", Object.keys(TEXT.gradients), this.gradient);
  }

  question() {
    return [...super.question(), ["gradient", this.gradient]];
  }

  figures() {
    const { x, values, gradient } = this.answer.tensors;
    const lines = this.lines.map(({ label, color }, k) => ({ key: k, label, color: color(), values: row(values, k), short: "" }));
    const given = { key: -1, label: TEXT.theGradient, color: this.host.theme.muted, values: gradient.data, faint: true, short: "" };
    return [{ x: x.data, lines: [given, ...lines], xLabel: TEXT.axes.step, yLabel: TEXT.axes.move, whole: true, dots: true }];
  }
}

export class InitializersPanel extends Panel {
  constructor(host) {
    super(host, { name: "initializers", entries: "initializers", asks: "initializers", fields: ["fan_in", "fan_out", "seed"], first: ["glorot_uniform", "he_normal", "orthogonal"] });
  }

  figures() {
    const { edges, densities } = this.answer.tensors;
    const x = Float32Array.from({ length: edges.data.length - 1 }, (_, k) => (edges.data[k] + edges.data[k + 1]) / 2);
    const lines = this.lines.map(({ label, color }, k) => ({ key: k, label, color: color(), values: row(densities, k), short: "" }));
    return [{ x, lines, xLabel: TEXT.axes.weight, yLabel: TEXT.axes.density, bars: true }];
  }

  remarks() {
    const { deviations, expected } = this.answer.tensors;
    const { json } = this.answer;
    const cell = (text, head = false) => el(head ? "th" : "td", { text, ...(head ? { scope: "row" } : {}) });
    const column = (text) => el("th", { text, scope: "col" });
    const rows = this.lines.map(({ label }, k) => el("tr", {}, cell(label, true), cell(formatRead(deviations.data[k])), cell(formatRead(expected.data[k]))));
    const table = el("table.pg-table", {}, el("thead", {}, el("tr", {}, column(TEXT.deviation), column(TEXT.drawn), column(TEXT.byFormula))), el("tbody", {}, ...rows));
    const kept = Object.fromEntries(["forward", "rectified", "backward"].map((name) => [name, formatRead(json[name])]));
    return [el("div.pg-deviations", {}, el("div.pg-scroll", { tabindex: 0, role: "group", "aria-label": TEXT.deviation }, table), el("p.pg-side", { text: TEXT.wouldKeep(kept) }))];
  }

  columns() {
    const { deviations, expected } = this.answer.tensors;
    return [...super.columns(), [TEXT.compare.initializers, this.lines.map(({ label }) => label)], [`σ ${TEXT.drawn}`, deviations.data], [`σ ${TEXT.byFormula}`, expected.data]];
  }
}
