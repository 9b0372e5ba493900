/** What of the output picture is shown: shades or hard choices, and which of the points. Chosen once, it stays while the page is open. */

import { el, setAttribute, setText } from "../common/dom.js";
import { TEXT } from "./text.js";

/** @typedef {{hard: boolean, train: boolean, test: boolean, mistaken: boolean}} Shown */

export const ALL_SHOWN = Object.freeze({ hard: false, train: true, test: true, mistaken: true });

/** The kinds of points each kind of output has. */
const POINTS = { two: ["train", "test", "mistaken"], many: ["train", "test", "mistaken"], number: ["train", "test"], line: ["train", "test"] };

/** Whether a point is drawn. @param {Shown} shown @param {number} [held] 1 for a test point */
export const isShown = (shown, held) => (held ? shown.test : shown.train);

export class OutputOptions {
  constructor() {
    this.shown = ALL_SHOWN;
    this.onChange = () => {};
    this.shading = [false, true].map((hard) => el("button.pg-segment", { type: "button", onclick: () => this.set({ hard }) }));
    this.segments = el("div.pg-segments", { role: "group", "aria-label": TEXT.options.shading }, ...this.shading);
    this.points = Object.fromEntries(POINTS.two.map((name) => [name, el("button.pg-toggle.pg-chip", { type: "button", title: TEXT.options.help[name], onclick: () => this.set({ [name]: !this.shown[name] }) },
      el(`i.pg-mark.pg-mark-${name === "mistaken" ? "ring" : name}`, { "aria-hidden": "true" }), el("span", { text: TEXT.options[name] }))]));
    const points = el("div.pg-chips", { role: "group", "aria-label": TEXT.options.points }, ...Object.values(this.points));
    this.element = el("div.pg-output-options", {}, this.segments, points);
    this.show("two");
  }

  /** @param {keyof POINTS} kind of output */
  show(kind) {
    this.segments.hidden = kind === "line";
    const [shaded, hard] = TEXT.options.shades[kind === "number" ? "number" : "class"];
    [shaded, hard].forEach(({ text, help }, k) => {
      setText(this.shading[k], text);
      setAttribute(this.shading[k], "title", help);
    });
    for (const [name, chip] of Object.entries(this.points)) chip.hidden = !POINTS[kind].includes(name);
    this.showPressed();
  }

  set(change) {
    this.shown = { ...this.shown, ...change };
    this.showPressed();
    this.onChange();
  }

  showPressed() {
    this.shading.forEach((button, k) => setAttribute(button, "aria-pressed", String(this.shown.hard === Boolean(k))));
    for (const [name, chip] of Object.entries(this.points)) setAttribute(chip, "aria-pressed", String(this.shown[name]));
  }
}
