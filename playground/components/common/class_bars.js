/** A bar for each class: how likely it is. */

import { el, setText } from "./dom.js";

export class ClassBars {
  /** @param {HTMLElement} element a list @param {(name: string, percent: string) => string} write what a bar says */
  constructor(element, write) {
    Object.assign(this, { element, write, bars: [] });
  }

  /** @param {string[]} names of the classes */
  setNames(names) {
    this.bars = names.map((name) => {
      const fill = el("span.pg-bar-fill");
      const value = el("span.pg-bar-value", { text: this.write(name, "–") });
      return { name, fill, value, item: el("li.pg-bar-row", { title: name }, fill, value) };
    });
    this.element.replaceChildren(...this.bars.map(({ item }) => item));
  }

  /**
   * @param {?ArrayLike<number>} probabilities null where none are known
   * @param {(probability: number) => string} percentOf
   * @param {(k: number) => boolean} isBest which bar stands out
   */
  show(probabilities, percentOf, isBest) {
    this.bars.forEach(({ name, fill, value, item }, k) => {
      const part = probabilities?.[k] ?? 0;
      fill.style.transform = `scaleX(${part})`;
      item.classList.toggle("pg-best", isBest(k));
      setText(value, this.write(name, probabilities ? percentOf(part) : "–"));
    });
  }
}
