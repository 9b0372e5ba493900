/**
 * A wall of test pictures and what the network takes each for: a wrong one has a thick frame and the guess on a badge. Each can be chosen,
 * by pointer, or with arrow keys and Enter.
 */

import { fit, Pictures, still } from "../common/canvas.js";
import { setAttribute } from "../common/dom.js";
import { formatPercent } from "../common/format.js";
import { drawRingAround } from "./glyphs.js";
import { gridLayout } from "./layout.js";
import { isDigits, nameOf, shortNames } from "../common/names.js";
import { TEXT } from "./text.js";

const LARGEST = 46;
const SMALLEST = 30; // px: smaller ones cannot be read
const FEWEST = 12; // so many are shown however small they get

/** @returns {number} how many guesses are right */
export const countRight = (guesses, answers) => answers.reduce((sum, answer, k) => sum + (guesses[k] === answer ? 1 : 0), 0);

/** How many pictures of those there are a box has room for. @returns {number} */
export function fittingCount(all, width, height) {
  const fits = Math.floor(width / SMALLEST) * Math.floor(height / SMALLEST);
  return Math.min(all, Math.max(FEWEST, fits));
}

/** The place an arrow key leads to in a grid. @returns {?number | undefined} null to leave, undefined if the key means nothing */
export function nextCell(count, columns, k, key) {
  if (key === "Escape") return null;
  const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -Infinity, End: Infinity }[key];
  if (move === undefined || !count) return undefined;
  if (k === null) return 0;
  if (!Number.isFinite(move)) return move < 0 ? 0 : count - 1;
  return k + move >= 0 && k + move < count ? k + move : k;
}

/**
 * @typedef {{side: number, digits: Uint8Array, samples: ArrayLike<number>, answers: ArrayLike<number>, guesses: ?ArrayLike<number>,
 *   confidences: ?ArrayLike<number>, names: string[]}} Items `samples` are their numbers among all test pictures
 */
export class Wall {
  /** @param {HTMLCanvasElement} canvas @param {{onLook: (sample: number) => void, redraw: () => void}} callbacks */
  constructor(canvas, { onLook, redraw }) {
    Object.assign(this, { canvas, onLook, redraw, items: null, looked: null, focused: null, pointed: null });
    canvas.tabIndex = 0;
    canvas.style.cursor = "pointer";
    canvas.onclick = ({ offsetX, offsetY }) => this.choose(this.cellAt(offsetX, offsetY));
    canvas.onpointermove = ({ offsetX, offsetY }) => this.point(this.cellAt(offsetX, offsetY));
    canvas.onpointerleave = () => this.point(null);
    canvas.onblur = () => this.focus(null);
    canvas.onkeydown = (event) => {
      if (event.key === "Enter" && this.focused !== null) this.choose(this.focused);
      else {
        const next = nextCell(this.count, this.grid?.columns ?? 1, this.focused, event.key);
        if (next === undefined || (next === null && this.focused === null)) return;
        this.focus(next);
      }
      event.preventDefault();
    };
  }

  /** @param {Items} items @param {import("../common/colors.js").Theme} theme */
  setItems(items, theme, width, height) {
    Object.assign(this, { items, theme, size: [width, height] });
    this.context = fit(this.canvas, width, height);
    this.count = fittingCount(items.answers.length, width, height);
    this.grid = gridLayout(this.count, width, height, LARGEST);
    this.pitch = width / this.grid.columns;
    this.badges = isDigits(items.names) ? items.names : shortNames(items.names); // a badge has room for two letters
    if (this.focused >= this.count) this.focused = null;
    const pictures = new Pictures(items.side, this.count);
    if (this.count) pictures.put(0, items.digits, theme.ink);
    pictures.flush();
    this.still = still(width, height, (context) => {
      for (let k = 0; k < this.count; k++) {
        const { x, y, side } = this.cell(k);
        pictures.draw(context, k, x, y, side, side * 0.16);
      }
    });
  }

  /** What the network now takes them for. */
  setGuesses(guesses, confidences) {
    Object.assign(this.items, { guesses, confidences });
  }

  /** Mark the picture that is looked at. @param {?number} sample */
  setLooked(sample) {
    this.looked = sample;
  }

  /** @returns {number} how many of those that are shown are right */
  get right() {
    const { guesses, answers } = this.items;
    return guesses ? countRight(guesses, Array.prototype.slice.call(answers, 0, this.count)) : 0;
  }

  cell(k) {
    const { columns, cell } = this.grid;
    const gap = Math.max(1, cell * 0.07);
    return { x: (k % columns) * this.pitch + (this.pitch - cell) / 2 + gap, y: Math.floor(k / columns) * cell + gap, side: cell - 2 * gap };
  }

  draw() {
    const { context, size, items } = this;
    if (!items) return;
    context.clearRect(0, 0, ...size);
    context.drawImage(this.still, 0, 0, ...size);
    if (items.guesses) this.drawBadges();
    for (let k = 0; k < this.count; k++) if (items.samples[k] === this.looked) drawRingAround(context, this.cell(k), this.theme.primary, 2);
    if (this.focused !== null) drawRingAround(context, this.cell(this.focused), this.theme.text, 2.5);
  }

  drawBadges() {
    const { context, theme, items, count } = this;
    const wrong = theme.dark ? "#ff6b9a" : "#c2255c";
    context.textAlign = "center";
    context.textBaseline = "middle";
    const badge = Math.max(11, this.grid.cell * 0.42);
    const letters = Math.max(1, ...(this.badges ?? []).map((name) => name.length));
    context.font = `700 ${Math.round(badge * (letters > 1 ? 0.62 : 0.82))}px ${theme.font}`;
    for (let k = 0; k < count; k++) {
      if (items.guesses[k] === items.answers[k]) continue;
      const { x, y, side } = this.cell(k);
      context.beginPath();
      context.roundRect(x, y, side, side, side * 0.16);
      context.lineWidth = 1.5;
      context.strokeStyle = wrong;
      context.globalAlpha = 0.6;
      context.stroke();
      context.globalAlpha = 1;
      context.beginPath();
      context.roundRect(x + side - badge + 1, y + side - badge + 1, badge, badge, badge * 0.3);
      context.fillStyle = wrong;
      context.fill();
      context.fillStyle = theme.dark ? "#14060b" : "#ffffff";
      context.fillText(nameOf(this.badges, items.guesses[k]), x + side - badge / 2 + 1, y + side - badge / 2 + 1.5);
    }
  }

  choose(k) {
    if (k !== null && k !== undefined && k >= 0) this.onLook(this.items.samples[k]);
  }

  point(k) {
    setAttribute(this.canvas, "title", this.textOf(k));
  }

  focus(k) {
    if (k === this.focused) return;
    this.focused = k;
    this.say();
    this.redraw();
  }

  /** Say what the wall shows, or the picture that has the focus. @param {string} [text] of the whole wall */
  say(text = this.text ?? "") {
    this.text = text;
    setAttribute(this.canvas, "aria-label", this.focused === null ? text : this.textOf(this.focused));
  }

  /** @returns {?number} the picture at a place */
  cellAt(x, y) {
    if (!this.items || !this.count) return null;
    const column = Math.floor(x / this.pitch);
    const k = Math.floor(y / this.grid.cell) * this.grid.columns + column;
    return column < 0 || column >= this.grid.columns || k < 0 || k >= this.count ? null : k;
  }

  /** @returns {string} what to say about a picture; empty where there is none */
  textOf(k) {
    const { items } = this;
    if (k === null || !items?.guesses) return "";
    const name = (of) => nameOf(items.names, of);
    return TEXT.wallCell(name(items.answers[k]), name(items.guesses[k]), formatPercent(items.confidences?.[k] ?? null, 0));
  }
}
