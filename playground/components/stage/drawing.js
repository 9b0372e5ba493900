/** The person's own digit: the pad, the picture the network sees, ten bars and the guess in words. */

import { DigitPad } from "../digit_pad/digit_pad.js";
import { fit, Pictures } from "./canvas.js";
import { el, setText } from "./dom.js";
import { formatPercent } from "./format.js";
import { TEXT } from "./text.js";

const SEES = 48; // side of the small picture
const SURE = 0.6;

/** @param {?ArrayLike<number>} probabilities @returns {string} the guess in words */
export function guessText(probabilities) {
  if (!probabilities?.length) return TEXT.noGuess;
  const best = Array.prototype.indexOf.call(probabilities, Math.max(...probabilities));
  const percent = formatPercent(probabilities[best], 0);
  return probabilities[best] >= SURE ? TEXT.guess(best, percent) : TEXT.unsure(best, percent);
}

export class Drawing {
  /** @param {{onDraw: (strokes: number[][], size: number, brush: number) => void}} options */
  constructor({ onDraw }) {
    this.holder = el("div.pg-drawing-pad");
    this.sees = el("canvas.pg-sees", { role: "img", "aria-label": TEXT.say.sees, title: TEXT.help.sees });
    this.guessText = el("p.pg-guess", { "data-testid": "digit-guess", text: TEXT.noGuess });
    this.spoken = el("p.pg-hidden", { role: "status" }); // speaks when the digit changes, not at each percent
    this.bars = Array.from({ length: 10 }, (_, digit) => {
      const fill = el("span.pg-bar-fill");
      const value = el("span.pg-bar-value", { text: TEXT.probability(digit, "–") });
      const item = el("li.pg-bar-row", {}, fill, value);
      return { fill, value, item };
    });
    const list = el("ol.pg-bars", { "data-testid": "digit-probabilities", "aria-label": TEXT.probabilities }, ...this.bars.map(({ item }) => item));
    this.element = el("div.pg-drawing", {}, el("div.pg-drawing-row", {}, this.holder, list),
      el("div.pg-guess-row", {}, this.sees, this.guessText, this.spoken));
    this.pad = new DigitPad(this.holder, { onChange: onDraw, text: TEXT });
    this.picture = new Pictures(28, 1);
  }

  setTheme(theme) {
    this.theme = theme;
    this.pad.setColors({ ink: theme.text, paper: theme.paper, pen: theme.primary });
    this.setGuess(this.guess);
  }

  setGuess(guess) {
    this.guess = guess;
    if (!this.theme) return;
    const digit = guess?.digit?.length === 784 ? guess.digit : new Uint8Array(784);
    this.picture.put(0, digit, this.theme.ink);
    this.picture.flush();
    const context = fit(this.sees, SEES, SEES);
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, SEES, SEES);
    this.picture.draw(context, 0, 0, 0, SEES, 6);
    const probabilities = guess?.probabilities?.length === 10 ? guess.probabilities : null;
    const best = probabilities ? Math.max(...probabilities) : 2;
    this.bars.forEach(({ fill, value, item }, k) => {
      const part = probabilities?.[k] ?? 0;
      fill.style.transform = `scaleX(${part})`;
      item.classList.toggle("pg-best", part === best);
      setText(value, TEXT.probability(k, formatPercent(probabilities ? part : null, 0)));
    });
    setText(this.guessText, guessText(probabilities));
  }

  /** Say the guess to a screen reader, if it is another digit than before. */
  announce() {
    const probabilities = this.guess?.probabilities;
    const best = probabilities?.length ? probabilities.indexOf(Math.max(...probabilities)) : null;
    setText(this.spoken, best === null ? "" : TEXT.say.guess(best));
  }

  destroy() {
    this.pad.destroy();
  }
}
