/**
 * The Compare page: mounts under an element of the page, talks to the server, and draws what is new, when it is new. Pictures are drawn in the next
 * animation frame; curves, tables and numbers a few times a second.
 */

import { Banner } from "../common/banner.js";
import { readTheme, showTheme } from "../common/colors.js";
import { Connection, liveUrl } from "../common/connection.js";
import { el, listen, setAttribute, setText } from "../common/dom.js";
import { formatWhole } from "../common/format.js";
import { copied, download } from "../common/keep.js";
import { Mounts } from "../common/mounts.js";
import { nextFrame } from "../common/next_frame.js";
import { PageLink, reloadsForgotten } from "../common/page_link.js";
import { throttle } from "../common/throttle.js";
import { Toast } from "../common/toast.js";
import { shortcut } from "../stage/keys.js";
import { Board } from "./board.js";
import { Choices } from "./choices.js";
import { Credit } from "./credit.js";
import { CurvesPanel } from "./curves_panel.js";
import { Header } from "./header.js";
import { Lanes } from "./lanes.js";
import { LayersPanel } from "./layers_panel.js";
import { firstMeasure, measuresOf } from "./measures.js";
import { looksOf } from "./palette.js";
import { ScriptDialog } from "./script_dialog.js";
import { anotherSession, emptyModel, momentSeen, reduce } from "./state.js";
import { SweepPanel } from "./sweep_panel.js";
import { TEXT } from "./text.js";

const races = new Mounts((parent) => new Race(parent.querySelector(".pg-race") ?? parent.appendChild(el("div.pg-root.pg-race", { "data-testid": "race" }))));
const SLOW = 220; // ms between two drawings of curves and tables
const FAST = 62; // ms between two drawings of pictures: those of several crews come together
const OFF_SCREEN = 8; // what is not seen is drawn this much less often while the race is on
const SAY = 2000; // ms between two changes of what a screen reader can read

/**
 * Mount the page, or tell a mounted one about a new token, link or theme.
 * @param {{parentElement: Element, data: {token: string, link?: string, version?: string}, setTriggerValue?: (name: string, value: any) => void}} component
 * @returns {() => void} takes the page away again
 */
export function mount(component) {
  const { parentElement, data } = component;
  const [race, leave] = races.at(parentElement);
  race.setTheme();
  race.link.update(component);
  race.connect(data?.token ?? "");
  return leave;
}

export class Race {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.model = emptyModel();
    this.state = { state: "connecting", code: null };
    this.shown = null; // the race that the parts were made for
    this.frames = 0;
    this.ticks = 0;
    this.link = new PageLink();
    this.choices = new Choices((what) => this.chose(what));
    this.credit = new Credit((crew) => this.connection?.send({ type: "ack", crew }));
    const { choices } = this;
    this.header = new Header({ send: (command) => this.connection?.send(command), choices, onKeep: (what) => this.keep(what) });
    this.lanes = new Lanes({ choices, redraw: () => this.request("tiles") });
    this.curves = new CurvesPanel({ choices });
    this.board = new Board({ choices, still: () => this.still.matches });
    this.layers = new LayersPanel({ choices });
    this.sweep = new SweepPanel({ choices });
    this.banner = new Banner(TEXT);
    this.toast = new Toast();
    this.dialog = new ScriptDialog();
    this.drawSoon = nextFrame(() => this.draw());
    this.pictures = throttle(() => this.request("tiles"), FAST);
    this.slowly = throttle(() => this.request("slow"), SLOW);
    this.say = throttle(() => this.describe(), SAY);
    this.build();
    this.observer = new ResizeObserver(() => this.request("size"));
    for (const box of [this.lanes.measured, this.curves.box, this.layers.box, this.sweep.box]) this.observer.observe(box);
    // What is off the screen is drawn once it comes into it.
    this.parts = new Map([this.curves, this.sweep, this.board, this.layers].map((part) => [part.element, part]));
    this.onScreen = new Set(this.parts.values());
    this.watcher = new IntersectionObserver((entries) => this.moved(entries), { rootMargin: "120px" });
    for (const element of this.parts.keys()) this.watcher.observe(element);
    this.stopListening = listen(document, "keydown", (event) => this.header.press(shortcut(event)) && event.preventDefault());
  }

  build() {
    this.live = el("p.pg-hidden", { "aria-live": "polite", "data-testid": "race-live" });
    this.notes = el("p.pg-race-notes");
    this.waiting = el("div.pg-race-waiting", {}, el("div.pg-race-ghosts", { "aria-hidden": "true" }, ...Array.from({ length: 6 }, () => el("i"))),
      el("p.pg-race-waiting-text", {}, (this.spinner = el("span.pg-spinner", { "aria-hidden": "true" })), (this.waitingText = el("span", { text: TEXT.waiting }))));
    this.body = el("div.pg-race-body", { hidden: "" }, this.lanes.element, this.curves.element, this.sweep.element, this.board.element, this.layers.element);
    this.root.replaceChildren(this.header.element, this.banner.element, this.waiting, this.body, this.notes, this.live, this.toast.element, this.dialog.element);
    this.root.dataset.frames = "0";
    this.showState();
  }

  connect(token) {
    if (token === this.token) return;
    this.token = token;
    this.model = anotherSession(this.model);
    this.connection?.close();
    this.connection = new Connection({
      url: liveUrl(document.baseURI, token),
      counted: null, // pictures are acknowledged for each crew by itself
      onMessage: (message) => this.receive(message),
      onState: (state, code) => this.connected(state, code),
    });
  }

  connected(state, code) {
    this.state = { state, code };
    if (state === "open") this.lookAgain();
    else this.credit.forget();
    if (reloadsForgotten(code, this.model.race)) return; // the link holds all settings
    this.request("slow");
  }

  /** Whoever comes back sees what the page says, be it now or a moment before. */
  lookAgain() {
    this.connection?.send({ type: "at", epoch: this.choices.at ?? null });
  }

  receive(message) {
    const before = this.model;
    this.model = reduce(before, message);
    if (message.kind === "tiles") this.credit.took(message.json.crew ?? 0);
    if (message.kind === "tiles") {
      this.pictures.call();
      if (this.choices.at !== null) this.slowly.call(); // of which moment they are is said in words
    } else if (message.kind === "race" || message.kind === "notice") this.request(this.model.race !== before.race ? "race" : "tiles");
    else if (this.model !== before) this.slowly.call();
  }

  moved(entries) {
    for (const { target, isIntersecting } of entries) this.onScreen[isIntersecting ? "add" : "delete"](this.parts.get(target));
    this.request("slow");
  }

  /** The person has chosen something: it is shown at once. */
  chose(what) {
    if ("lanesAs" in what) this.request("size");
    this.request("slow");
  }

  setTheme() {
    const theme = readTheme(this.root);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    showTheme(this.root, theme);
    this.request("race");
  }

  /** Draw in the next animation frame. @param {"race" | "size" | "slow" | "tiles"} what */
  request(what) {
    this.wanted = { ...this.wanted, [what]: true };
    this.drawSoon.ask();
  }

  draw() {
    const { model, wanted = {} } = this;
    this.wanted = {};
    this.showState();
    const { race } = model;
    if (!race) return;
    if (race !== this.shown || wanted.race) this.showRace(race);
    else if (wanted.size) this.lanes.arrange();
    if (wanted.size || wanted.race) for (const part of this.parts.values()) part.resized?.();
    const { count, done } = this.lanes.draw(model.tiles);
    if (count) this.countTiles(count);
    if (done) {
      this.credit.acknowledge();
      setAttribute(this.root, "data-past", [...model.tiles.values()].every(({ past }) => past));
    } else this.request("tiles");
    if (wanted.race || wanted.size || wanted.slow) this.showSlow();
  }

  countTiles(drawn) {
    this.frames += drawn;
    this.root.dataset.frames = String(this.frames);
  }

  showRace(race) {
    const { choices, theme } = this;
    const another = !this.shown || JSON.stringify(race.entries.map(({ label }) => label)) !== JSON.stringify(this.shown.entries.map(({ label }) => label));
    const lookedBack = choices.at !== null;
    if (another) choices.forget();
    if (race.run !== this.shown?.run) choices.at = null;
    if (lookedBack && choices.at === null) this.lookAgain();
    this.shown = race;
    this.measures = measuresOf(race);
    if (!this.measures.some(({ id }) => id === choices.measure)) choices.measure = firstMeasure(race);
    this.looks = looksOf(race, theme.dark);
    this.waiting.hidden = true;
    this.body.hidden = false;
    this.body.dataset.axes = String(race.axes.length);
    setText(this.notes, (race.notes ?? []).join(" "));
    setAttribute(this.root, "data-run", race.run);
    setAttribute(this.root, "data-task", race.task);
    setAttribute(this.root, "data-entries", race.entries.length);
    this.header.setRace(race);
    this.lanes.setRace(race, this.looks, theme);
    this.curves.setRace(race, this.measures, this.looks);
    this.board.setRace(race, this.looks, theme);
    this.sweep.setRace(race);
  }

  showSlow() {
    const { model, choices, theme, looks } = this;
    const { race, rows, standing } = model;
    const measure = this.measures.find(({ id }) => id === choices.measure) ?? this.measures[0];
    const board = new Map((standing?.board ?? []).map((row) => [row.entry, row]));
    const seen = momentSeen(model.tiles, choices.at);
    const at = seen?.epoch ?? null;
    const options = { race, rows, standing, board, looks, choices, measure, theme, at, cache: this.curves.cache };
    this.header.show(standing, seen);
    this.lanes.show(model, at);
    // What is off the screen can wait while all is in motion.
    this.ticks += 1;
    const all = standing?.status !== "racing" || this.ticks % OFF_SCREEN === 0;
    for (const part of this.parts.values()) if (all || this.onScreen.has(part)) part.show(options);
    this.options = options;
    setAttribute(this.root, "data-status", standing?.status ?? "preparing");
    setAttribute(this.root, "data-epoch", standing?.epoch ?? 0);
    setAttribute(this.root, "data-at", at ?? "");
    this.say.call();
  }

  showState() {
    const open = this.state.state === "open";
    setAttribute(this.root, "data-connection", this.state.state);
    this.header.setEnabled(open);
    const told = bannerFor(this.state, this.model);
    this.banner.show(told);
    const failed = told?.level === "error";
    this.spinner.hidden = failed;
    setText(this.waitingText, failed ? TEXT.notBegun : TEXT.waiting);
  }

  get still() {
    return (this.stillQuery ??= matchMedia("(prefers-reduced-motion: reduce)"));
  }

  /** What there is to see, in words. What is read out changes with the status only. */
  describe() {
    const { standing, race } = this.model;
    if (!this.options || race !== this.shown) return;
    this.curves.describe(this.options);
    this.layers.describe();
    this.sweep.describe();
    if (!standing || standing.status === this.saidStatus) return;
    this.saidStatus = standing.status;
    setText(this.live, `${TEXT.status[standing.status]}. ${TEXT.epochOf(formatWhole(standing.epoch), formatWhole(race.epochs))}. ${standing.status === "racing" ? "" : (standing.said ?? "")}`);
  }

  async keep(what) {
    const { race } = this.model;
    if (what === "link") this.toast.show((await copied(location.href)) ? TEXT.linkCopied : TEXT.notCopied);
    else if (what === "file") download("comparison.json", "application/json", typeof race.file === "string" ? race.file : JSON.stringify(race.file, null, 2));
    else this.dialog.show(race.script);
  }

  destroy() {
    this.connection?.close();
    this.observer.disconnect();
    this.watcher.disconnect();
    this.pictures.cancel();
    this.stopListening();
    this.link.destroy();
    this.drawSoon.cancel();
    this.slowly.cancel();
    this.say.cancel();
    this.header.destroy();
    this.toast.destroy();
    this.root.replaceChildren();
  }
}

/** What to say, the most urgent first. Pure. */
export function bannerFor({ state, code }, { notice }) {
  if (state === "refused") return { level: "error", text: TEXT.refused[code], reload: true };
  if (state === "lost") return { level: "warning", text: TEXT.lost, busy: true };
  return notice ?? null;
}
