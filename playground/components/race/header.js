/** The bar on top: start and freeze, step, reset, speed, how far the race has gone, the moment and the seed that are looked at, and what is worth keeping. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatWhole } from "../common/format.js";
import { ICONS as COMMON } from "../common/icons.js";
import { throttle } from "../common/throttle.js";
import { ICONS } from "./icons.js";
import { TEXT } from "./text.js";

export const SPEEDS = [1, 2, 5, 10, 30, 60, null]; // epochs a second; null is as fast as it goes
const PATIENCE = 1000; // ms for which a click is shown as done before the server has said so
const SCRUB_INTERVAL = 90;

/** What a place of the slider means: the newest moment at its end, and beyond what there is. Pure. @returns {?number} */
export const momentAt = (value, newest) => (value >= newest ? null : Math.max(0, Math.round(value)));

export class Header {
  /** @param {{send: (command: Object) => void, choices: import("./choices.js").Choices, onKeep: (what: "link" | "file" | "script") => void, now?: () => number}} options */
  constructor({ send, choices, onKeep, now = () => performance.now() }) {
    Object.assign(this, { send, choices, now, status: null, expected: null, newest: 0 });
    this.play = el("button.pg-play", { type: "button", "data-testid": "race-go", onclick: () => this.toggle() });
    this.step = this.button("step", COMMON.step, () => this.command("step", "frozen"));
    this.reset = this.button("reset", COMMON.reset, () => (choices.set({ at: null }), this.command("reset", null)));
    this.speed = el("select.pg-select", { "aria-label": TEXT.speed, title: TEXT.help.speed, onchange: () => send({ type: "speed", epochs_per_second: SPEEDS[this.speed.selectedIndex] }) },
      ...SPEEDS.map((speed) => el("option", { text: speed === null ? TEXT.fullSpeed : TEXT.speedValue(speed) })));
    this.speed.selectedIndex = SPEEDS.length - 1;
    this.state = el("span.pg-race-status", { "data-testid": "race-status" });
    this.epoch = el("span.pg-race-epoch", { "data-testid": "race-epoch" });
    this.slider = el("input.pg-slider", { type: "range", min: 0, max: 1, step: 1, title: TEXT.help.scrub, "aria-label": TEXT.scrub, "data-testid": "race-scrub" });
    this.slider.oninput = () => this.scrub();
    this.newestButton = el("button.pg-toggle", { type: "button", text: TEXT.newest, title: TEXT.help.newest, hidden: "", onclick: () => this.lookAt(null) });
    this.seed = el("select.pg-select", { "aria-label": TEXT.seed, title: TEXT.help.seed, "data-testid": "race-seed", onchange: () => send({ type: "seed", position: this.seed.selectedIndex }) });
    this.seedBox = el("label.pg-race-field", { hidden: "" }, el("span.pg-label", { text: TEXT.seed }), this.seed);
    this.sendAt = throttle(() => this.send({ type: "at", epoch: this.choices.at }), SCRUB_INTERVAL);
    const keep = (what, icon) => el("button.pg-button", { type: "button", title: TEXT.help[what], "aria-label": TEXT[what], "data-testid": `race-${what}`, html: `${ICONS[icon]}<span>${TEXT[what]}</span>`, onclick: () => onKeep(what) });
    this.keeps = [keep("link", "link"), keep("file", "file"), keep("script", "script")];
    this.element = el("div.pg-bar.pg-race-bar", {},
      el("div.pg-race-buttons", {}, this.play, this.step, this.reset, el("label.pg-race-field", {}, el("span.pg-label", { text: TEXT.speed }), this.speed), this.seedBox),
      el("div.pg-race-progress", {}, el("div.pg-race-words", {}, this.state, this.epoch, this.newestButton), this.slider),
      el("div.pg-race-keep", { role: "group", "aria-label": TEXT.keep }, ...this.keeps));
    this.showPlaying();
    this.setEnabled(false);
  }

  button(name, icon, onclick) {
    return el("button.pg-button.pg-race-icon", { type: "button", title: TEXT.help[name], "aria-label": TEXT[name], "data-testid": `race-${name}`, html: icon, onclick });
  }

  setRace(race) {
    this.race = race;
    this.slider.max = String(race.epochs);
    this.slider.disabled = !race.moments;
    this.seedBox.hidden = race.seeds.length < 2;
    this.seed.replaceChildren(...race.seeds.map((seed) => el("option", { text: String(seed) })));
    this.seed.selectedIndex = race.shown;
  }

  /** @param {boolean} open whether the server can hear what is pressed */
  setEnabled(open) {
    this.open = open;
    if (!open) this.told = undefined; // nobody knows what the server says once it is there again
    const known = Boolean(this.race);
    const goes = open && known && this.status !== "preparing" && this.status !== "finished";
    // A reset is the only way out when a crew has ended, or could not begin: it waits for nothing.
    const controls = [[this.play, goes], [this.step, goes], [this.reset, open], [this.newestButton, open], [this.speed, open && known], [this.seed, open && known], [this.slider, open && Boolean(this.race?.moments)], ...this.keeps.map((button) => [button, known])];
    for (const [control, on] of controls) if (control.disabled === on) control.disabled = !on;
  }

  /** The menu says what the server says; what was chosen here stays until the server says another speed than before. */
  showSpeed(speed) {
    if (speed === undefined || speed === this.told) return;
    this.told = speed;
    this.speed.selectedIndex = SPEEDS.indexOf(speed);
  }

  /** @param {?Object} standing @param {?{epoch: number, low: number, high: number}} seen the moment that the pictures are of, where one looks back */
  show(standing, seen) {
    if (!this.race) return;
    const { at } = this.choices;
    this.newest = standing?.epoch ?? 0;
    if (standing && (standing.status === this.expected?.status || standing.status === "finished" || standing.status === "preparing")) this.expected = null;
    this.status = standing?.status ?? null;
    const status = this.status ?? "preparing";
    setText(this.state, seen ? TEXT.lookingBack(formatWhole(seen.low), formatWhole(seen.high)) : TEXT.status[status]);
    this.showSpeed(standing?.speed);
    setText(this.epoch, TEXT.epochOf(formatWhole(this.newest), formatWhole(this.race.epochs)));
    this.newestButton.hidden = at === null;
    const value = String(at ?? this.newest);
    if (this.slider.value !== value) this.slider.value = value;
    const text = seen ? TEXT.scrubAt(formatWhole(seen.epoch), formatWhole(this.newest)) : TEXT.scrubNewest(formatWhole(this.newest));
    setAttribute(this.slider, "aria-valuetext", text);
    this.slider.style.setProperty("--pg-part", (this.newest / Math.max(1, this.race.epochs)).toFixed(4));
    this.setEnabled(this.open);
    this.showPlaying();
  }

  scrub() {
    this.lookAt(momentAt(Number(this.slider.value), this.newest));
  }

  lookAt(epoch) {
    this.choices.set({ at: epoch });
    this.sendAt.call();
  }

  get racing() {
    const expected = this.expected && this.now() <= this.expected.until ? this.expected.status : null;
    return (expected ?? this.status) === "racing";
  }

  toggle() {
    if (this.racing) this.command("freeze", "frozen");
    else (this.choices.at !== null && this.lookAt(null), this.command("go", "racing"));
  }

  command(type, status) {
    this.expected = status && { status, until: this.now() + PATIENCE };
    this.send({ type });
    this.showPlaying();
  }

  /** Do what a key means. @returns {boolean} whether it means anything now */
  press(what) {
    const button = { toggle: this.play, step: this.step, reset: this.reset }[what];
    if (!button || button.disabled) return false;
    button.click();
    return true;
  }

  showPlaying() {
    const name = this.racing ? "freeze" : "go";
    if (this.play.dataset.icon === name) return;
    this.play.dataset.icon = name;
    this.play.innerHTML = COMMON[name === "go" ? "play" : "pause"];
    this.play.setAttribute("aria-label", TEXT[name]);
    this.play.title = TEXT.help.go;
  }

  destroy() {
    this.sendAt.cancel();
  }
}
