/**
 * The Draw page: mounts under an element of the page, talks to the reader, and draws what is new, when it is new.
 * Messages change the model (state.js); one animation frame later the parts show it.
 */

import { Banner } from "../common/banner.js";
import { readTheme, showTheme } from "../common/colors.js";
import { Connection, liveUrl } from "../common/connection.js";
import { el, listen, setAttribute, setText } from "../common/dom.js";
import { formatPercent, formatWhole } from "../common/format.js";
import { Mounts } from "../common/mounts.js";
import { isDigits } from "../common/names.js";
import { nextFrame } from "../common/next_frame.js";
import { reloadsForgotten } from "../common/page_link.js";
import { SIZE } from "../digit_pad/strokes.js";
import { Answer } from "./answer.js";
import { LayersPanel } from "./layers_panel.js";
import { MindPanel } from "./mind_panel.js";
import { Pad } from "./pad.js";
import { emptyModel, reduce } from "./state.js";
import { Strip } from "./strip.js";
import { SurePanel } from "./sure_panel.js";
import { Tabs } from "./tabs.js";
import { TeachPanel } from "./teach_panel.js";
import { TEXT } from "./text.js";
import { WhyPanel } from "./why_panel.js";

const pages = new Mounts((parent) => new DrawPage(parent.querySelector(".pg-draw") ?? parent.appendChild(el("div.pg-root.pg-draw", { "data-testid": "draw" }))));
const MOST_BYTES = 2_097_152; // of a file

/**
 * Mount the page, or tell a mounted one about a new token or theme.
 * @param {{parentElement: Element, data: {token: string, version?: string}}} component
 * @returns {() => void} takes the page away again
 */
export function mount({ parentElement, data }) {
  const [page, leave] = pages.at(parentElement);
  page.setTheme();
  page.connect(data?.token ?? "");
  return leave;
}

export class DrawPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.model = emptyModel();
    this.state = { state: "connecting", code: null };
    this.problem = null; // of a file, which never came to the server
    this.drawn = {};
    this.number = 0; // of the newest drawing that was sent
    this.drawSoon = nextFrame(() => this.draw());
    this.banner = new Banner(TEXT);
    this.pad = new Pad({ onChange: (drawing) => this.sendDrawing(drawing), onFile: (file) => this.sendFile(file), onProblem: (text) => this.tell(text) });
    this.answer = new Answer();
    this.strip = new Strip({ onSwitch: (off) => this.send({ type: "steps", off }) });
    const send = (command) => this.send(command);
    this.panels = [new WhyPanel({ send }), new MindPanel({ send }), new LayersPanel({ send }),
      (this.teach = new TeachPanel({ send, sendFile: (file) => this.sendFile(file), drawing: () => this.ownDrawing() })), new SurePanel()];
    this.tabs = new Tabs(this.panels, () => this.openChanged());
    this.build();
    this.listeners = [
      listen(document, "paste", (event) => this.pad.paste(event)),
      listen(window, "resize", () => this.request(true)),
    ];
  }

  build() {
    this.choice = el("select.pg-select", { "aria-label": TEXT.network, title: TEXT.networkHelp, "data-testid": "draw-network-choice", onchange: () => this.send({ type: "choose", network: this.choice.value }),
      onfocus: () => this.send({ type: "networks" }) });
    this.facts = el("span.pg-side", { "data-testid": "draw-facts" });
    const head = el("header.pg-draw-head", {}, el("h1.pg-draw-title", { text: TEXT.title }),
      el("label.pg-draw-network", {}, el("span.pg-label", { text: TEXT.network }), this.choice), this.facts);
    this.root.replaceChildren(head, el("div.pg-draw-top", {}, this.pad.element, el("div.pg-draw-right", {}, this.answer.element, this.strip.element)),
      this.tabs.element, el("div.pg-draw-notice", {}, this.banner.element));
    this.showState();
  }

  connect(token) {
    if (token === this.token) return;
    this.token = token;
    this.model = { ...this.model, run: -1 };
    this.run = null;
    this.connection?.close();
    this.connection = new Connection({
      url: liveUrl(document.baseURI, token),
      counted: "reading",
      onMessage: (message) => this.receive(message),
      onState: (state, code) => this.connected(state, code),
    });
  }

  connected(state, code) {
    this.state = { state, code };
    if (state !== "open") this.sent = null; // it may be lost
    if (reloadsForgotten(code, this.model.scene)) return;
    this.showState();
    this.request();
  }

  send(command) {
    this.connection?.send(command);
  }

  // Drawings

  sendDrawing({ strokes, underlay }) {
    this.problem = null;
    this.number += 1;
    this.root.dataset.sent = String(this.number);
    this.send({ type: "draw", number: this.number, strokes, size: SIZE, picture: underlay?.number ?? null });
  }

  async sendFile(file) {
    this.tell(null);
    if (file.size > MOST_BYTES) return this.tell(TEXT.tooLarge);
    this.sendContent(await file.arrayBuffer());
  }

  /** @param {ArrayBuffer} content of a file @param {boolean} [again] it lies on the pad already */
  sendContent(content, again = false) {
    this.sent = { content, again };
    this.connection?.sendFile(content);
  }

  /** The drawing, for one's own digits; pictures cannot be among them. */
  ownDrawing() {
    const { strokes, underlay } = this.pad.drawing;
    return strokes.length && !underlay ? { strokes, size: SIZE } : null;
  }

  tell(text) {
    this.problem = text;
    this.request();
  }

  // Messages

  receive(message) {
    const before = this.model;
    this.model = reduce(before, message);
    if (message.kind === "reading" && this.model === before) this.connection.acknowledge(); // nothing to draw
    this.takeFile(before);
    if (this.model !== before) this.request();
  }

  /** What has come of a file that was sent; a page that connects again hears of the last one once more, and has it already. */
  takeFile(before) {
    const { picture, drawings } = this.model;
    const { sent } = this;
    if (!sent) return;
    if (picture && picture !== before.picture) this.lay(picture, sent);
    else if (drawings && drawings !== before.drawings) this.teach.add(drawings.digits);
    else return;
    this.sent = null;
  }

  /** A picture was read: it goes onto the pad, or takes the place of itself, with the number that another reader has given it. */
  lay({ number, ink, shape }, { content, again }) {
    const underlay = { ink, height: shape[0], width: shape[1], number, content };
    if (!again) this.pad.lay(underlay);
    else if (this.pad.drawing.underlay?.content === content) this.pad.canvas.show({ ...this.pad.drawing, underlay });
  }

  /**
   * A network that comes new to the page, or comes again over a new connection: it knows nothing of what is drawn and asked.
   * @param {boolean} another whether another reader has it, which has never seen the picture on the pad either
   */
  askAgain(another) {
    const content = this.pad.drawing.underlay?.content;
    if (another && content) this.sendContent(content, true);
    this.send({ type: "steps", off: this.strip.off });
    if (!this.pad.canvas.isEmpty) this.sendDrawing(this.pad.drawing);
    this.openChanged();
  }

  openChanged() {
    for (const panel of this.panels) if (panel !== this.tabs.current) panel.ask(false);
    this.tabs.current.ask(true);
    this.request(true);
  }

  // Showing

  setTheme() {
    const theme = readTheme(this.root);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    showTheme(this.root, theme);
    this.pad.setTheme(theme);
    this.request(true);
  }

  request(again = false) {
    this.again ||= again;
    this.drawSoon.ask();
  }

  draw() {
    const { model, theme } = this;
    const { scene, reading, steps } = model;
    this.showState();
    this.showNetworks();
    if (!scene) return;
    if (scene !== this.drawn.scene) this.sceneChanged(scene);
    if (reading !== this.drawn.reading || this.again) this.answer.show(scene, reading);
    if (steps !== this.drawn.steps || this.again) this.strip.show(scene, steps, Boolean(reading?.empty), theme);
    this.tabs.current.show(model, theme);
    this.again = false;
    this.drawn = { scene, reading, steps };
    if (reading) setAttribute(this.root, "data-number", reading.number);
    this.connection.acknowledge();
  }

  sceneChanged(scene) {
    for (const part of [this.answer, this.strip, ...this.panels]) part.setScene(scene);
    const another = this.run !== scene.run;
    this.run = scene.run;
    if (another) this.teach.askAgain();
    this.askAgain(another);
    this.again = true;
    const { accuracy } = scene.facts;
    setText(this.facts, TEXT.facts(accuracy === null ? "" : formatPercent(accuracy, 2), isDigits(scene.class_names) ? "digits" : "pictures", formatWhole(scene.parameters)));
    setAttribute(this.root, "data-network", scene.facts.name);
  }

  showNetworks() {
    const { networks } = this.model;
    if (networks === this.networks) return;
    this.networks = networks;
    const option = (value, text) => el("option", { value, text });
    const shelved = networks.shelved.map(({ name, title, epochs }) => option(name, TEXT.shelved(title, TEXT.epochs(epochsOf(epochs)))));
    this.choice.replaceChildren(option("shipped", TEXT.shipped), ...shelved, ...(shelved.length ? [] : [el("option", { disabled: "", text: TEXT.none })]));
    this.choice.value = networks.chosen;
  }

  showState() {
    const { state } = this.state;
    setAttribute(this.root, "data-connection", state);
    setAttribute(this.root, "data-ready", Boolean(this.model.scene) && state === "open");
    this.banner.show(bannerFor(this.state, this.model, this.problem));
  }

  destroy() {
    this.connection?.close();
    this.listeners.forEach((stop) => stop());
    this.drawSoon.cancel();
    this.pad.destroy();
    this.panels.forEach((panel) => panel.destroy?.());
    this.root.replaceChildren();
  }
}

// Of few epochs a part counts.
const epochsOf = (epochs) => (epochs < 10 && !Number.isInteger(epochs) ? epochs.toFixed(1) : formatWhole(epochs));

/** What to say, the most urgent first. Pure. */
export function bannerFor({ state, code }, { scene, notice }, problem) {
  if (state === "refused") return { level: "error", text: TEXT.refused[code], reload: true };
  if (state === "lost") return { level: "warning", text: TEXT.lost, busy: true };
  if (problem) return { level: "warning", text: problem };
  if (notice) return notice;
  return scene ? null : { level: "info", text: TEXT.waiting, busy: true };
}
