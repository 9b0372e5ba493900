/** What to compare: all that there is as chips, and a card with sliders, formula and help for each that is chosen. */

import { el, setAttribute } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { defaultsOf, freeSlot } from "./address.js";
import { setting } from "./controls.js";
import { TEXT } from "./text.js";

export class Chooser {
  /**
   * @param {{label: string, entries: Object[], most: number, extra?: (item: import("./address.js").Item, entry: Object) => Node[], allowed?: (entry: Object) => boolean}} about
   *   `extra` makes more controls of a card
   * @param {() => void} onChange something is compared that was not, or a setting has moved
   */
  constructor({ label, entries, most, extra = () => [], allowed = () => true }, onChange) {
    Object.assign(this, { entries, most, extra, onChange });
    this.byName = new Map(entries.map((entry) => [entry.name, entry]));
    this.chips = entries.filter(allowed).map((entry) => {
      const chip = el("button.pg-choice", { type: "button", title: entry.help, "data-name": entry.name, "aria-pressed": "false" }, el("span.pg-dot", { "aria-hidden": "true" }), el("span", { text: entry.label }));
      chip.onclick = () => this.flip(entry);
      return chip;
    });
    this.full = el("p.pg-side", { text: TEXT.most(most) });
    this.list = el("div.pg-choices", { role: "group", "aria-label": label }, ...this.chips);
    this.element = el("section.pg-card.pg-chooser", {}, el("h2.pg-title", { text: label }), this.list, this.full);
    this.cards = el("ul.pg-cards", { "aria-label": TEXT.chosen });
    this.items = [];
  }

  /** Show what is compared, anew. @param {import("./address.js").Item[]} items they are changed by what people do */
  set(items, theme) {
    Object.assign(this, { items, theme });
    this.show();
  }

  color({ slot }) {
    return this.theme.classes[slot % this.theme.classes.length];
  }

  flip(entry) {
    const at = this.items.findIndex(({ name }) => name === entry.name);
    if (at >= 0) this.items.splice(at, 1);
    else if (this.items.length < this.most) this.items.push({ name: entry.name, settings: defaultsOf(entry), slot: freeSlot(this.items) });
    this.show();
    this.onChange();
  }

  show() {
    const full = this.items.length >= this.most;
    this.full.hidden = !full;
    for (const chip of this.chips) {
      const item = this.items.find(({ name }) => name === chip.dataset.name);
      setAttribute(chip, "aria-pressed", Boolean(item));
      chip.disabled = full && !item;
      chip.style.setProperty("--pg-mark", item ? this.color(item) : "transparent");
    }
    // Cards that stay keep their place and the focus in them.
    const cards = new Map([...this.cards.children].map((card) => [card.dataset.name, card]));
    const shown = this.items.map((item) => {
      const kept = cards.get(item.name);
      const card = kept?.item === item ? kept : this.card(item);
      card.style.setProperty("--pg-mark", this.color(item));
      return card;
    });
    if (shown.length !== this.cards.children.length || shown.some((card, k) => card !== this.cards.children[k])) this.cards.replaceChildren(...shown);
  }

  card(item) {
    const entry = this.byName.get(item.name);
    const change = (name) => (value) => {
      item.settings = { ...item.settings, [name]: value };
      this.onChange();
    };
    const fields = [...this.extra(item, entry), ...entry.settings.map((about) => setting(about, item.settings[about.name], change(about.name)))];
    const remove = el("button.pg-mini", { type: "button", html: ICONS.remove, "aria-label": TEXT.remove(entry.label), title: TEXT.remove(entry.label), onclick: () => {
      this.flip(entry);
      this.chips.find(({ dataset }) => dataset.name === entry.name).focus(); // the button is gone
    } });
    const card = el("li.pg-card.pg-item", { "data-name": entry.name }, el("div.pg-item-head", {}, el("span.pg-swatch-line", { "aria-hidden": "true" }), el("h3.pg-title", { text: entry.label }), remove),
      ...(fields.length ? [el("div.pg-fields", { role: "group", "aria-label": TEXT.moreSettings(entry.label) }, ...fields)] : []),
      ...(entry.formula ? [el("div.pg-formula", { html: entry.formula, tabindex: 0, role: "group", "aria-label": entry.label })] : []), el("p.pg-item-help", { text: entry.help }));
    card.item = item;
    return card;
  }
}
