/** What would change its mind: the drawing, a small change of it, and what the network reads then. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatTwoDigits } from "../common/format.js";
import { nameOf } from "../common/names.js";
import { percentOf } from "./answer.js";
import { ClassChips } from "./class_chips.js";
import { showInk, showSigned } from "./heatmap.js";
import { NeedsDrawing } from "./needs_drawing.js";
import { TEXT } from "./text.js";

const MOST = 0.5;

export class MindPanel {
  name = "mind";

  /** @param {{send: (command: Object) => void}} options */
  constructor({ send }) {
    Object.assign(this, { send, method: "pgd", target: null, budget: null });
    this.methods = el("div.pg-segments", { role: "group", "aria-label": TEXT.method });
    this.targets = new ClassChips({ label: TEXT.target, none: TEXT.anything, onPick: (target) => this.set({ target }) });
    this.smallest = el("input.pg-switch", { type: "checkbox", role: "switch", checked: "", "aria-label": TEXT.smallest, onchange: () => this.set({ budget: this.smallest.checked ? null : Number(this.slider.value) }) });
    this.slider = el("input.pg-slider", { type: "range", min: 0, max: MOST, step: 0.01, value: 0.1, "aria-label": TEXT.budget, title: TEXT.budgetHelp,
      oninput: () => { this.smallest.checked = false; this.set({ budget: Number(this.slider.value) }); } });
    this.budgetText = el("span.pg-side", { text: TEXT.smallest });
    this.figures = ["original", "change", "changed"].map((name) => ({ name, canvas: el("canvas.pg-mind-picture", { role: "img", "aria-label": name }), caption: el("figcaption") }));
    this.outcome = el("p.pg-outcome", { role: "status", "data-testid": "draw-flip" });
    this.bars = el("ol.pg-bars.pg-mind-bars", { "aria-label": TEXT.beforeAndAfter, title: TEXT.beforeAndAfter });
    this.about = el("div.pg-mind-about");
    const row = (label, ...parts) => el("div.pg-control-row", {}, el("span.pg-label", { text: label }), ...parts);
    const [original, change, changed] = this.figures.map(({ canvas, caption }) => el("figure", {}, canvas, caption));
    const sign = (text) => el("span.pg-sign", { text, "aria-hidden": "true" });
    this.page = new NeedsDrawing(el("div.pg-mind", {}, el("p.pg-intro", { text: TEXT.mindIntro }),
      el("div.pg-mind-controls", {}, row(TEXT.method, this.methods), row(TEXT.target, this.targets.element),
        row(TEXT.budget, el("label.pg-smallest", {}, this.smallest, el("span", { text: TEXT.smallest })), this.slider, this.budgetText)),
      el("div.pg-mind-view", {}, el("div", {}, el("div.pg-mind-figures", {}, original, sign("+"), change, sign("="), changed), this.outcome), el("div", {}, el("p.pg-label", { text: TEXT.beforeAndAfter }), this.bars, this.about))));
    this.element = el("div.pg-panel-body", { "data-testid": "draw-mind" }, ...this.page.elements);
  }

  ask(shown) {
    const { method, target, budget } = this;
    this.send({ type: "mind", shown, method, target, budget });
  }

  set(changes) {
    Object.assign(this, changes);
    this.showControls();
    this.ask(true);
  }

  setScene(scene) {
    this.scene = scene;
    this.target = null;
    this.targets.setNames(scene.class_names);
    this.page.setScene(scene);
    this.buttons = scene.attacks.map(({ name, label, help }) => ({ name, button: el("button.pg-segment", { type: "button", text: label, title: help, onclick: () => this.set({ method: name }) }) }));
    this.methods.replaceChildren(...this.buttons.map(({ button }) => button));
    this.showControls();
  }

  showControls() {
    for (const { name, button } of this.buttons) setAttribute(button, "aria-pressed", name === this.method);
    this.targets.choose(this.target);
    setText(this.budgetText, this.budget === null ? "" : TEXT.budgetValue(formatTwoDigits(this.budget)));
    this.slider.style.setProperty("--pg-part", Number(this.slider.value) / MOST);
    const entry = this.scene.attacks.find(({ name }) => name === this.method);
    this.about.replaceChildren(el("p", { text: entry.help }), el("div.pg-formula", { html: entry.formula }), el("p.pg-source", { text: entry.source }));
  }

  show(model, theme) {
    const { scene, mind, reading } = model;
    const drawn = this.page.show(model);
    const waiting = !mind || mind.number !== reading?.number;
    this.page.content.classList.toggle("pg-stale", waiting);
    if (!drawn || (mind === this.drawn?.mind && theme === this.drawn.theme)) return;
    this.drawn = { mind, theme };
    if (!mind) return setText(this.outcome, TEXT.working);
    const name = (k) => nameOf(scene.class_names, k);
    const { found, digit } = mind;
    const [original, change, changed] = this.figures;
    showInk(original.canvas, scene.side, digit, theme);
    showSigned(change.canvas, scene.side, found ? mind.change : new Uint8Array(digit.length).fill(128), theme);
    showInk(changed.canvas, scene.side, found ? mind.changed : digit, theme);
    const [before, after] = [mind.before[mind.read], found ? mind.after[found.label] : mind.before[mind.read]];
    setText(original.caption, TEXT.original(name(mind.read), percentOf(before)));
    setText(change.caption, found ? TEXT.change(formatTwoDigits(1 / found.most)) : "");
    setText(changed.caption, TEXT.changed(name(found ? found.label : mind.read), percentOf(after)));
    const flipped = found && found.label !== mind.read;
    changed.canvas.parentElement.classList.toggle("pg-flipped", Boolean(flipped));
    setText(this.outcome, !found ? TEXT.notFound(mind.target === null ? null : name(mind.target)) : flipped ? TEXT.flipped(formatTwoDigits(found.budget), name(found.label)) : TEXT.heldOut(formatTwoDigits(found.budget), name(mind.read)));
    this.showBars(scene, mind.before, found ? mind.after : mind.before);
    setAttribute(original.canvas, "aria-label", TEXT.original(name(mind.read), percentOf(before)));
    setAttribute(change.canvas, "aria-label", TEXT.say.change);
    setAttribute(changed.canvas, "aria-label", TEXT.say.changed(name(found ? found.label : mind.read)));
  }

  /** A bar for what it says now, and a mark for what it said before. */
  showBars(scene, before, after) {
    this.bars.replaceChildren(...scene.class_names.map((name, k) => {
      const fill = el("span.pg-bar-fill");
      const mark = el("span.pg-bar-fill.pg-bar-before");
      fill.style.transform = `scaleX(${after[k]})`;
      mark.style.width = `${100 * before[k]}%`;
      return el("li.pg-bar-row", { title: name }, fill, mark, el("span.pg-bar-value", { text: TEXT.fromTo(name, percentOf(before[k]), percentOf(after[k])) }));
    }));
  }
}
