/**
 * The stage: mounts under an element of the page, talks to the server, and draws what is new, when it is new.
 * Messages change the model (state.js); one animation frame later the views draw it.
 */

import { Banner } from "../common/banner.js";
import { bannerFor } from "./banner.js";
import { readTheme, showTheme } from "../common/colors.js";
import { Connection, liveUrl } from "../common/connection.js";
import { Controls } from "./controls.js";
import { Curves, rateMoves } from "./curves.js";
import { SIZE } from "../digit_pad/strokes.js";
import { DoctorCard } from "./doctor.js";
import { el, listen, setAttribute, setText } from "../common/dom.js";
import { formatLoss, formatRate, formatWhole, scoreFormat } from "../common/format.js";
import { shortcut } from "./keys.js";
import { Mounts } from "../common/mounts.js";
import { nextFrame } from "../common/next_frame.js";
import { OutputOptions } from "./output_options.js";
import { PageLink, reloadsForgotten } from "../common/page_link.js";
import { PANELS } from "./panels.js";
import { anotherSession, emptyModel, reduce } from "./state.js";
import { Sweep } from "./sweep.js";
import { TEXT } from "./text.js";
import { Toast } from "../common/toast.js";
import { throttle } from "../common/throttle.js";
import { VIEWS } from "./views.js";

const stages = new Mounts((parent) => new Stage(parent.querySelector(".pg-stage") ?? parent.appendChild(el("div.pg-root.pg-stage", { "data-testid": "stage" }))));
const SAY_INTERVAL = 1000; // ms between two changes of what a screen reader can read

/**
 * Mount the stage, or tell a mounted one about a new token or theme.
 * @param {{parentElement: Element, data: {token: string, link?: string, version?: string}, setTriggerValue?: (name: string, value: any) => void}} component
 * @returns {() => void} takes the stage away again
 */
export function mount(component) {
  const { parentElement, data, setTriggerValue } = component;
  const [stage, leave] = stages.at(parentElement);
  stage.onEdit = (edits) => setTriggerValue?.("edits", edits);
  stage.setTheme();
  stage.link.update(component);
  stage.connect(data?.token ?? "");
  return leave;
}

// The outline of a network, for the time before there is one.
const ghost = () => el("div.pg-ghost", { "aria-hidden": "true" },
  ...[2, 4, 4, 1].map((units) => el("span", {}, ...Array.from({ length: units }, () => el("i")))));

const said = (did, scene) => (typeof TEXT.did[did] === "function" ? TEXT.did[did](scene) : (TEXT.did[did] ?? ""));

export class Stage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.model = emptyModel();
    this.state = { state: "connecting", code: null };
    this.scene = null; // the one that the view was made for
    this.drawn = {}; // what of the model is on the canvases
    this.frames = 0;
    this.scenes = 0;
    this.edits = 0; // how many of those made on the stage the page's controls have followed
    this.link = new PageLink();
    this.controls = new Controls({ send: (command) => this.connection?.send(command) });
    this.banner = new Banner(TEXT);
    this.doctor = new DoctorCard({ send: (command) => this.connection?.send(command) });
    this.toast = new Toast();
    this.sweep = new Sweep({ redraw: () => this.request() });
    this.curves = new Curves(new URL("assets/plotly/plotly.min.js", document.baseURI).href);
    this.shown = new OutputOptions();
    this.panels = PANELS.map((Panel) => new Panel({
      send: (command) => this.connection?.send(command),
      look: (sample) => this.view?.look?.(sample),
      inspect: (layer, unit) => this.view?.inspect?.(layer, unit),
    }));
    this.drawSoon = nextFrame(() => this.draw());
    this.say = throttle(() => this.describe(), SAY_INTERVAL);
    this.build();
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.curves.element);
    const press = (event) => this.controls.press(shortcut(event)) && event.preventDefault();
    const again = () => this.resized(); // what is written on a canvas does not change with the font by itself
    document.fonts?.ready.then(again);
    this.listeners = [
      listen(document, "keydown", press),
      listen(document.fonts, "loadingdone", again), // letters such as x₂ may come in a file of their own, when they are first needed
    ];
  }

  build() {
    this.hint = el("p.pg-hint", { text: TEXT.hint });
    this.summary = el("p.pg-summary");
    this.notes = el("p.pg-notes");
    this.networkPanel = el("div.pg-panel");
    this.outputCard = el("section.pg-card.pg-output", { "data-testid": "output", "aria-label": TEXT.output });
    this.skeleton = el("div.pg-skeleton", {}, ghost(),
      el("p.pg-skeleton-text", {}, el("span.pg-spinner", { "aria-hidden": "true" }), el("span", { text: TEXT.building })));
    const head = el("div.pg-head", {}, this.hint, this.sweep.caption, this.summary);
    const network = el("section.pg-card.pg-network", { "data-testid": "network", "aria-label": TEXT.network }, head, this.networkPanel, this.notes, this.skeleton,
      el("div.pg-notices", {}, this.banner.element, this.doctor.element), this.toast.element);
    const middle = el("div.pg-middle", {}, network, this.outputCard);
    const curves = el("section.pg-card.pg-curves", { "data-testid": "curves", "aria-label": TEXT.curves }, this.curves.element, this.curves.buttons);
    this.root.replaceChildren(el("div.pg-body", {}, this.controls.element, middle, curves), ...this.panels.map(({ element }) => element));
    this.root.dataset.frames = "0";
    this.showState();
  }

  connect(token) {
    if (token === this.token) return;
    this.token = token;
    this.edits = 0;
    this.model = anotherSession(this.model);
    this.connection?.close();
    this.connection = new Connection({
      url: liveUrl(document.baseURI, token),
      counted: "frame",
      onMessage: (message) => this.receive(message),
      onState: (state, code) => this.connected(state, code),
    });
  }

  connected(state, code) {
    this.state = { state, code };
    if (reloadsForgotten(code, this.model.scene)) return; // the link holds all settings
    if (state !== "open") this.view?.settled(state); // what was on its way may be lost
    this.showState();
    this.request();
  }

  receive(message) {
    const before = this.model;
    this.model = reduce(before, message);
    if (message.kind === "frame" && this.model === before) this.connection.acknowledge(); // an old run's: nothing to draw
    if (message.kind === "settings") this.settingsChanged();
    if (this.model !== before) this.request();
  }

  settingsChanged() {
    const { settings: now, scene, frame } = this.model;
    this.view?.settled(now.did);
    this.controls.setHistory(now);
    const trained = frame?.step > 0 && frame.status !== "diverged"; // otherwise there was nothing to lose
    if (JSON.stringify(now) !== this.said && (trained || now.did === "take_over")) this.toast.show(said(now.did, scene));
    this.said = JSON.stringify(now);
    // What was edited here changes the controls beside the stage, and the link.
    if (now.edits > this.edits) this.onEdit?.(now.edits);
    this.edits = now.edits;
  }

  /** Begin to show a scene. A view is made in the animation frame that draws it: nothing meets one that has nothing to show yet. */
  sceneChanged(scene) {
    const before = this.scene;
    this.scene = scene;
    this.scenes += 1;
    this.sweep.reset();
    this.doctor.setScene(scene);
    this.controls.setScene(scene);
    if (scene.task !== before?.task) this.changeView(scene.task);
    if (!before) this.curves.load();
  }

  changeView(task) {
    if (this.view) this.view.boxes.forEach((box) => this.observer.unobserve(box));
    this.view?.destroy();
    this.drawn = {};
    const View = VIEWS[task];
    if (!View) throw new Error(`Unknown task '${task}'. Known: ${Object.keys(VIEWS).join(", ")}.`);
    this.view = new View({
      redraw: () => this.request(true),
      send: (command) => this.connection?.send(command),
      shown: this.shown,
      onDraw: (strokes) => this.connection?.send({ type: "draw", strokes, size: SIZE }),
      onLooked: (sample) => this.panels.forEach((panel) => panel.setLooked?.(sample)),
    });
    this.networkPanel.replaceChildren(...this.view.panels.network, this.sweep.band);
    this.outputCard.replaceChildren(...this.view.panels.output);
    this.root.dataset.task = task;
    this.view.setTheme(this.theme);
    this.view.boxes.forEach((box) => this.observer.observe(box));
  }

  setTheme() {
    const theme = readTheme(this.root);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    showTheme(this.root, theme);
    this.view?.setTheme(theme);
    this.drawn = {};
    this.request();
  }

  resized() {
    const { clientWidth, clientHeight } = this.curves.element;
    this.curves.resize(clientWidth, clientHeight);
    this.drawn = {};
    this.request();
  }

  /** Draw in the next animation frame. @param {boolean} [again] even if the model is the same */
  request(again = false) {
    this.again ||= again;
    this.drawSoon.ask();
  }

  draw() {
    const another = this.model.scene !== this.scene;
    if (another) this.sceneChanged(this.model.scene);
    const { theme, drawn } = this;
    const model = { ...this.model, frame: this.sweep.hold(this.model.frame, this.controls.batchesPerSecond) };
    const { scene, frame, guess, gallery } = model;
    this.showState();
    if (!scene) return;
    const newScene = scene !== drawn.scene;
    if (newScene) this.showScene(scene);
    if (another) for (const part of [this.view, ...this.panels]) part.askAgain?.();
    const newFrame = frame !== drawn.frame || newScene;
    if (model.inside !== drawn.inside || newScene) this.panels.forEach((panel) => panel.setInside?.(model.inside));
    const newGuess = guess !== drawn.guess || newScene;
    if (newFrame && frame) this.view.setFrame(frame);
    if (newGuess) this.view.setGuess(guess);
    const swept = this.view.setPhase?.(this.sweep.phase?.name ?? null);
    const newGallery = gallery !== drawn.gallery || newScene;
    if (newGallery) for (const part of [this.view, ...this.panels]) part.setGallery?.(gallery);
    if (newFrame || newGuess || newGallery || swept || this.again) this.view.draw(frame?.status === "playing" && newFrame && !this.still.matches);
    if (frame && frame !== drawn.frame) this.countFrame(frame);
    this.again = false;
    this.drawn = { scene, frame, guess, gallery, inside: model.inside };
    this.curves.set(model, theme, frame?.status === "playing");
    this.connection.acknowledge();
    this.sweep.draw(this.still.matches);
    this.say.call();
  }

  get still() {
    return (this.stillQuery ??= matchMedia("(prefers-reduced-motion: reduce)"));
  }

  countFrame(frame) {
    if (frame !== this.counted) this.frames += 1;
    this.counted = frame;
    this.controls.setFrame(frame);
    this.panels.forEach((panel) => panel.setFrame(frame));
    this.root.dataset.frames = String(this.frames);
    setAttribute(this.root, "data-status", frame.status);
  }

  showScene(scene) {
    setAttribute(this.root, "data-run", scene.run);
    setAttribute(this.root, "data-scenes", this.scenes);
    setText(this.summary, TEXT.summary({ ...scene, parameters: formatWhole(scene.parameters) }));
    setAttribute(this.summary, "title", this.summary.textContent);
    setText(this.notes, (scene.notes ?? []).join(" "));
    this.panels.forEach((panel) => panel.setScene(scene, this.theme));
    this.view.setScene(scene, this.theme);
  }

  showState() {
    const { scene, frame } = this.model;
    const open = this.state.state === "open";
    setAttribute(this.root, "data-connection", this.state.state);
    this.controls.setEnabled(open && Boolean(scene));
    this.doctor.set(this.model.inside, frame?.status ?? null);
    this.banner.show(bannerFor(this.state, this.model, this.doctor.saysDivergence));
    this.hint.hidden = !(open && frame?.status === "ready");
    this.skeleton.hidden = Boolean(scene);
    this.curves.element.classList.toggle("pg-waiting", !scene);
  }

  describe() {
    const { scene, frame, curve } = this.model;
    if (scene !== this.scene) return; // the next animation frame shows it, and asks for this again
    this.view.describe();
    const text = frame && curve.count
      ? `${TEXT.say.curves(formatWhole(frame.epoch), formatLoss(frame.train_loss), formatLoss(frame.test_loss))} ${TEXT.say.score(scene.score, scoreFormat(scene)(frame.test_score))}${rateMoves(curve) ? ` ${TEXT.say.rate(formatRate(frame.learning_rate))}` : ""}`
      : TEXT.say.noCurves;
    setAttribute(this.curves.element, "aria-label", text);
  }

  destroy() {
    this.connection?.close();
    this.observer.disconnect();
    this.listeners.forEach((stop) => stop());
    this.link.destroy();
    this.drawSoon.cancel();
    this.say.cancel();
    this.view?.destroy();
    this.curves.destroy();
    this.panels.forEach((panel) => panel.destroy());
    this.toast.destroy();
    this.root.replaceChildren();
  }
}
