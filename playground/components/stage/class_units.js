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
    const key = JSON.stringify([told.classes.map((row) => row.map(([unit]) => unit)), this.scene.class_names]);
    if (key !== this.key) this.build(told);
    this.key = key;
    let place = 0;
    told.classes.forEach((row, k) => row.forEach(([, value], j) => {
      const { number, canvas } = this.rows[k][j];
      setText(number, `+${formatWeight(value)}`);
      this.draw(canvas, place);
      place += 1;
    }));
  }

  /** Hold the place of those that are not known yet: what stands below must not move under somebody's finger when they come. */
  wait() {
    const { classes, class_names: names, speakers, unit_layer: pictured, layers } = this.scene;
    const key = JSON.stringify([classes, names, speakers]);
    if (key === this.key) return;
    this.key = key;
    const chips = Math.min(MOST, layers[speakers].shape.at(-1));
    const chip = () => el("span.pg-speaker.pg-waiting", {}, ...(speakers === pictured ? [el("span.pg-speaker-picture")] : []));
    this.rows = [];
    this.list.replaceChildren(...Array.from({ length: classes }, (_, k) => this.row(k, Array.from({ length: chips }, chip))));
  }

  row(k, chips) {
    return el("li", {}, el("span.pg-speaker-class", { text: nameOf(this.scene.class_names, k) }), ...chips);
  }

  build({ layer, classes }) {
    const maps = this.scene.layers[layer].shape.length === 3;
    const pictured = this.gallery.speaker_pictures?.length > 0;
    this.rows = classes.map((row) => row.map(([unit]) => {
      const number = el("span.pg-side");
      const canvas = pictured ? el("canvas.pg-speaker-picture", { "aria-hidden": "true" }) : null;
      const chip = el("button.pg-speaker", { type: "button", title: TEXT.lookAt, onclick: () => this.inspect(layer, unit) },
        ...(canvas ? [canvas] : []), el("b", { text: TEXT.unitShort(maps, unit + 1) }), number);
      return { number, canvas, chip };
    }));
    this.list.replaceChildren(...this.rows.map((row, k) => this.row(k, row.length ? row.map(({ chip }) => chip) : [el("span.pg-side", { text: TEXT.nobody })])));
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
