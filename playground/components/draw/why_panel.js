/** Why the network reads what it reads: pictures of what speaks for a class, the loudest units, and the digits that look most alike to it. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatWeight } from "../common/format.js";
import { nameOf } from "../common/names.js";
import { ClassChips } from "./class_chips.js";
import { showHeat, showInk, showSigned } from "./heatmap.js";
import { NeedsDrawing } from "./needs_drawing.js";
import { TEXT } from "./text.js";

export class WhyPanel {
  name = "why";

  /** @param {{send: (command: Object) => void}} options */
  constructor({ send }) {
    this.send = send;
    this.label = null;
    this.chips = new ClassChips({ label: TEXT.whyClass, onPick: (label) => this.pick(label) });
    this.question = el("p.pg-question");
    this.methods = el("div.pg-methods");
    this.loud = el("div.pg-loud");
    this.near = el("div.pg-near", { "data-testid": "draw-near" });
    this.page = new NeedsDrawing(el("div", {}, el("div.pg-why-head", {}, this.question, this.chips.element), el("p.pg-intro", { text: TEXT.whyIntro }), this.methods,
      el("div.pg-why-more", {}, this.loud, this.near)));
    this.element = el("div.pg-panel-body", { "data-testid": "draw-why" }, ...this.page.elements);
  }

  ask(shown) {
    this.send({ type: "why", shown, label: this.label });
  }

  pick(label) {
    this.label = label === this.read ? null : label;
    this.ask(true);
    this.chips.choose(label);
  }

  setScene(scene) {
    this.scene = scene;
    this.label = null;
    this.chips.setNames(scene.class_names);
    this.page.setScene(scene);
    this.cards = scene.explanations.map((entry) => this.card(entry));
    this.methods.replaceChildren(...this.cards.map(({ element }) => element));
  }

  card({ name, label, help, formula, source, signed, unsuited }) {
    const canvas = el("canvas.pg-heat", { role: "img", "aria-label": label });
    const sum = el("p.pg-adds-up");
    const element = el("article.pg-method", { "data-testid": `why-${name}` }, el("h3.pg-title", { text: label }),
      unsuited ? el("p.pg-unsuited", { text: unsuited }) : canvas, el("p", { text: signed ? help : `${help} ${TEXT.unsigned}` }),
      el("div.pg-formula", { html: formula }), sum, el("p.pg-source", { text: source }));
    return { name, label, canvas, sum, element };
  }

  show(model, theme) {
    const { scene, why } = model;
    if (!this.page.show(model) || (why === this.drawn?.why && theme === this.drawn.theme)) return;
    this.drawn = { why, theme };
    if (!why) return;
    this.read = why.read;
    setText(this.question, TEXT.whyRead(nameOf(scene.class_names, why.read)));
    this.chips.choose(why.label);
    this.showHeatmaps(scene, why, theme);
    this.showLoud(scene, why, theme);
    this.showNear(scene, why, theme);
  }

  showHeatmaps(scene, { maps, heatmaps, digit, label }, theme) {
    const size = scene.side ** 2;
    const name = nameOf(scene.class_names, label);
    maps.forEach((map, k) => {
      const card = this.cards.find((each) => each.name === map.name);
      showHeat(card.canvas, scene.side, heatmaps.subarray(k * size, (k + 1) * size), digit, theme);
      setAttribute(card.canvas, "aria-label", TEXT.say.heatmap(card.label, name));
      setText(card.sum, map.adds_up ? TEXT.addsUp(formatWeight(map.adds_up.found), formatWeight(map.adds_up.expected)) : "");
    });
  }

  showLoud(scene, { loud, loud_pictures: pictures }, theme) {
    this.loud.hidden = !loud;
    if (!loud) return;
    const maps = scene.layers[loud.layer].shape.length === 3;
    const item = ({ unit, push }, k) => {
      const canvas = pictures ? el("canvas.pg-loud-picture", { "aria-hidden": "true" }) : null;
      if (canvas) showSigned(canvas, loud.side, pictures.subarray(k * loud.side ** 2, (k + 1) * loud.side ** 2), theme);
      return el("li", {}, ...(canvas ? [canvas] : []), el("span", { text: (maps ? TEXT.map : TEXT.unit)(unit + 1) }), el("b", { text: `${push > 0 ? "+" : ""}${formatWeight(push)}` }));
    };
    const list = (title, items, from) => el("div.pg-loud-side", {}, el("p.pg-label", { text: title }),
      items.length ? el("ul", {}, ...items.map((each, k) => item(each, from + k))) : el("p.pg-side", { text: TEXT.loudNobody }));
    this.loud.replaceChildren(el("h3.pg-title", { text: TEXT.loud(loud.count), title: TEXT.loudHelp }), el("p.pg-side", { text: TEXT.loudHelp }),
      list(TEXT.loudFor, loud.for, 0), list(TEXT.loudAgainst, loud.against, loud.for.length),
      el("p.pg-side", { text: TEXT.loudTotal(formatWeight(loud.total), formatWeight(loud.bias)) }));
  }

  showNear(scene, { near, near_pictures: pictures, done }, theme) {
    const names = near?.labels?.map((label) => nameOf(scene.class_names, label)) ?? [];
    const items = names.map((name, k) => {
      const canvas = el("canvas.pg-near-picture", { "aria-hidden": "true" });
      showInk(canvas, scene.side, pictures.subarray(k * scene.side ** 2, (k + 1) * scene.side ** 2), theme);
      return el("li", { title: TEXT.nearItem(name, near.distances[k]), class: near.labels[k] === this.read ? "pg-same" : "pg-other" }, canvas, el("b", { text: name }));
    });
    const waiting = done ? [] : [el("p.pg-side", { text: TEXT.working })];
    this.near.replaceChildren(el("h3.pg-title", { text: TEXT.near }), el("p.pg-side", { text: near?.problem ?? TEXT.nearHelp }), ...waiting,
      el("ul", { "aria-label": TEXT.say.near(names) }, ...items));
  }
}
