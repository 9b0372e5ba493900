/** Buttons on the picture of the network: between its columns another layer, under them more or fewer units, or one layer less. */

import { el } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { TEXT } from "./text.js";

export const FOOT = 34; // room below the network
const NARROW = 72; // with less room between columns a layer is taken away with its last unit

/**
 * Where buttons go. Pure.
 * @param {import("./layout.js").NetworkLayout} layout
 * @param {{number: ?number}[]} layers of the scene
 * @returns {{x: number, kind: "units" | "add", layer: number, index: number}[]} `layer` is the number the server knows it by, `index` the column
 */
export function buttonPlaces({ columns, spacing }, layers) {
  const places = [];
  columns.forEach(({ x }, index) => {
    const { number, units } = layers[index];
    if (number && layers[index].resizable) places.push({ x, kind: "units", layer: number, index, units });
    if (index === columns.length - 1) return;
    const next = layers.slice(index + 1).find((layer) => layer.number)?.number;
    places.push({ x: x + spacing / 2, kind: "add", layer: next ?? lastNumber(layers) + 1, index });
  });
  return places;
}

const lastNumber = (layers) => Math.max(0, ...layers.map(({ number }) => number ?? 0));

export class Builder {
  /** @param {{send: (command: Object) => void}} options */
  constructor({ send }) {
    this.send = send;
    this.element = el("div.pg-builder", { role: "group", "aria-label": TEXT.builder });
  }

  /** @param {import("./layout.js").NetworkLayout} layout @param {Object} scene */
  show(layout, { layers }) {
    this.narrow = layout.spacing < NARROW;
    this.element.classList.toggle("pg-narrow", this.narrow);
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    this.element.replaceChildren(...buttonPlaces(layout, layers).map((place) => this.place(place, layers[place.index])));
    if (focused) this.element.querySelector(`[data-action="${focused}"]`)?.focus();
  }

  place({ x, kind, layer, units }, { name }) {
    const parts = kind === "add" ? [this.button("add", TEXT.addLayer, layer, { type: "add_layer", layer })] : this.unitButtons(layer, units, name);
    const element = el(`div.pg-build.pg-build-${kind}`, {}, ...parts);
    element.style.left = `${x}px`;
    return element;
  }

  unitButtons(layer, units, name) {
    const remove = { type: "remove_layer", layer };
    const taken = TEXT.removeLayer(layer, name);
    const less = units > 1 ? [TEXT.fewerUnits(layer), { type: "units", layer, units: units - 1 }] : [taken, remove];
    const buttons = [this.button("less", less[0], layer, less[1]),
      this.button("more", TEXT.moreUnits(layer), layer, { type: "units", layer, units: units + 1 })];
    return this.narrow ? buttons : [...buttons, this.button("remove", taken, layer, remove)];
  }

  button(icon, label, layer, command) {
    return el(`button.pg-mini.pg-mini-${icon}`, { type: "button", title: label, "aria-label": label, "data-action": `${icon}-${layer}`,
      html: ICONS[icon], onclick: (event) => this.press(event, command) });
  }

  press({ detail, currentTarget }, command) {
    if (detail > 0) currentTarget.blur(); // whoever uses a mouse expects space to play, and not to press this again
    this.send(command);
  }
}
