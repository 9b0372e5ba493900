/** What optimizers walk on: a surface with its settings, or a slice through the loss of one's own network. */

import { el, setAttribute, setText } from "../common/dom.js";
import { defaultsOf, toQuery, writeItem } from "./address.js";
import { setting, Slider } from "./controls.js";
import { TEXT } from "./text.js";

const NETWORK = "network"; // stands for a surface in the address
const FIRST = "ravine";
const REST = 350; // ms: a slice takes a while, so it is cut when the slider rests

export class GroundChoice {
  /**
   * @param {Object} catalogue
   * @param {(another: boolean) => void} onChange it is `another` one, on which the walk starts elsewhere, or a setting of it has moved
   */
  constructor(catalogue, onChange) {
    this.onChange = onChange;
    this.surfaces = catalogue.entries.surfaces;
    this.bounds = catalogue.fields.slice;
    this.start();
    const chip = (name, label, help) => el("button.pg-choice", { type: "button", title: help, "data-name": name, "aria-pressed": "false", onclick: () => this.choose(name) }, el("span", { text: label }));
    this.chips = [...this.surfaces.map(({ name, label, help }) => chip(name, label, help)), chip(NETWORK, TEXT.network, TEXT.networkHelp)];
    this.about = el("div.pg-surface-help");
    this.facts = el("p.pg-side", { "data-testid": "functions-network-facts" });
    this.list = el("div.pg-choices", { role: "group", "aria-label": TEXT.surface }, ...this.chips);
    this.element = el("section.pg-card.pg-chooser", {}, el("h2.pg-title", { text: TEXT.surface }), this.list, this.about);
    this.extent = new Slider({ label: TEXT.fields.extent, ...this.bounds.extent, name: "functions-extent" }, (value) => {
      this.slice.extent = value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.onChange(true), REST);
    });
    const others = el("button.pg-button", { type: "button", text: TEXT.newDirections, title: TEXT.newDirectionsHelp, onclick: () => {
      this.slice.directions = (this.slice.directions + 1) % (this.bounds.directions.high + 1);
      this.onChange(true);
    } });
    /** The fields of a slice, which stand with those of the walks. */
    this.fields = el("div.pg-field.pg-slice-fields", { hidden: "" }, this.extent.element, others);
  }

  /** Everything as it is when nothing is said. */
  start() {
    clearTimeout(this.timer);
    this.name = FIRST;
    this.settings = Object.fromEntries(this.surfaces.map((entry) => [entry.name, defaultsOf(entry)]));
    this.slice = Object.fromEntries(["directions", "extent"].map((name) => [name, this.bounds[name].default]));
  }

  get isNetwork() {
    return this.name === NETWORK;
  }

  /** The surface of the registry. @returns {Object|undefined} none, for one's own network */
  get entry() {
    return this.surfaces.find(({ name }) => name === this.name);
  }

  get label() {
    return this.entry?.label ?? TEXT.network;
  }

  choose(name) {
    if (name === this.name) return;
    clearTimeout(this.timer);
    this.name = name;
    this.sync();
    this.onChange(true);
  }

  // Address

  /** @param {import("./address.js").LinkReader} link */
  open(link) {
    if (link.text("surface") === NETWORK) this.name = NETWORK;
    else {
      const read = link.item("surface", this.surfaces);
      if (read) [this.name, this.settings[read.name]] = [read.name, read.settings];
    }
    for (const name of Object.keys(this.slice)) this.slice[name] = link.number(name, this.bounds[name], this.slice[name]);
  }

  /** What the server is asked. @returns {[string, string][]} */
  question() {
    if (this.isNetwork) return Object.entries(this.slice).map(([name, value]) => [name, String(value)]);
    return [["surface", writeItem({ name: this.name, settings: this.settings[this.name] }, this.entry)]];
  }

  /** What the address says besides. @returns {[string, string][]} */
  view() {
    return this.isNetwork ? [["surface", NETWORK]] : [];
  }

  path() {
    return `${this.isNetwork ? "slice" : "surface"}?${toQuery(this.question())}`;
  }

  // Showing

  /** Have the controls say what the state is. */
  sync() {
    for (const chip of this.chips) {
      const chosen = chip.dataset.name === this.name;
      setAttribute(chip, "aria-pressed", chosen);
      // On a phone the chips are one line that scrolls.
      if (chosen) this.list.scrollLeft = chip.offsetLeft - this.list.offsetLeft - (this.list.clientWidth - chip.clientWidth) / 2;
    }
    this.extent.set(this.slice.extent);
    this.fields.hidden = !this.isNetwork;
    this.about.replaceChildren(...(this.isNetwork ? [el("p.pg-item-help", { text: TEXT.networkHelp }), this.facts] : this.aboutSurface(this.entry)));
  }

  aboutSurface({ name: surface, label, formula, settings, help }) {
    const change = (name) => (value) => {
      this.settings[surface] = { ...this.settings[surface], [name]: value };
      this.onChange(false);
    };
    return [el("div.pg-formula", { html: formula, tabindex: 0, role: "group", "aria-label": label }), ...settings.map((about) => setting(about, this.settings[surface][about.name], change(about.name))), el("p.pg-item-help", { text: help })];
  }

  /** @param {string} text about the network that is sliced */
  tell(text) {
    setText(this.facts, text);
  }

  focus() {
    this.chips.find(({ dataset }) => dataset.name === this.name)?.focus();
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
