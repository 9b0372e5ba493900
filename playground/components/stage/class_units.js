/** Which units speak for each class, over many test pictures of it: a row a class. Closed until somebody opens it. */

import { Pictures, fit } from "../common/canvas.js";
import { el, fold, setText } from "../common/dom.js";
import { formatWeight } from "../common/format.js";
import { nameOf } from "../common/names.js";
import { TEXT } from "./text.js";

const SIDE = 40;
const MOST = 5; // so many are named for a class (MOST_NAMED of the worker)

export class ClassUnits {
  /** @param {import("./panels.js").PanelOptions} options */
  constructor({ send, inspect }) {
    Object.assign(this, { send, inspect, rows: [] });
    this.list = el("ol.pg-speakers");
    this.help = el("p.pg-side");
    this.element = fold("speakers", [TEXT.speakers], this.help, this.list);
    this.element.ontoggle = () => this.ask();
  }

  setScene(scene, theme) {
    Object.assign(this, { scene, theme, key: null });
    this.element.hidden = !scene.speakers;
    if (scene.speakers) setText(this.help, TEXT.speakersHelp(scene.layers[scene.speakers].name, scene.layers[scene.speakers].shape.length === 3));
    this.fill();
  }

  setFrame() {}

  setGallery(gallery) {
    this.gallery = gallery;
    this.fill();
  }

  ask() {
    this.send({ type: "speaking", shown: this.element.open });
    this.fill();
  }

  askAgain() {
    if (this.element.open && this.scene?.speakers) this.ask();
  }

  fill() {
    if (!this.element.open || !this.scene?.speakers) return;
    const told = this.gallery?.speakers;
    if (!told || told.layer !== this.scene.speakers || told.classes.length !== this.scene.classes) return void this.wait();
    const pictured = this.gallery.speaker_pictures?.length > 0;
    this.lay([told.layer, pictured], told.classes.length);
    let place = 0;
    told.classes.forEach((row, k) => this.fillRow(this.rows[k], row.length, () => this.chip(told.layer, pictured)));
    told.classes.forEach((row, k) => row.forEach(([unit, value], j) => {
      const chip = this.rows[k].chips[j];
      chip.unit = unit;
      setText(chip.name, TEXT.unitShort(this.scene.layers[told.layer].shape.length === 3, unit + 1));
      setText(chip.number, `+${formatWeight(value)}`);
      this.draw(chip.canvas, place);
      place += 1;
    }));
  }

  /** Hold the place of those that are not known yet: what stands below must not move under somebody's finger when they come. */
  wait() {
    const { classes, speakers, unit_layer: pictured, layers } = this.scene;
    this.lay([speakers], classes);
    const chips = Math.min(MOST, layers[speakers].shape.at(-1));
    const chip = () => ({ element: el("span.pg-speaker.pg-waiting", {}, ...(speakers === pictured ? [el("span.pg-speaker-picture")] : [])) });
    for (const row of this.rows) this.fillRow(row, chips, chip);
  }

  /** Lay out a row for each class, unless there is one already of the same kind. */
  lay(kind, classes) {
    const { class_names: names } = this.scene;
    const key = JSON.stringify([kind, classes, names]);
    if (key === this.key) return;
    this.key = key;
    this.rows = Array.from({ length: classes }, (_, k) => {
      const nobody = el("span.pg-side", { text: TEXT.nobody });
      return { chips: [], nobody, element: el("li", {}, el("span.pg-speaker-class", { text: nameOf(names, k) }), nobody) };
    });
    this.list.replaceChildren(...this.rows.map(({ element }) => element));
  }

  /** Give a row so many chips. Those that it has stay, about other units, so that they can be clicked while the network trains. */
  fillRow({ chips, nobody, element }, count, make) {
    nobody.hidden = count > 0;
    while (chips.length > count) chips.pop().element.remove();
    while (chips.length < count) chips.push(make());
    element.append(...chips.slice(element.childElementCount - 2).map((chip) => chip.element));
  }

  chip(layer, pictured) {
    const chip = { name: el("b"), number: el("span.pg-side"), canvas: pictured ? el("canvas.pg-speaker-picture", { "aria-hidden": "true" }) : null };
    chip.element = el("button.pg-speaker", { type: "button", title: TEXT.lookAt, onclick: () => this.inspect(layer, chip.unit) },
      ...(chip.canvas ? [chip.canvas] : []), chip.name, chip.number);
    return chip;
  }

  draw(canvas, place) {
    const bytes = this.gallery.speaker_pictures;
    if (!canvas || !bytes?.length) return;
    const { unit_side: side } = this.scene;
    if (this.sheet?.side !== side) this.sheet = new Pictures(side, 1);
    this.sheet.put(0, bytes.subarray(place * side * side, (place + 1) * side * side), this.theme.scale);
    this.sheet.flush();
    const context = fit(canvas, SIDE, SIDE);
    context.imageSmoothingEnabled = side > SIDE;
    context.clearRect(0, 0, SIDE, SIDE);
    this.sheet.draw(context, 0, 0, 0, SIDE, 6);
  }

  destroy() {}
}
