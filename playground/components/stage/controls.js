/** The bar on top: play, step, reset, speed, and the numbers that matter. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatEpoch, formatLoss, scoreFormat } from "../common/format.js";
import { ICONS } from "../common/icons.js";
import { epochsPerSecond, speedIndex, SPEEDS, speedText } from "./speeds.js";
import { TEXT } from "./text.js";

const PATIENCE = 1000; // ms for which a click is shown as done before the server has said so

/**
 * The numbers of the bar: name of the place, label, help, and what of a frame it shows. Pure.
 * @param {{classes?: number, score?: string, steps_per_epoch?: number}} scene the second measure has its name
 */
export function readouts(scene) {
  const format = scoreFormat(scene);
  const [trainHelp, testHelp] = scene.classes === 0 ? [TEXT.help.trainR2, TEXT.help.testR2] : [TEXT.help.trainAccuracy, TEXT.help.testAccuracy];
  const score = scene.score ?? TEXT.accuracy;
  return [
    ["epoch", TEXT.epoch, TEXT.help.epoch, (frame) => formatEpoch(frame, scene.steps_per_epoch)],
    ["train-loss", TEXT.trainLoss, TEXT.help.trainLoss, (frame) => formatLoss(frame.train_loss)],
    ["test-loss", TEXT.testLoss, TEXT.help.testLoss, (frame) => formatLoss(frame.test_loss)],
    ["train-accuracy", TEXT.trainScore(score), trainHelp, (frame) => format(frame.train_score)],
    ["test-accuracy", TEXT.testScore(score), testHelp, (frame) => format(frame.test_score)],
  ];
}

export class Controls {
  /** @param {{send: (command: Object) => void, now?: () => number}} options */
  constructor({ send, now = () => performance.now() }) {
    this.send = send;
    this.now = now;
    this.status = null;
    this.expected = null; // what a click asked for, until a frame says so
    this.play = el("button.pg-play", { type: "button", onclick: () => this.toggle() });
    this.step = this.button("step", () => this.command("step", "paused"));
    this.batch = this.button("batch", () => this.command("step", "paused", { unit: "batch" }));
    this.reset = this.button("reset", () => this.command("reset", null));
    this.undo = this.button("undo", () => this.send({ type: "undo" }), "undoEdit");
    this.redo = this.button("redo", () => this.send({ type: "redo" }), "redoEdit");
    this.history = { undo: false, redo: false };
    this.slider = el("input.pg-slider", { type: "range", min: 0, max: SPEEDS.length - 1, step: 1, title: TEXT.help.speed });
    this.slider.setAttribute("aria-label", TEXT.speed);
    this.slider.oninput = () => this.changeSpeed();
    this.speedValue = el("span.pg-speed-value");
    const speed = el("label.pg-speed", { title: TEXT.help.speed },
      el("span.pg-label", {}, el("span", { text: `${TEXT.speed} ` }), this.speedValue), this.slider);
    this.readouts = readouts({}).map(([id]) => {
      const [label, value] = [el("span.pg-label"), el("span.pg-value", { "data-testid": id, text: "–" })];
      return { label, value, element: el("div.pg-readout", { "data-kind": id }, label, value) };
    });
    const readoutBox = el("div.pg-readouts", {}, ...this.readouts.map(({ element }) => element));
    this.element = el("div.pg-bar", {}, el("div.pg-buttons", {}, this.play, this.batch, this.step, this.reset, this.undo, this.redo), speed, readoutBox);
    this.setScene({ speed: 30 });
    this.showPlaying();
    this.setEnabled(false);
  }

  button(icon, onclick, name = icon) {
    return el(`button.pg-button.pg-button-${icon}`, { type: "button", title: TEXT.help[name], "aria-label": TEXT[name], onclick,
      html: `${ICONS[icon]}<span>${TEXT[name]}</span>` });
  }

  /** @param {{undo: boolean, redo: boolean}} history what can be taken back, and done again */
  setHistory({ undo, redo }) {
    this.history = { undo, redo };
    this.setEnabled(this.enabled);
  }

  setScene(scene) {
    this.steps = scene.steps_per_epoch ?? 1;
    this.slider.value = String(speedIndex(scene.speed, this.steps));
    this.showSpeed();
    readouts(scene).forEach(([, label, help, format], k) => {
      const readout = this.readouts[k];
      setText(readout.label, label);
      setAttribute(readout.element, "title", help);
      readout.format = format;
    });
  }

  get speed() {
    return SPEEDS[Number(this.slider.value)];
  }

  /** Batches a second that are asked for; null is as many as it goes. */
  get batchesPerSecond() {
    const epochs = epochsPerSecond(this.speed, this.steps);
    return epochs === null ? null : epochs * this.steps;
  }

  setFrame(frame) {
    // A frame from before the click has the status from before it; and a run may end as soon as it has begun.
    const ended = frame.status !== "playing" && frame.status !== this.expected?.before;
    if (this.expected && (frame.status === this.expected.status || ended)) this.expected = null;
    this.status = frame.status;
    for (const { value, format } of this.readouts) setText(value, format(frame));
    this.showPlaying();
  }

  setEnabled(enabled) {
    for (const control of [this.play, this.batch, this.step, this.reset, this.slider]) control.disabled = !enabled;
    this.enabled = enabled;
    this.undo.disabled = !(enabled && this.history.undo);
    this.redo.disabled = !(enabled && this.history.redo);
    if (!enabled) this.expected = null;
  }

  get playing() {
    const expected = this.expected && this.now() <= this.expected.until ? this.expected.status : null;
    return (expected ?? this.status) === "playing";
  }

  toggle() {
    if (this.playing) this.command("pause", "paused");
    else this.command("play", "playing");
  }

  /** Do what a key means. @param {ReturnType<typeof import("./keys.js").shortcut>} what @returns {boolean} whether it means anything now */
  press(what) {
    const button = { toggle: this.play, step: this.step, batch: this.batch, reset: this.reset, undo: this.undo, redo: this.redo }[what];
    if (!button || button.disabled) return false;
    button.click();
    return true;
  }

  command(type, status, more = {}) {
    this.expected = status && { status, before: this.status, until: this.now() + PATIENCE };
    if (status) setTimeout(() => this.showPlaying(), PATIENCE + 50); // perhaps no frame ever says so
    this.send({ type, ...more });
    this.showPlaying();
  }

  showPlaying() {
    const name = this.playing ? "pause" : "play";
    if (this.play.dataset.icon === name) return;
    this.play.dataset.icon = name;
    this.play.innerHTML = ICONS[name];
    this.play.setAttribute("aria-label", TEXT[name]);
    this.play.title = TEXT.help.play;
  }

  changeSpeed() {
    this.showSpeed();
    this.send({ type: "speed", epochs_per_second: epochsPerSecond(this.speed, this.steps) });
  }

  showSpeed() {
    setText(this.speedValue, speedText(this.speed));
    setAttribute(this.slider, "aria-valuetext", speedText(this.speed, true));
    this.slider.style.setProperty("--pg-part", Number(this.slider.value) / (SPEEDS.length - 1));
  }
}
