/** A line that says for a moment what has just been done. */

import { el, setText } from "./dom.js";

const SECONDS = 4;

export class Toast {
  constructor() {
    this.element = el("div.pg-toast", { role: "status", "aria-live": "polite", "data-testid": "toast" });
  }

  /** @param {string} text an empty one shows nothing */
  show(text) {
    if (!text) return;
    clearTimeout(this.timer);
    setText(this.element, text);
    this.element.classList.add("pg-shown");
    this.timer = setTimeout(() => this.hide(), SECONDS * 1000);
  }

  hide() {
    this.element.classList.remove("pg-shown");
    setText(this.element, "");
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
