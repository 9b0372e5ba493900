/** The card of what one points at in the network of the digits: a map with its kernels, a unit with its weights, or a class with its speakers. */

import { fit, Pictures } from "../common/canvas.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { formatPercent, formatWeight } from "../common/format.js";
import { ICONS } from "../common/icons.js";
import { nameOf } from "../common/names.js";
import { TEXT } from "./text.js";

const GAP = 4;
const MOST_KERNELS = 16; // are sent of a unit
const CHIP = 28; // side of the pictures beside names

/**
 * What a card says, in lines. Pure.
 * @param {Object} scene @param {?Object} guess @param {{layer: number, unit: number}} spot
 * @returns {{title: string, facts: string[], links: {heading: string, items: {layer: number, unit: number, name: string, value: number}[]}[]}}
 */
export function cardOf(scene, guess, { layer, unit }) {
  const output = scene.layers.length - 1;
  const named = (of, k) => (of === output ? nameOf(scene.class_names, k) : TEXT.unitShort(scene.layers[of].shape.length === 3, k + 1));
  const items = (of, pairs) => (pairs ?? []).map(([k, value]) => ({ layer: of, unit: k, name: named(of, k), value }));
  const links = [];
  const own = guess?.unit?.layer === layer && guess.unit.unit === unit ? guess.unit : null;
  if (layer === output && guess?.pushes && scene.speakers)
    links.push({ heading: TEXT.spokenForBy, items: items(scene.speakers, guess.pushes[unit]), pictured: Boolean(own && guess.speaker_pictures?.length) });
  if (own?.to?.length) links.push({ heading: TEXT.weightsTo, items: items(above(scene, layer), own.to) });
  if (own?.from?.length) links.push({ heading: TEXT.weightsFromBelow, items: items(below(scene, layer), own.from) });
  const maps = scene.layers[layer].shape.length === 3;
  const facts = [
    layer === output && guess?.probabilities ? TEXT.probabilityNow(formatPercent(guess.probabilities[unit])) : "",
    layer !== output && Number.isFinite(own?.says) ? TEXT.saysNow(formatWeight(own.says)) : "",
    ...Object.entries(own?.numbers ?? {}).map(([name, value]) => TEXT.numberOf(name, formatWeight(value))),
    Number.isFinite(own?.kernel_scale) ? TEXT.upTo(maps ? TEXT.kernels : TEXT.weights, formatWeight(own.kernel_scale)) : "",
    maps && guess?.scales ? TEXT.upTo(TEXT.mapsOfLayer, formatWeight(guess.scales[layer - 1])) : "",
    own?.kernels > MOST_KERNELS ? TEXT.firstOf(MOST_KERNELS, own.kernels) : "",
  ].filter(Boolean);
  return { title: titleOf(scene, { layer, unit }), facts, links };
}

/** The same in a sentence, for those who listen. @returns {string} */
export function wordsOf(scene, guess, spot) {
  const { title, facts, links } = cardOf(scene, guess, spot);
  return [title, ...facts, ...links.map(({ heading, items }) => `${heading}: ${items.map(({ name }) => name).join(", ") || TEXT.nobody}`)].join(". ");
}

/** @returns {string} such as "Dense (layer 2), unit 17" or "Class 3" */
export function titleOf({ layers, class_names: names }, { layer, unit }) {
  if (layer === layers.length - 1) return TEXT.classNamed(nameOf(names, unit));
  const { name, shape } = layers[layer];
  return (shape.length === 3 ? TEXT.mapOf : TEXT.unit)(name, layer, unit + 1);
}

// Layers such as dropout pass on what they hear: a weight leads past them.
const passes = ({ layers }, k) => !layers[k].parameters && String(layers[k].shape) === String(layers[k - 1].shape);
const above = (scene, layer) => scene.layers.findIndex((_, k) => k > layer && !passes(scene, k));
const below = (scene, layer) => scene.layers.findLastIndex((_, k) => k < layer && (k === 0 || !passes(scene, k)));

/** Buttons that name units and lead to them. One that was built anew with every guess could not be clicked while the network trains: it stays, and is about another unit. */
class Tags {
  constructor(heading, pictured, onUnit) {
    Object.assign(this, { pictured, onUnit, tags: [] });
    this.heading = el("p.pg-label", { text: heading });
    this.nobody = el("span.pg-side", { text: TEXT.nobody });
    this.element = el("div.pg-tags", {}, this.nobody);
  }

  show(items) {
    this.nobody.hidden = items.length > 0;
    while (this.tags.length > items.length) this.tags.pop().element.remove();
    while (this.tags.length < items.length) this.element.append(this.add().element);
    items.forEach((item, k) => {
      const { element, name, value } = Object.assign(this.tags[k], { item });
      setText(name, item.name);
      setText(value, ` ${item.value < 0 ? "" : "+"}${formatWeight(item.value)}`);
      element.classList.toggle("pg-tag-negative", item.value < 0);
      element.classList.toggle("pg-tag-positive", !(item.value < 0));
    });
  }

  add() {
    const tag = { name: el("b"), value: el("span"), item: null };
    tag.element = el("button.pg-tag", { type: "button", onclick: () => this.onUnit(tag.item.layer, tag.item.unit) },
      ...(this.pictured ? [el("canvas.pg-tag-picture", { "aria-hidden": "true" })] : []), tag.name, tag.value);
    this.tags.push(tag);
    return tag;
  }
}

export class UnitCard {
  /** @param {{onClose: () => void, onUnit: (layer: number, unit: number) => void}} callbacks */
  constructor({ onClose, onUnit }) {
    this.onUnit = onUnit;
    this.sheets = [];
    this.title = el("h2.pg-title");
    this.close = el("button.pg-mini", { type: "button", "aria-label": TEXT.close, title: TEXT.close, html: ICONS.remove, onclick: onClose });
    this.canvas = el("canvas.pg-unit-picture", { role: "img", "aria-label": TEXT.weightPictures });
    this.facts = el("ul.pg-facts");
    this.links = el("div.pg-links");
    this.element = el("div.pg-unit", { "data-testid": "unit", role: "group", hidden: "" }, el("div.pg-head", {}, this.title, this.close),
      this.body = el("div.pg-unit-body", {}, this.canvas, el("div.pg-unit-words", {}, this.facts, this.links)));
  }

  /** @param {?{layer: number, unit: number}} spot null hides it @param {boolean} pinned whether it stays until it is closed */
  show(scene, guess, frame, theme, spot, pinned) {
    this.element.hidden = !spot;
    if (!spot) return;
    const { title, facts, links } = cardOf(scene, guess, spot);
    setText(this.title, title);
    setAttribute(this.element, "aria-label", title);
    this.close.hidden = !pinned;
    this.fill(facts, links);
    this.drawSpeakers(scene, guess, theme);
    this.picture(scene, guess, frame, theme, spot);
  }

  fill(facts, links) {
    while (this.facts.children.length < facts.length) this.facts.append(el("li"));
    while (this.facts.children.length > facts.length) this.facts.lastChild.remove();
    facts.forEach((text, k) => setText(this.facts.children[k], text));
    const key = JSON.stringify(links.map(({ heading, pictured }) => [heading, pictured]));
    const focused = [...this.links.querySelectorAll("button")].indexOf(document.activeElement);
    if (key !== this.key) {
      this.lists = links.map(({ heading, pictured }) => new Tags(heading, pictured, this.onUnit));
      this.links.replaceChildren(...this.lists.flatMap(({ heading, element }) => [heading, element]));
    }
    this.key = key;
    links.forEach(({ items }, k) => this.lists[k].show(items));
    if (focused >= 0) this.links.querySelectorAll("button")[focused]?.focus(); // also where others have taken its place
  }

  // Beside each unit that pushes a class, its weights.
  drawSpeakers({ unit_side: side }, guess, theme) {
    const bytes = guess?.speaker_pictures;
    this.links.querySelectorAll("canvas").forEach((canvas, k) => {
      if (!bytes || bytes.length < (k + 1) * side * side) return;
      const context = fit(canvas, CHIP, CHIP);
      context.clearRect(0, 0, CHIP, CHIP);
      this.drawSheet(context, theme, 2, { bytes: bytes.subarray(k * side * side, (k + 1) * side * side), side, count: 1 }, 0, CHIP, CHIP);
    });
  }

  /** The map in large with its kernels beside it; or the weights in large. */
  picture(scene, guess, frame, theme, { layer, unit }) {
    const own = guess?.unit?.layer === layer && guess.unit.unit === unit ? guess : null;
    const maps = scene.layers[layer].shape.length === 3;
    const kernels = own?.kernel && pictureList(own.kernel, own.unit.kernels);
    const map = maps && own?.map ? { bytes: own.map, side: scene.layers[layer].shape[0], count: 1 } : null;
    const fallback = layer === scene.unit_layer && frame?.units && unit < scene.units_shown && !own
      ? { bytes: frame.units.subarray(unit * scene.unit_side ** 2, (unit + 1) * scene.unit_side ** 2), side: scene.unit_side, count: 1 } : null;
    const shown = [map, kernels ?? fallback].filter(Boolean);
    this.canvas.hidden = !shown.length;
    if (!shown.length) return;
    const room = Math.max(96, this.body.clientHeight - 4);
    const side = Math.min(210, this.element.clientWidth * 0.46, shown.length > 1 ? (room - GAP) * 0.68 : room);
    const strip = Math.min(side * 0.6, room - side - GAP); // for the kernels below a map
    const height = shown.length > 1 ? side + GAP + strip : side;
    Object.assign(this.canvas.style, { width: `${side}px`, height: `${height}px` });
    const context = fit(this.canvas, side, height);
    context.clearRect(0, 0, side, height);
    this.drawSheet(context, theme, 0, shown[0], 0, side, side);
    if (shown.length > 1) this.drawSheet(context, theme, 1, shown[1], side + GAP, side, strip);
    setAttribute(this.canvas, "aria-label", TEXT.say.unitPicture(titleOf(scene, { layer, unit }), Boolean(map)));
  }

  // Pictures in as large squares as fit a box. A canvas is made only where there is none of that size from the last time.
  drawSheet(context, theme, slot, { bytes, side, count }, top, width, height) {
    const last = this.sheets[slot];
    const pictures = last?.side === side && last.count === count ? last : (this.sheets[slot] = new Pictures(side, count));
    pictures.put(0, bytes, theme.scale);
    pictures.flush();
    const columns = Math.max(1, Math.round(Math.sqrt((count * width) / height)));
    const cell = Math.min(width / columns, height / Math.ceil(count / columns));
    const size = cell - 3;
    const radius = Math.min(8, size * 0.08);
    context.strokeStyle = theme.border;
    context.lineWidth = 1;
    context.imageSmoothingEnabled = false;
    for (let k = 0; k < count; k++) {
      const [x, y] = [(k % columns) * cell + 1, top + Math.floor(k / columns) * cell + 1];
      pictures.draw(context, k, x, y, size, radius);
      context.beginPath();
      context.roundRect(x, y, size, size, radius);
      context.stroke();
    }
  }
}

const pictureList = (bytes, count) => {
  const shown = Math.min(MOST_KERNELS, count);
  return { bytes, side: Math.round(Math.sqrt(bytes.length / shown)), count: shown };
};
