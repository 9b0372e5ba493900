/** The bar over the picture that one paints on: a brush for each class, its width, an eraser, a mover, and how many points there are. */

import { el, setAttribute, setText } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { counts } from "./paint_strokes.js";
import { TEXT } from "./text.js";

/** @typedef {{kind: "brush" | "erase" | "move", label: number, spray: boolean}} Tool `kind` is null where one only looks */

/** @returns {?"brush"} what is in the hand before a tool is chosen: a finger first of all scrolls */
export const restingTool = () => (matchMedia("(pointer: coarse)").matches ? null : "brush");

export class PaintTools {
  /** @param {{choose: (changes: Object) => void, addClass: () => void, removeClass: () => void, clear: () => void}} does what the buttons do */
  constructor(does) {
    this.does = does;
    this.brushes = el("span.pg-paint-group");
    this.swatches = [];
    this.more = this.button("add", TEXT.paint.addClass, () => does.addClass());
    this.fewer = this.button("less", TEXT.paint.removeClass(2), () => does.removeClass());
    this.spray = this.button("spray", TEXT.paint.spray, () => does.choose({ spray: !this.tool.spray }));
    this.eraser = this.button("erase", TEXT.paint.eraser, () => this.toggle("erase"));
    this.mover = this.button("move", TEXT.paint.mover, () => this.toggle("move"));
    this.clear = this.button("clear", TEXT.paint.clear, () => does.clear());
    this.count = el("span.pg-paint-count");
    const group = (...parts) => el("span.pg-paint-group", {}, ...parts);
    this.element = el("div.pg-paint", { role: "toolbar", "aria-label": TEXT.paint.tools, "data-testid": "paint-tools" },
      this.brushes, group(this.fewer, this.more), group(this.spray, this.eraser, this.mover, this.clear));
    this.element.hidden = this.count.hidden = true;
  }

  button(icon, label, press) {
    return el(`button.pg-mini.pg-tool.pg-tool-${icon}`, { type: "button", title: label, "aria-label": label, html: ICONS[icon],
      onclick: ({ detail, currentTarget }) => {
        if (detail > 0) currentTarget.blur(); // whoever uses a mouse expects space to play, and not to press this again
        press();
      } });
  }

  /** Take a tool; one that is in the hand is put down: a mouse then has the brush again, and a finger can scroll. */
  toggle(kind, label = this.tool.label) {
    const held = this.tool.kind === kind && this.tool.label === label;
    this.does.choose({ kind: held ? restingTool() : kind, label });
  }

  /** @param {import("./paint_strokes.js").Painting} painting @param {Tool} tool @param {{colors: string[], most: number, mostClasses: number}} bounds */
  show(painting, tool, { colors, most, mostClasses }) {
    this.tool = tool;
    const each = counts(painting);
    while (this.swatches.length > each.length) this.swatches.pop().remove();
    while (this.swatches.length < each.length) this.swatches.push(this.swatch(this.swatches.length));
    this.swatches.forEach((swatch, label) => {
      const words = TEXT.paint.brush(label + 1, each[label]);
      setAttribute(swatch, "aria-label", words);
      setAttribute(swatch, "title", words);
      swatch.style.setProperty("--pg-swatch", colors[label]);
      press(swatch, tool.kind === "brush" && tool.label === label);
    });
    press(this.spray, tool.spray);
    press(this.eraser, tool.kind === "erase");
    press(this.mover, tool.kind === "move");
    this.more.disabled = each.length >= mostClasses;
    this.fewer.hidden = each.length <= 2;
    const words = TEXT.paint.removeClass(each.length);
    setAttribute(this.fewer, "aria-label", words);
    setAttribute(this.fewer, "title", words);
    this.clear.disabled = painting.dots.length === 0;
    setText(this.count, TEXT.paint.count(painting.dots.length, most));
    this.count.classList.toggle("pg-full", painting.dots.length >= most);
  }

  swatch(label) {
    const button = this.button("brush", TEXT.paint.brush(label + 1, 0), () => this.toggle("brush", label));
    button.replaceChildren(el("i.pg-swatch", { "aria-hidden": "true" }));
    this.brushes.append(button);
    return button;
  }
}

const press = (button, pressed) => setAttribute(button, "aria-pressed", pressed);
