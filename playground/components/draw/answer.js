/** The answer: the class in large, a sentence on how sure it is, and a bar for each class. */

import { ClassBars } from "../common/class_bars.js";
import { el, setText } from "../common/dom.js";
import { formatPercent } from "../common/format.js";
import { isDigits, nameOf } from "../common/names.js";
import { likeliest } from "./state.js";
import { TEXT } from "./text.js";

const TOP = 3;

/** Of a probability as one reads it: never 100 %, unless there is nothing left. @param {number} value @returns {string} */
export const percentOf = (value) => (value > 0.995 && value < 1 ? formatPercent(Math.min(0.999, value), 1) : formatPercent(value, 0));

/**
 * What to say about a reading. Pure.
 * @param {Object} scene @param {?Object} reading
 * @returns {{kind: "nothing" | "dot" | "sure" | "unsure" | "unlike", glyph: string, text: string, more: string}}
 */
export function verdictOf(scene, reading) {
  const digits = isDigits(scene.class_names);
  if (!reading || reading.empty === "nothing") return { kind: "nothing", glyph: "", text: TEXT.empty(digits), more: "" };
  if (reading.empty === "dot") return { kind: "dot", glyph: "", text: TEXT.dot(digits), more: "" };
  const { kind, label, second } = reading.verdict;
  const top = TEXT.top(likeliest(reading.probabilities, TOP).map((k) => TEXT.likely(nameOf(scene.class_names, k), percentOf(reading.probabilities[k]))));
  const name = nameOf(scene.class_names, label);
  if (kind === "sure") return { kind, glyph: name, text: TEXT.sure(name), more: top };
  if (kind === "unsure") return { kind, glyph: "?", text: TEXT.unsure(name, nameOf(scene.class_names, second)), more: top };
  return { kind: "unlike", glyph: "?", text: TEXT.unlike(digits), more: TEXT.unlikeWhy };
}

export class Answer {
  constructor() {
    this.glyph = el("p.pg-glyph", { "aria-hidden": "true", "data-testid": "draw-glyph" });
    this.text = el("p.pg-verdict", { role: "status", "data-testid": "draw-verdict" });
    this.more = el("p.pg-side.pg-verdict-more");
    this.list = el("ol.pg-bars.pg-draw-bars", { "aria-label": TEXT.probabilities, "data-testid": "draw-probabilities" });
    this.bars = new ClassBars(this.list, TEXT.probability);
    this.element = el("section.pg-card.pg-draw-answer", { "aria-label": TEXT.answer },
      el("div.pg-answer-words", {}, this.glyph, el("div", {}, this.text, this.more)), this.list);
  }

  setScene({ class_names: names }) {
    if (JSON.stringify(names) === JSON.stringify(this.names)) return;
    this.names = names;
    this.bars.setNames(names);
  }

  show(scene, reading) {
    const { kind, glyph, text, more } = verdictOf(scene, reading);
    this.element.dataset.kind = kind;
    setText(this.glyph, glyph);
    setText(this.text, text);
    setText(this.more, more);
    const known = kind === "nothing" || kind === "dot" ? null : reading.probabilities;
    this.bars.show(known, percentOf, (k) => kind === "sure" && k === reading.verdict.label);
  }
}
