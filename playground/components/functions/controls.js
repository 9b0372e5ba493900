/** Controls of the page: sliders, switches, and choices of one. Each has a label, and a help for whoever rests on it. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatSetting, scaleOf } from "./sliders.js";

const FINE = 1000; // stops of a slider
const KEY = 10; // stops to an arrow
const FAST = 5; // times as many with Shift

let number = 0;

export class Slider {
  /**
   * @param {{label: string, help?: string, low: number, high: number, whole?: boolean, format?: (value: number) => string, extra?: Node, name?: string}} about
   * @param {(value: number) => void} onChange at every move
   */
  constructor({ label, help, low, high, whole = false, format = formatSetting, extra = null, name = null }, onChange) {
    this.scale = scaleOf({ low, high, whole });
    this.format = format;
    const even = Math.abs(this.scale.partOf((low + high) / 2) - 0.5) < 0.05;
    const stops = whole && even && high - low < FINE ? high - low : FINE;
    this.stops = stops;
    const id = `pg-slider-${(number += 1)}`;
    this.input = el("input.pg-slider", { type: "range", id, min: 0, max: stops, step: 1, title: help, "data-testid": name });
    this.value = el("output.pg-field-value", { for: id });
    this.element = el("div.pg-field", {}, el("span.pg-field-head", {}, el("label.pg-label", { for: id, text: label, title: help }), ...(extra ? [extra] : []), this.value), this.input);
    this.input.oninput = () => {
      const value = this.valueAt(Number(this.input.value));
      this.say(value);
      onChange(value);
    };
    this.input.onkeydown = (event) => this.press(event);
  }

  valueAt(stop) {
    return this.scale.valueAt(stop / this.stops);
  }

  /** Arrows take larger steps than the browser's own, which are a thousandth of the way. A step goes on until it has changed something. */
  press(event) {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!step || this.stops < FINE) return;
    event.preventDefault();
    let stop = Number(this.input.value);
    do stop += step * KEY * (event.shiftKey ? FAST : 1);
    while (stop > 0 && stop < this.stops && this.valueAt(stop) === this.current);
    this.input.value = String(stop);
    this.input.dispatchEvent(new Event("input"));
  }

  set(value) {
    this.input.value = String(Math.round(this.scale.partOf(value) * this.stops));
    this.say(value);
  }

  say(value) {
    this.current = value;
    const text = this.format(value);
    setText(this.value, text);
    setAttribute(this.input, "aria-valuetext", text);
    this.input.style.setProperty("--pg-part", String(Number(this.input.value) / this.stops));
  }
}

/** A switch. @param {{label: string, help?: string, name?: string}} about @param {(on: boolean) => void} onChange */
export function toggle({ label, help, name = null }, on, onChange) {
  const button = el("button.pg-toggle", { type: "button", text: label, title: help, "aria-pressed": String(on), "data-testid": name });
  button.onclick = () => {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    onChange(pressed);
  };
  return button;
}

/**
 * A choice of one of few.
 * @param {string} label @param {[string, string, string?][]} options value, text, and help @param {string} chosen @param {(value: string) => void} onChange
 */
export function segments(label, options, chosen, onChange) {
  const buttons = options.map(([value, text, help]) => el("button.pg-segment", { type: "button", text, title: help, "data-value": value, "aria-pressed": String(value === chosen) }));
  const element = el("div.pg-segments", { role: "group", "aria-label": label }, ...buttons);
  const set = (value) => buttons.forEach((button) => setAttribute(button, "aria-pressed", button.dataset.value === value));
  buttons.forEach((button) => (button.onclick = () => {
    set(button.dataset.value);
    onChange(button.dataset.value);
  }));
  return { element, set };
}

/** A setting of an entry, whatever it can be. @returns {HTMLElement} */
export function setting(about, value, onChange) {
  if (typeof about.default === "boolean") {
    const box = el("input", { type: "checkbox", title: about.help });
    box.checked = value;
    box.onchange = () => onChange(box.checked);
    return el("label.pg-check-field", { title: about.help }, box, el("span", { text: about.label }));
  }
  if (about.options?.length) {
    const choice = el("select.pg-select", { title: about.help, "aria-label": about.label }, ...about.options.map((each) => el("option", { value: String(each), text: String(each) })));
    choice.value = String(value);
    choice.onchange = () => onChange(about.options.find((each) => String(each) === choice.value));
    return el("label.pg-field", {}, el("span.pg-label", { text: about.label }), choice);
  }
  const slider = new Slider({ ...about, whole: false }, onChange);
  slider.set(value);
  return slider.element;
}
