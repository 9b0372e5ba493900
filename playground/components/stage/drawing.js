/** The person's own drawing: the pad, the picture the network sees, a bar for each class and the guess in words. */

import { DigitPad } from "../digit_pad/digit_pad.js";
import { fit, Pictures } from "./canvas.js";
import { el, setAttribute, setText } from "./dom.js";
import { formatPercent } from "./format.js";
import { isDigits, nameOf } from "./names.js";
import { TEXT } from "./text.js";

const SEES = 48; // side of the small picture
const SURE = 0.6;

const likeliest = (probabilities) => Array.prototype.indexOf.call(probabilities, Math.max(...probabilities));

/** @param {?ArrayLike<number>} probabilities @param {string[]} [names] of the classes @returns {string} the guess in words */
export function guessText(probabilities, names) {
  if (!probabilities?.length) return TEXT.noGuess(isDigits(names));
  const best = likeliest(probabilities);
  const percent = formatPercent(probabilities[best], 0);
  return (probabilities[best] >= SURE ? TEXT.guess : TEXT.unsure)(nameOf(names, best), percent);
}

export class Drawing {
  /** @param {{onDraw: (strokes: number[][], size: number, brush: number) => void}} options */
  constructor({ onDraw }) {
    this.holder = el("div.pg-drawing-pad");
    this.sees = el("canvas.pg-sees", { role: "img", "aria-label": TEXT.say.sees });
    this.guessText = el("p.pg-guess", { "data-testid": "digit-guess", text: TEXT.noGuess(true) });
    this.spoken = el("p.pg-hidden", { role: "status" }); // speaks when the digit changes, not at each percent
    this.bars = [];
    this.list = el("ol.pg-bars", { "data-testid": "digit-probabilities", "aria-label": TEXT.probabilities });
    this.element = el("div.pg-drawing", {}, el("div.pg-drawing-row", {}, this.holder, this.list),
      el("div.pg-guess-row", {}, this.sees, this.guessText, this.spoken));
    this.pad = new DigitPad(this.holder, { onChange: onDraw, text: TEXT });
  }

  /** Classes and size of the pictures. A scene that comes again changes nothing. */
  setScene({ side, class_names: names }) {
    if (side === this.side && JSON.stringify(names) === JSON.stringify(this.names)) return;
    Object.assign(this, { side, names, picture: new Pictures(side, 1) });
    setAttribute(this.sees, "title", TEXT.help.sees(side));
    this.bars = names.map((name) => {
      const fill = el("span.pg-bar-fill");
      const value = el("span.pg-bar-value", { text: TEXT.probability(name, "–") });
      return { fill, value, item: el("li.pg-bar-row", { title: name }, fill, value) };
    });
    this.list.replaceChildren(...this.bars.map(({ item }) => item));
    this.setGuess(this.guess);
  }

  setTheme(theme) {
    this.theme = theme;
    this.pad.setColors({ ink: theme.text, paper: theme.paper, pen: theme.primary });
    this.setGuess(this.guess);
  }

  setGuess(guess) {
    this.guess = guess;
    if (!this.theme || !this.picture) return;
    const pixels = this.side * this.side;
    const digit = guess?.digit?.length === pixels ? guess.digit : new Uint8Array(pixels);
    this.picture.put(0, digit, this.theme.ink);
    this.picture.flush();
    const context = fit(this.sees, SEES, SEES);
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, SEES, SEES);
    this.picture.draw(context, 0, 0, 0, SEES, 6);
    const probabilities = guess?.probabilities?.length === this.names.length ? guess.probabilities : null;
    const best = probabilities ? Math.max(...probabilities) : 2;
    this.bars.forEach(({ fill, value, item }, k) => {
      const part = probabilities?.[k] ?? 0;
      fill.style.transform = `scaleX(${part})`;
      item.classList.toggle("pg-best", part === best);
      setText(value, TEXT.probability(this.names[k], formatPercent(probabilities ? part : null, 0)));
    });
    setText(this.guessText, guessText(probabilities, this.names));
  }

  /** Say the guess to a screen reader, if it is another digit than before. */
  announce() {
    const probabilities = this.guess?.probabilities;
    setText(this.spoken, probabilities?.length ? TEXT.say.guess(nameOf(this.names, likeliest(probabilities))) : "");
  }

  destroy() {
    this.pad.destroy();
  }
}
