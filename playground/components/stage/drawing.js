/** The person's own drawing, and whatever else the network looks at: the pad, the picture it sees, a bar for each class, the guess in words. */

import { DigitPad } from "../digit_pad/digit_pad.js";
import { fit, Pictures } from "../common/canvas.js";
import { ClassBars } from "../common/class_bars.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { formatPercent } from "../common/format.js";
import { isDigits, nameOf } from "../common/names.js";
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
  /** @param {{onDraw: (strokes: import("../digit_pad/strokes.js").Stroke[]) => void, onBack: () => void, onStep: (step: 1 | -1) => void}} options */
  constructor({ onDraw, onBack = () => {}, onStep = () => {} }) {
    this.chosen = false;
    this.holder = el("div.pg-drawing-pad");
    this.sees = el("canvas.pg-sees", { role: "img", "aria-label": TEXT.say.sees });
    this.guessText = el("p.pg-guess", { "data-testid": "digit-guess", text: TEXT.noGuess(true) });
    this.look = el("p.pg-side.pg-look", { "data-testid": "look" });
    this.back = el("button.pg-toggle", { type: "button", hidden: "", onclick: onBack });
    const stepper = (step, label, text) => el("button.pg-mini", { type: "button", text, title: label, "aria-label": label, onclick: () => onStep(step) });
    const steppers = el("span.pg-steppers", {}, stepper(-1, TEXT.lookBefore, "‹"), stepper(1, TEXT.lookNext, "›"));
    this.spoken = el("p.pg-hidden", { role: "status" }); // speaks when the digit changes, not at each percent
    this.list = el("ol.pg-bars", { "data-testid": "digit-probabilities", "aria-label": TEXT.probabilities });
    this.bars = new ClassBars(this.list, TEXT.probability);
    this.element = el("div.pg-drawing", {}, el("div.pg-drawing-row", {}, this.holder, this.list),
      el("div.pg-guess-row", {}, this.sees,
        el("div.pg-guess-words", {}, this.guessText, el("div.pg-look-row", {}, this.look, steppers, this.back)), this.spoken));
    this.pad = new DigitPad(this.holder, { onChange: onDraw, text: TEXT });
  }

  /** Classes and size of the pictures. A scene that comes again changes nothing. */
  setScene({ side, class_names: names }) {
    if (side === this.side && JSON.stringify(names) === JSON.stringify(this.names)) return;
    Object.assign(this, { side, names, picture: new Pictures(side, 1) });
    this.bars.setNames(names);
    this.setGuess(this.guess);
  }

  setTheme(theme) {
    this.theme = theme;
    this.pad.setColors({ ink: theme.text, pen: theme.primary });
    this.setGuess(this.guess);
  }

  // The picture mostly stays the same from frame to frame, while what is made of it changes.
  showSeen(seen) {
    const pixels = this.side * this.side;
    const digit = seen?.length === pixels ? seen : new Uint8Array(pixels);
    if (this.seen?.theme === this.theme && this.seen.digit.length === pixels && digit.every((ink, k) => ink === this.seen.digit[k])) return;
    this.seen = { digit, theme: this.theme };
    this.picture.put(0, digit, this.theme.ink);
    this.picture.flush();
    const context = fit(this.sees, SEES, SEES);
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, SEES, SEES);
    this.picture.draw(context, 0, 0, 0, SEES, 6);
  }

  setGuess(guess) {
    this.guess = guess;
    if (!this.theme || !this.picture) return;
    this.showSeen(guess?.digit);
    const probabilities = guess?.probabilities?.length === this.names.length ? guess.probabilities : null;
    const best = probabilities ? Math.max(...probabilities) : 2;
    this.bars.show(probabilities, (part) => formatPercent(part, 0), (k) => (probabilities?.[k] ?? 0) === best);
    const own = guess?.sample === null || guess?.sample === undefined;
    setText(this.guessText, guessText(own || this.chosen ? probabilities : null, this.names));
    setText(this.look, !probabilities ? "" : own ? TEXT.lookingAtDrawing : TEXT.lookingAt(isDigits(this.names), guess.sample + 1, nameOf(this.names, guess.answer)));
    setAttribute(this.sees, "title", own ? TEXT.help.sees(this.side) : this.look.textContent);
    setAttribute(this.sees, "aria-label", own ? TEXT.say.sees : this.look.textContent);
    setText(this.back, this.pad.strokes.length ? TEXT.backToDrawing : TEXT.backToFirst);
  }

  /** Whether a test picture was chosen, from which there is a way back. @param {boolean} chosen */
  setChosen(chosen) {
    this.chosen = chosen;
    this.back.hidden = !chosen;
    this.setGuess(this.guess);
  }

  /** Say the guess to a screen reader, if it is another digit than before. */
  announce() {
    const probabilities = this.guess?.probabilities;
    if (!probabilities?.length) return;
    const own = this.guess.sample === null || this.guess.sample === undefined;
    const guess = nameOf(this.names, likeliest(probabilities));
    setText(this.spoken, own ? TEXT.say.guess(guess) : this.chosen ? TEXT.say.testGuess(isDigits(this.names), this.guess.sample + 1, guess) : "");
  }

  destroy() {
    this.pad.destroy();
  }
}
