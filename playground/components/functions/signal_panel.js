/** The tab that sends a signal through many layers, and a gradient back. */

import { el } from "../common/dom.js";
import { defaultsOf, writeItem } from "./address.js";
import { Chooser } from "./chooser.js";
import { segments } from "./controls.js";
import { Panel } from "./panel.js";
import { row } from "./rows.js";
import { TEXT } from "./text.js";

const KINDS = ["activations", "initializers"];
const FIRST = { activations: ["relu", "tanh", "sigmoid", "selu"], initializers: ["glorot_uniform", "he_normal", "lecun_normal", "normal"] };
const FIXED = { activations: "relu", initializers: "he_normal" };

export class SignalPanel extends Panel {
  constructor(host) {
    super(host, { name: "signal", entries: "activations", asks: "signal", fields: ["layers", "units", "seed"], first: FIRST.activations, charts: 2, allowed: (entry) => !entry.company });
  }

  start() {
    super.start();
    this.vary = "activations";
    this.measure = "forward";
    this.compared = Object.fromEntries(KINDS.map((kind) => [kind, FIRST[kind].map((name, slot) => ({ name, slot, settings: this.usual(kind, name) }))]));
    this.fixed = Object.fromEntries(KINDS.map((kind) => [kind, { name: FIXED[kind], settings: this.usual(kind, FIXED[kind]), slot: 0 }]));
    this.items = this.compared.activations;
  }

  usual(kind, name) {
    return defaultsOf(this.host.catalogue.entries[kind].find((each) => each.name === name));
  }

  /** Those that can be in all layers. */
  choices(kind) {
    return this.host.catalogue.entries[kind].filter(({ company }) => !company);
  }

  get other() {
    return KINDS.find((kind) => kind !== this.vary);
  }

  build() {
    this.choosers = { activations: this.chooser, initializers: new Chooser({ label: TEXT.compare.initializers, entries: this.host.catalogue.entries.initializers, most: this.host.catalogue.most_shown }, () => this.changed()) };
    super.build();
    const holder = el("div.pg-choosers");
    this.chooser.element.replaceWith(holder);
    holder.append(this.pair, this.choosers.activations.element, this.choosers.initializers.element);
    this.chooser.cards.after(this.choosers.initializers.cards);
    this.charts.forEach(({ element }, k) => {
      const half = el("figure.pg-half", {}, el("figcaption", { text: [TEXT.forwardTitle, TEXT.backwardTitle][k] }));
      element.replaceWith(half);
      half.append(element);
    });
  }

  fieldElements() {
    this.varying = segments(TEXT.vary, KINDS.map((kind) => [kind, TEXT.varyOptions[kind]]), this.vary, (kind) => {
      this.vary = kind;
      this.sync();
      this.changed();
    });
    this.partner = el("select.pg-select", { onchange: () => {
      this.fixed[this.other] = { name: this.partner.value, settings: this.usual(this.other, this.partner.value), slot: 0 };
      this.changed();
    } });
    this.partnerLabel = el("span.pg-label");
    this.pair = el("section.pg-card.pg-vary", {}, el("div.pg-field", {}, el("span.pg-label", { text: TEXT.vary }), this.varying.element), el("label.pg-field", {}, this.partnerLabel, this.partner));
    return super.fieldElements();
  }

  tools() {
    this.measuring = segments(TEXT.measure, Object.entries(TEXT.measures).map(([name, [text, help]]) => [name, text, help]), this.measure, (name) => {
      this.measure = name;
      this.host.changed(this);
      this.show();
    });
    return [this.measuring.element];
  }

  sync() {
    this.items = this.compared[this.vary];
    this.chooser = this.choosers[this.vary];
    super.sync();
    for (const kind of KINDS) this.choosers[kind].element.hidden = this.choosers[kind].cards.hidden = kind !== this.vary;
    this.varying.set(this.vary);
    this.measuring.set(this.measure);
    const label = this.vary === "activations" ? TEXT.withInitializer : TEXT.withActivation;
    this.partnerLabel.textContent = label;
    this.partner.replaceChildren(...this.choices(this.other).map(({ name, label: text }) => el("option", { value: name, text })));
    this.partner.value = this.fixed[this.other].name;
  }

  openItems(link) {
    this.vary = link.word("vary", KINDS, this.vary);
    for (const kind of KINDS) {
      const varies = kind === this.vary;
      const items = link.items(kind, this.choices(kind), varies ? this.host.catalogue.most_shown : 1, varies ? this.compared[kind] : [this.fixed[kind]]);
      if (varies) this.compared[kind] = items;
      else if (items.length) [this.fixed[kind]] = items;
    }
    this.measure = link.word("measure", Object.keys(TEXT.measures), this.measure);
  }

  question() {
    const entry = (kind, { name }) => this.host.catalogue.entries[kind].find((each) => each.name === name);
    const items = (kind) => (kind === this.vary ? this.compared[kind] : [this.fixed[kind]]);
    return [...KINDS.map((kind) => [kind, items(kind).map((item) => writeItem(item, entry(kind, item))).join(",")]), ...Object.entries(this.fields).map(([name, value]) => [name, String(value)])];
  }

  view() {
    return [["vary", this.vary], ...(this.measure === "forward" ? [] : [["measure", this.measure]])];
  }

  figures() {
    const { tensors } = this.answer;
    return [this.measure, "backward"].map((name) => {
      const count = tensors[name].shape[1];
      const x = Float32Array.from({ length: count }, (_, k) => k + 1);
      const lines = this.lines.map(({ label, color }, k) => ({ key: k, label, color: color(), values: row(tensors[name], k), short: name === "backward" ? "←" : "→" }));
      return { x, lines, xLabel: TEXT.axes.layer, yLabel: TEXT.axes[name], power: true, whole: true, dots: true };
    });
  }

  remarks() {
    const { fates } = this.answer.json;
    const said = this.lines.map(({ label, color }, k) => {
      const { backward } = fates[k];
      const forward = fates[k][this.measure];
      const mark = el("span.pg-swatch-line", { "aria-hidden": "true" });
      mark.style.setProperty("--pg-mark", color());
      return el("li.pg-fate", { "data-kind": TEXT.fateKind(forward, backward) }, mark, el("span", { text: TEXT.fate(label, forward, backward) }));
    });
    return [el("ul.pg-fates", { "data-testid": "functions-fates" }, ...said)];
  }

  setTheme() {
    for (const kind of KINDS) this.choosers[kind].theme = this.host.theme;
    super.setTheme();
  }
}
