/** The test pictures behind a cell of the confusion matrix. */

import { el, setText } from "../common/dom.js";
import { formatWhole } from "../common/format.js";
import { ICONS } from "../common/icons.js";
import { isDigits, nameOf } from "../common/names.js";
import { TEXT } from "./text.js";
import { Wall } from "./wall.js";

const CELL = 46;

/**
 * Pictures of a gallery as a wall takes them.
 * @param {Object} scene @param {{samples: number[], answers: number[], guesses: number[], confidences: number[]}} part @param {Uint8Array} digits
 * @returns {import("./wall.js").Items}
 */
export const itemsOf = ({ side, class_names: names }, part, digits = new Uint8Array(0)) => ({ side, names, digits, ...part });

export class CellGallery {
  /** @param {{onLook: (sample: number) => void, onClose: () => void}} callbacks */
  constructor({ onLook, onClose }) {
    this.title = el("h3.pg-title");
    this.count = el("span.pg-side");
    this.canvas = el("canvas.pg-canvas", { role: "img", "aria-label": "" });
    this.box = el("div.pg-cell-pictures", {}, this.canvas);
    this.wall = new Wall(this.canvas, { onLook, redraw: () => this.wall.draw() });
    const close = el("button.pg-mini", { type: "button", title: TEXT.close, "aria-label": TEXT.close, html: ICONS.remove, onclick: onClose });
    this.element = el("div.pg-cell-gallery", { "data-testid": "cell-gallery", role: "group", hidden: "" },
      el("div.pg-head", {}, this.title, this.count, close), this.box);
  }

  /**
   * @param {Object} scene @param {import("../common/colors.js").Theme} theme
   * @param {?{answer: number, guess: number}} cell null hides it @param {?Object} gallery the newest, perhaps about another cell
   */
  show(scene, theme, cell, gallery) {
    this.element.hidden = !cell;
    if (!cell) return;
    const words = [cell.answer, cell.guess].map((k) => nameOf(scene.class_names, k));
    setText(this.title, cell.answer === cell.guess ? TEXT.cellRight(words[0]) : TEXT.cellWrong(...words));
    this.element.setAttribute("aria-label", this.title.textContent);
    const part = gallery?.cell;
    const known = part && part.answer === cell.answer && part.guess === cell.guess;
    setText(this.count, !known ? "" : part.all === 0 ? TEXT.none : part.all > part.samples.length ? TEXT.surest(part.samples.length, formatWhole(part.all)) : formatWhole(part.all));
    this.box.hidden = !known || !part.all;
    if (this.box.hidden) return;
    const items = itemsOf(scene, part, gallery.cell_pictures);
    const width = Math.max(CELL, this.box.clientWidth);
    const rows = Math.ceil(items.answers.length / Math.max(1, Math.floor(width / CELL)));
    this.box.style.height = `${rows * CELL}px`;
    this.wall.setItems(items, theme, width, rows * CELL);
    this.wall.say(TEXT.say.pictures(isDigits(scene.class_names), this.title.textContent, items.answers.length));
    this.wall.draw();
  }

  setLooked(sample) {
    this.wall.setLooked(sample);
    this.wall.draw();
  }
}
