/** A small card with the numbers of one neuron, to be read and changed. */

import { el, setText } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { TEXT } from "./text.js";
import { biasOffset, isPaired, weightOffset } from "./weights.js";

const MOST_WEIGHT = 100;
const STEP = "any";
const DIGITS = 4;

/**
 * The numbers of a neuron: what each is called, where a frame has it, and by which name the server knows it. Pure.
 * @param {{key: ?string, units: number, links: string}[]} layers of the scene
 * @param {{layer: number, unit: number}} node
 * @param {(node: {layer: number, unit: number}) => string} shortName of a neuron of the layer before
 * @returns {{label: string, place: number, name: string, index: number}[]} the bias, or the shift, first
 */
export function numbersOf(layers, { layer, unit }, shortName) {
  const { key, units } = layers[layer];
  const offset = weightOffset(layers, layer);
  const bias = biasOffset(layers, layer) + unit;
  if (isPaired(layers[layer]))
    return [
      { label: TEXT.shiftLabel, place: bias, name: `${key}/beta`, index: unit },
      { label: TEXT.scaleLabel, place: offset + unit, name: `${key}/gamma`, index: unit },
    ];
  const weights = Array.from({ length: layers[layer - 1].units }, (_, from) => {
    const index = from * units + unit;
    return { label: TEXT.weightFrom(shortName({ layer: layer - 1, unit: from })), place: offset + index, name: `${key}/kernel`, index };
  });
  return [{ label: TEXT.biasLabel, place: bias, name: `${key}/bias`, index: unit }, ...weights];
}

export class WeightEditor {
  /** @param {{send: (command: Object) => void, onClose: () => void}} options */
  constructor({ send, onClose }) {
    this.send = send;
    this.onClose = onClose;
    this.title = el("h3.pg-editor-title", { id: "pg-editor-title" });
    this.rows = el("div.pg-editor-rows");
    const close = el("button.pg-mini", { type: "button", title: TEXT.close, "aria-label": TEXT.close, html: ICONS.remove, onclick: () => this.close() });
    this.element = el("div.pg-editor", { role: "dialog", "aria-labelledby": "pg-editor-title", "data-testid": "weight-editor" },
      el("div.pg-editor-head", {}, this.title, close), this.rows);
    this.element.hidden = true;
    this.element.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    };
  }

  /**
   * @param {string} title @param {ReturnType<typeof numbersOf>} numbers @param {Float32Array} weights of the newest frame
   * @param {{x: number, y: number}} at @param {[number, number]} size of the canvas @param {number} [first] place of the number to begin with
   */
  open(title, numbers, weights, at, [width, height], first = numbers[0].place) {
    this.numbers = numbers;
    setText(this.title, title);
    this.inputs = numbers.map((number) => this.input(number));
    this.rows.replaceChildren(...numbers.map(({ label }, k) => el("label.pg-editor-row", {}, el("span", { text: label }), this.inputs[k])));
    this.element.hidden = false;
    this.place(at.x + 12, at.y - this.element.offsetHeight / 2, [width, height]);
    this.setWeights(weights);
    const input = this.inputs[numbers.findIndex(({ place }) => place === first)] ?? this.inputs[0];
    input.focus();
    input.select();
  }

  place(x, y, [width, height]) {
    const { offsetWidth, offsetHeight, style } = this.element;
    style.left = `${Math.max(0, Math.min(width - offsetWidth, x))}px`;
    style.top = `${Math.max(0, Math.min(height - offsetHeight, y))}px`;
  }

  /** Stay within a canvas that has another size now. @param {[number, number]} size */
  stay(size) {
    if (this.isOpen) this.place(this.element.offsetLeft, this.element.offsetTop, size);
  }

  input(number) {
    const input = el("input.pg-editor-input", { type: "number", step: STEP, min: -MOST_WEIGHT, max: MOST_WEIGHT });
    input.onchange = () => {
      const value = Number.parseFloat(input.value);
      if (!Number.isFinite(value)) return this.setWeights(this.weights, true);
      this.send({ type: "weight", name: number.name, index: number.index, value: Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, value)) });
    };
    return input;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Show the newest numbers, but for the one that is being typed. */
  setWeights(weights, all = false) {
    this.weights = weights;
    if (!this.isOpen) return;
    this.numbers.forEach(({ place }, k) => {
      const input = this.inputs[k];
      if (!all && input === document.activeElement && input.dataset.shown) return;
      input.value = String(Number(weights[place].toPrecision(DIGITS)));
      input.dataset.shown = "yes";
    });
  }

  close() {
    if (!this.isOpen) return;
    this.hide();
    this.onClose();
  }

  hide() {
    this.element.hidden = true;
  }
}
