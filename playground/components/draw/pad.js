/** The large pad: the canvas that one draws on, its tools, pictures from outside, and examples to start from. */

import { el, setAttribute } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { drawDrawing, PadCanvas } from "../digit_pad/pad_canvas.js";
import { BRUSH, SIZE, WIDTHS } from "../digit_pad/strokes.js";
import { fit } from "../common/canvas.js";
import { EXAMPLES } from "./examples.js";
import { TEXT } from "./text.js";

const INTERVAL = 8; // ms between two reports during a stroke: browsers tell of movements once for each frame of the screen
const THUMB = 36;
const TYPES = ["image/png", "image/jpeg"];

export class Pad {
  /**
   * @param {{onChange: (drawing: import("../digit_pad/pad_canvas.js").Drawing) => void, onFile: (file: File) => void, onProblem: (text: string) => void}} callbacks
   */
  constructor({ onChange, onFile, onProblem }) {
    Object.assign(this, { onFile, onProblem });
    this.canvas = new PadCanvas({ onChange, onState: () => this.showState(), interval: INTERVAL, label: TEXT.padLabel, title: TEXT.padHelp });
    this.hint = el("span.pg-pad-hint", { text: TEXT.pad, "aria-hidden": "true" });
    this.pad = el("div.pg-pad", {}, this.canvas.canvas, this.hint);
    this.pen = this.tool("pen", ICONS.pen, () => this.canvas.setTool("pen"));
    this.eraser = this.tool("eraser", ICONS.erase, () => this.canvas.setTool("eraser"));
    this.undo = this.tool("undo", ICONS.undo, () => this.canvas.undo());
    this.redo = this.tool("redo", ICONS.redo, () => this.canvas.redo());
    this.clear = this.tool("clear", ICONS.clear, () => this.canvas.clear());
    this.width = el("input.pg-slider.pg-pad-width", { type: "range", min: WIDTHS[0], max: WIDTHS[1], value: BRUSH, "aria-label": TEXT.width, title: TEXT.help.width,
      oninput: () => this.setWidth(Number(this.width.value)) });
    this.file = el("input.pg-hidden", { type: "file", accept: TYPES.join(","), tabindex: -1, "aria-hidden": "true", onchange: () => this.take([...this.file.files]) });
    this.picture = this.tool("picture", ICONS.picture, () => this.file.click());
    this.dot = el("span.pg-pad-dot", { "aria-hidden": "true" });
    this.tools = el("div.pg-pad-bar", { role: "toolbar", "aria-label": TEXT.padLabel.split(".")[0] }, this.pen, this.eraser,
      el("span.pg-pad-widths", {}, this.dot, this.width), this.undo, this.redo, this.clear, this.picture, this.file);
    this.examples = EXAMPLES.map((example) => this.example(example));
    this.element = el("section.pg-card.pg-draw-pad", { "aria-label": TEXT.pad }, this.pad, this.tools,
      el("p.pg-side", { text: TEXT.examples }), el("div.pg-draw-examples", {}, ...this.examples.map(({ button }) => button)),
      el("details.pg-tips", {}, el("summary", { text: TEXT.tips }), el("ul", {}, ...TEXT.tipList.map((text) => el("li", { text })))));
    this.setWidth(BRUSH);
    this.listen();
    this.showState();
  }

  tool(name, icon, onclick) {
    return el("button.pg-mini.pg-tool", { type: "button", "aria-label": TEXT[name], title: TEXT.help[name], html: icon, onclick });
  }

  example({ name, strokes }) {
    const canvas = el("canvas", { "aria-hidden": "true" });
    const button = el("button.pg-example", { type: "button", title: TEXT.example(name), "aria-label": TEXT.example(name), onclick: () => this.canvas.set({ strokes, underlay: null }) }, canvas);
    return { button, canvas, strokes };
  }

  // Pictures from outside

  listen() {
    const over = (event) => {
      event.preventDefault();
      this.pad.classList.add("pg-dropping");
    };
    this.pad.ondragenter = this.pad.ondragover = over;
    this.pad.ondragleave = () => this.pad.classList.remove("pg-dropping");
    this.pad.ondrop = (event) => {
      event.preventDefault();
      this.pad.classList.remove("pg-dropping");
      this.take([...event.dataTransfer.files]);
    };
  }

  /** Something was pasted anywhere on the page. @param {ClipboardEvent} event */
  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.take(files);
  }

  take(files) {
    const file = files.find(({ type }) => TYPES.includes(type));
    if (file) this.onFile(file);
    else if (files.length) this.onProblem(TEXT.notAPicture);
    this.file.value = "";
  }

  /** Lay a picture on the pad, in place of what is there. @param {import("../digit_pad/pad_canvas.js").Underlay} underlay */
  lay(underlay) {
    this.canvas.set({ strokes: [], underlay });
  }

  // Showing

  get drawing() {
    return this.canvas.drawing;
  }

  setWidth(width) {
    this.canvas.setWidth(width);
    this.width.style.setProperty("--pg-part", (width - WIDTHS[0]) / (WIDTHS[1] - WIDTHS[0]));
    this.showDot();
  }

  showDot() {
    const size = Math.max(3, (this.canvas.width * (this.canvas.canvas.clientWidth || SIZE)) / SIZE);
    this.dot.style.setProperty("--pg-dot", `${Math.min(26, size)}px`);
  }

  setTheme(theme) {
    this.canvas.setColors({ ink: theme.text, pen: theme.primary });
    for (const { canvas, strokes } of this.examples) {
      const context = fit(canvas, THUMB, THUMB);
      context.clearRect(0, 0, THUMB, THUMB);
      context.save();
      context.scale(THUMB / SIZE, THUMB / SIZE);
      drawDrawing(context, { strokes, underlay: null }, theme.text);
      context.restore();
    }
  }

  showState() {
    const { canvas } = this;
    if (!this.element) return; // it is being built
    this.pad.classList.toggle("pg-pad-used", !canvas.isEmpty || canvas.isFocused);
    setAttribute(this.pen, "aria-pressed", canvas.tool === "pen");
    setAttribute(this.eraser, "aria-pressed", canvas.tool === "eraser");
    this.undo.disabled = !canvas.history.canUndo;
    this.redo.disabled = !canvas.history.canRedo;
    this.clear.disabled = canvas.isEmpty;
  }

  destroy() {
    this.canvas.destroy();
  }
}
