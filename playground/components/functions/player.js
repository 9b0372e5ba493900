/** Plays walks: play, pause, step by step, and a slider for any step. */

import { el, setAttribute, setText } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { TEXT } from "./text.js";

const SECONDS = 5; // for all steps
const FASTEST = 60; // steps a second

export class Player {
  /** @param {{draw: (step: number) => void, now?: () => number, request?: typeof requestAnimationFrame}} options */
  constructor({ draw, now = () => performance.now(), request = (run) => requestAnimationFrame(run) }) {
    Object.assign(this, { draw, now, request, steps: 0, step: 0, playing: false });
    const button = (icon, text, onclick) => el("button.pg-button.pg-keeper", { type: "button", html: icon, "aria-label": text, title: text, onclick });
    this.button = el("button.pg-play", { type: "button", "data-testid": "functions-play", onclick: () => (this.playing ? this.pause() : this.play()) });
    this.back = button(ICONS.step, TEXT.back, () => this.go(Math.ceil(this.step) - 1));
    this.back.classList.add("pg-mirrored");
    this.slider = el("input.pg-slider", { type: "range", min: 0, step: 1, "aria-label": TEXT.scrub, title: TEXT.scrubHelp, "data-testid": "functions-scrub", oninput: () => this.go(Number(this.slider.value)) });
    this.count = el("span.pg-where.pg-step-count", { "data-testid": "functions-step" });
    this.element = el("div.pg-player", {}, this.button, this.back, button(ICONS.step, TEXT.forwardStep, () => this.go(Math.floor(this.step) + 1)), this.slider, this.count);
    this.say();
  }

  /** Other walks: all of their steps are shown, or they are played from the start. Whoever calls draws. @param {number} steps @param {boolean} fromStart */
  set(steps, fromStart) {
    const ended = this.step >= this.steps;
    this.steps = steps;
    if (fromStart) this.begin(0);
    else if (ended || this.step > steps) this.step = steps;
    this.say();
  }

  play() {
    this.begin(this.step >= this.steps ? 0 : this.step);
    this.show();
  }

  begin(step) {
    this.step = step;
    this.last = this.now();
    if (this.playing) return;
    this.playing = true;
    this.request(() => this.tick());
  }

  pause() {
    this.playing = false;
    this.show();
  }

  go(step) {
    this.playing = false;
    this.step = Math.max(0, Math.min(this.steps, step));
    this.show();
  }

  tick() {
    if (!this.playing) return;
    const now = this.now();
    this.step = Math.min(this.steps, this.step + ((now - this.last) / 1000) * Math.min(FASTEST, Math.max(4, this.steps / SECONDS)));
    this.last = now;
    if (this.step >= this.steps) this.playing = false;
    else this.request(() => this.tick());
    this.show();
  }

  show() {
    this.say();
    this.draw(this.step);
  }

  say() {
    const name = this.playing ? "pause" : "play";
    if (this.button.dataset.icon !== name) {
      this.button.dataset.icon = name;
      this.button.innerHTML = ICONS[name];
      setAttribute(this.button, "aria-label", TEXT[name]);
      setAttribute(this.button, "title", TEXT[name]);
    }
    setAttribute(this.slider, "max", this.steps);
    this.slider.value = String(Math.floor(this.step));
    this.slider.style.setProperty("--pg-part", String(this.steps ? this.step / this.steps : 0));
    setText(this.count, TEXT.stepOf(Math.floor(this.step), this.steps));
  }

  destroy() {
    this.playing = false;
  }
}
