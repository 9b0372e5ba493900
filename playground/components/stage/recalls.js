/** The share of each class that the network recognises: a small bar for each. */

import { recalls } from "./confusion.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { formatPercent, formatWhole } from "../common/format.js";
import { isDigits, nameOf, shortNames } from "../common/names.js";
import { TEXT } from "./text.js";
import { throttle } from "../common/throttle.js";

const INTERVAL = 400; // ms between two changes: what changes faster cannot be read

export class Recalls {
  constructor() {
    this.element = el("ol.pg-recalls", { "data-testid": "recalls", "aria-label": TEXT.recallOfEach });
    this.show = throttle(() => this.fill(), INTERVAL);
  }

  setScene({ classes, class_names: names }) {
    this.names = names;
    const short = isDigits(names) ? names : shortNames(names);
    this.items = Array.from({ length: classes }, (_, k) => {
      const bar = el("span.pg-recall-bar", { "aria-hidden": "true" }, el("i"));
      const words = el("span.pg-hidden");
      const share = el("span");
      const label = el("span.pg-recall-label", { "aria-hidden": "true" }, el("b", { text: nameOf(short, k) }), share);
      return { fill: bar.firstChild, share, words, item: el("li", {}, label, bar, words) };
    });
    this.element.replaceChildren(...this.items.map(({ item }) => item));
    this.frame = null;
  }

  setFrame(frame) {
    this.frame = frame;
    this.show.call();
  }

  fill() {
    const table = this.frame?.confusion;
    if (table?.length !== this.items.length) return;
    recalls(table).forEach((share, k) => {
      const { fill, share: number, words, item } = this.items[k];
      fill.style.transform = `scaleX(${Number.isFinite(share) ? share.toFixed(3) : 0})`;
      setText(number, Number.isFinite(share) ? formatWhole(Math.floor(100 * share)) : "");
      const text = TEXT.recallOf(nameOf(this.names, k), formatPercent(share));
      setText(words, text);
      setAttribute(item, "title", text);
    });
  }

  destroy() {
    this.show.cancel();
  }
}
