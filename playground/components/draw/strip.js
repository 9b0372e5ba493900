/** The way from the drawing to what the network sees: a picture and an answer for each step, and a switch. */

import { el, setAttribute, setText } from "../common/dom.js";
import { nameOf } from "../common/names.js";
import { percentOf } from "./answer.js";
import { showInk } from "./heatmap.js";
import { answerAt } from "./state.js";
import { TEXT } from "./text.js";

export class Strip {
  /** @param {{onSwitch: (off: string[]) => void}} callbacks */
  constructor({ onSwitch }) {
    this.onSwitch = onSwitch;
    this.steps = [];
    this.list = el("ol.pg-steps", { "data-testid": "draw-steps" });
    this.help = el("p.pg-side.pg-steps-help", { text: TEXT.stepsHelp });
    this.element = el("section.pg-card.pg-draw-strip", { "aria-label": TEXT.steps }, el("div.pg-head", {}, el("h2.pg-title", { text: TEXT.steps })), this.list, this.help);
  }

  /** Which steps are left out. */
  get off() {
    return this.steps.filter(({ box }) => box && !box.checked).map(({ name }) => name);
  }

  setScene({ steps }) {
    if (JSON.stringify(steps) === JSON.stringify(this.known)) return;
    this.known = steps;
    this.steps = steps.map((step, k) => this.step(step, k));
    this.list.replaceChildren(...this.steps.map(({ item }) => item));
  }

  step({ name, label, help }, k) {
    const canvas = el("canvas.pg-step-picture", { role: "img", "aria-label": label });
    const answer = el("span.pg-step-answer");
    // The first one cannot be left out: without it there is nothing.
    const box = k === 0 ? null : el("input.pg-switch", { type: "checkbox", role: "switch", checked: "", "aria-label": TEXT.leaveOut(label), title: TEXT.leaveOut(label), onchange: () => this.switched() });
    const tell = () => setText(this.help, `${label}: ${help}`);
    const back = () => setText(this.help, TEXT.stepsHelp);
    const item = el("li.pg-step", { title: help, onpointerenter: tell, onpointerleave: back, onfocusin: tell, onfocusout: back },
      canvas, el("label.pg-step-label", {}, ...(box ? [box] : []), el("span", { text: label })), answer);
    return { name, label, canvas, answer, box, item };
  }

  switched() {
    for (const { box, item } of this.steps) item.classList.toggle("pg-off", Boolean(box && !box.checked));
    this.onSwitch(this.off);
  }

  /** @param {Object} scene @param {?Object} steps @param {boolean} isEmpty whether there is nothing to read @param {import("../common/colors.js").Theme} theme */
  show(scene, steps, isEmpty, theme) {
    const size = scene.side ** 2;
    const answers = this.steps.map((_, k) => (steps && !isEmpty ? answerAt(scene, steps, k) : null));
    this.steps.forEach(({ label, canvas, answer, item }, k) => {
      const at = answers[k];
      showInk(canvas, scene.side, steps ? steps.pictures.subarray(k * size, (k + 1) * size) : new Uint8Array(size), theme);
      const name = at ? nameOf(scene.class_names, at.best) : null;
      const percent = at ? percentOf(at.probability) : "";
      setText(answer, at ? TEXT.likely(name, percent) : "–");
      item.classList.toggle("pg-agrees", Boolean(at) && at.best === answers.at(-1).best);
      setAttribute(canvas, "aria-label", TEXT.say.step(label, name, percent));
    });
  }
}
