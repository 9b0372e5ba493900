/** A small pad: the canvas that one draws on, with buttons to undo and to clear on top of it. */

import { el } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { PadCanvas } from "./pad_canvas.js";

const INTERVAL = 40; // ms between two reports during a stroke

/** @typedef {{pad: string, padLabel: string, padHelp: string, undo: string, clear: string, help: {undo: string, clear: string}}} PadText */

export class DigitPad {
  /**
   * @param {Element} root where the pad is put
   * @param {{onChange: (strokes: import("./strokes.js").Stroke[]) => void, text: PadText}} options
   */
  constructor(root, { onChange, text }) {
    this.canvas = new PadCanvas({ onChange: ({ strokes }) => onChange(strokes), onState: () => this.showState(), interval: INTERVAL, label: text.padLabel, title: text.padHelp });
    this.undoButton = this.button(text.undo, text.help.undo, ICONS.undo, () => this.canvas.undo());
    this.clearButton = this.button(text.clear, text.help.clear, ICONS.clear, () => this.canvas.clear());
    this.element = el("div.pg-pad", {}, this.canvas.canvas, el("div.pg-pad-tools", {}, this.undoButton, this.clearButton),
      el("span.pg-pad-hint", { text: text.pad, "aria-hidden": "true" }));
    root.append(this.element);
    this.showState();
  }

  button(name, help, icon, onclick) {
    return el("button.pg-pad-button", { type: "button", "aria-label": name, title: help, html: icon, onclick });
  }

  get strokes() {
    return this.canvas.drawing.strokes;
  }

  setColors(colors) {
    this.canvas.setColors(colors);
  }

  /** Replace the drawing and report it at once. @param {import("./strokes.js").Stroke[]} strokes */
  set(strokes) {
    this.canvas.set({ strokes, underlay: null });
  }

  showState() {
    const { canvas } = this;
    if (!this.element) return; // it is being built
    this.element.classList.toggle("pg-pad-used", !canvas.isEmpty || canvas.isFocused);
    this.undoButton.disabled = !canvas.history.canUndo;
  }

  destroy() {
    this.canvas.destroy();
    this.element.remove();
  }
}
