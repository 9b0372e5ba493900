/** Things to choose from, each with a picture: one of them, or several. */

import { readTheme } from "../common/colors.js";
import { el } from "../common/dom.js";
import { Mounts } from "../common/mounts.js";
import { drawPicture } from "./pictures.js";

const pickers = new Mounts((parent) => new Picker(parent.querySelector(".pg-picker") ?? parent.appendChild(el("div.pg-picker"))));
const SIDE = 96; // pixels of a picture: enough for any screen
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Mount a picker, or tell a mounted one what is chosen now. */
export function mount({ parentElement, data, setTriggerValue }) {
  const [picker, leave] = pickers.at(parentElement);
  picker.onPick = (values) => setTriggerValue("picked", values);
  picker.set(data);
  return leave;
}

/**
 * What is chosen after a click. Pure.
 * @param {string[]} order of all values @param {string[]} selected @param {string} value that is clicked @param {boolean} many
 * @returns {string[]}
 */
export function chosen(order, selected, value, many) {
  if (!many) return [value];
  const now = new Set(selected);
  if (!now.delete(value)) now.add(value);
  return order.filter((each) => now.has(each));
}

/** The value an arrow key leads to, round and round; null for other keys. Pure. @returns {?string} */
export function neighbour(order, value, key) {
  const step = KEYS[key];
  return step ? order[(order.indexOf(value) + step + order.length) % order.length] : null;
}

class Picker {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  set({ label, options, selected, many, named }) {
    const theme = readTheme(this.root);
    this.order = options.map(({ value }) => value);
    this.many = many;
    const key = JSON.stringify([label, options, many, named]);
    if (key !== this.key) this.build(label, options, named);
    if (key !== this.key || JSON.stringify(theme) !== this.theme)
      for (const { canvas, picture } of this.items.values()) drawPicture(canvas, picture, theme, SIDE);
    this.key = key;
    this.theme = JSON.stringify(theme);
    this.select(selected);
  }

  build(label, options, named) {
    this.root.setAttribute("role", this.many ? "group" : "radiogroup");
    this.root.setAttribute("aria-label", label);
    this.items = new Map(options.map(({ value, label: name, help, picture }) => {
      const canvas = el("canvas.pg-pick-picture", { "aria-hidden": "true" });
      const button = el("button.pg-pick", { type: "button", "aria-label": name, title: named ? help : `${name}: ${help}`, ...(this.many ? {} : { role: "radio" }) }, canvas,
        ...(named ? [el("span", { text: name, "aria-hidden": "true" })] : []));
      button.onclick = () => this.pick(value);
      if (!this.many) button.onkeydown = (event) => this.press(event, value);
      return [value, { button, canvas, picture }];
    }));
    this.root.replaceChildren(...[...this.items.values()].map(({ button }) => button));
  }

  select(selected) {
    this.selected = selected;
    for (const [value, { button }] of this.items) {
      const on = selected.includes(value);
      button.dataset.on = String(on);
      button.setAttribute(this.many ? "aria-pressed" : "aria-checked", String(on));
      if (!this.many) button.tabIndex = on ? 0 : -1;
    }
  }

  pick(value) {
    const values = chosen(this.order, this.selected, value, this.many);
    if (JSON.stringify(values) === JSON.stringify(this.selected)) return;
    this.select(values);
    this.onPick(values);
  }

  press(event, value) {
    const next = neighbour(this.order, value, event.key);
    if (!next) return;
    event.preventDefault();
    this.items.get(next).button.focus();
    this.pick(next);
  }

  destroy() {
    this.root.replaceChildren();
  }
}
