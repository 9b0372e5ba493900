/** The tab on which optimizers walk on surfaces, and on a slice through the loss of one's own network. */

import { el, listen, setText } from "../common/dom.js";
import { toQuery, writeRates } from "./address.js";
import { ask, isBusy } from "./asking.js";
import { segments } from "./controls.js";
import { Gap } from "./gap.js";
import { GroundChoice } from "./ground_choice.js";
import { Panel } from "./panel.js";
import { Player } from "./player.js";
import { Rates } from "./rates.js";
import { formatRead } from "./reading.js";
import { Starts } from "./starts.js";
import { Ground } from "./surface_drawing.js";
import { windowOf } from "./surface_layout.js";
import { TEXT } from "./text.js";
import { figureOf, walksOf } from "./walk_figures.js";
import { columnsOf, sheetOf } from "./walk_sheet.js";
import { Tiles } from "./walk_tiles.js";
import { askWalks } from "./walks_asking.js";

const HANDED_OVER = [700, 2000]; // ms after which the run whose page was just left has handed its network over
const ON_NETWORK = "network-walks"; // what is asked for on one's own network
const MOST_TRIES = 3; // of a slice, in a row

export class WalksPanel extends Panel {
  constructor(host) {
    super(host, { name: "walks", entries: "optimizers", asks: "walks", fields: ["steps", "noise", "seed"], first: ["sgd", "momentum", "rmsprop", "adam"] });
  }

  start() {
    super.start();
    this.choice ??= new GroundChoice(this.host.catalogue, (another) => this.onGround(another));
    this.choice.start();
    this.from = null;
    this.together = false;
    this.distance = true;
    this.replay = true;
  }

  // Building

  build() {
    this.player = new Player({ draw: () => this.step() });
    this.rates = new Rates(this.host.catalogue.rates, () => this.changed());
    this.late = [];
    this.tries = 0;
    super.build();
    this.tiles = new Tiles((place) => this.startAt(place));
    this.figureBox.prepend(this.tiles.element, this.player.element);
    this.gap = new Gap(() => this.retryNow(), () => this.choice.focus());
    this.figureBox.before(this.gap.element);
    // Whoever has trained in another tab comes back to this one.
    this.stopListening = listen(document, "visibilitychange", () => !document.hidden && this.gap.isOpen && this.element.isConnected && this.opened());
    this.charts[0].element.classList.add("pg-below");
    this.reading.remove();
    this.where.hidden = true;
    const holder = el("div.pg-choosers");
    this.chooser.element.replaceWith(holder);
    holder.append(this.choice.element, this.chooser.element);
  }

  tools() {
    const options = (words) => Object.entries(words).map(([name, [text, help]]) => [name, text, help]);
    this.arrangement = segments(TEXT.arrangement, options(TEXT.arrangements), "apart", (name) => this.look(() => (this.together = name === "together")));
    this.curve = segments(TEXT.curve, options(TEXT.curves), "distance", (name) => this.look(() => (this.distance = name === "distance")));
    return [this.arrangement.element, this.curve.element];
  }

  look(change) {
    change();
    this.host.changed(this);
    this.show();
  }

  fieldElements() {
    this.starts = new Starts((place) => {
      this.from = place;
      this.changed();
    });
    return [...super.fieldElements(), this.starts.element, this.choice.fields];
  }

  extra(item, entry) {
    return [this.rates.of(item, entry)];
  }

  // State and address

  open(link) {
    super.open(link);
    this.choice.open(link);
    const [low, high] = this.host.catalogue.rates;
    const rates = link.rates("rates", { low, high });
    this.items.forEach((item, k) => (item.rate = rates[item.place ?? k] ?? null));
    const [x, y] = ["x", "y"].map((name) => link.number(name, this.bounds[name], null));
    this.from = x === null || y === null ? null : [x, y];
    this.together = link.word("arrangement", Object.keys(TEXT.arrangements), "apart") === "together";
    this.distance = link.word("curve", Object.keys(TEXT.curves), "distance") === "distance";
  }

  question() {
    const rates = writeRates(this.items);
    const from = this.from ? [["x", String(this.from[0])], ["y", String(this.from[1])]] : [];
    return [...this.choice.question(), ...super.question(), ...(rates ? [["rates", rates]] : []), ...from];
  }

  view() {
    return [...this.choice.view(), ...(this.together ? [["arrangement", "together"]] : []), ...(this.distance ? [] : [["curve", "height"]])];
  }

  path() {
    return `${this.choice.isNetwork ? ON_NETWORK : "walks"}?${toQuery(this.question())}`;
  }

  onGround(another) {
    if (another) {
      this.from = null;
      this.replay = true;
      this.tries = 0;
    }
    this.changed();
    if (another && !this.onNetwork) this.awaitNetwork();
  }

  startAt(place) {
    this.from = place;
    this.replay = true;
    this.changed();
  }

  // Asking and showing

  sync() {
    super.sync();
    this.choice.sync();
    this.arrangement.set(this.together ? "together" : "apart");
    this.curve.set(this.distance ? "distance" : "height");
  }

  ask(again = false) {
    this.sliders.seed.element.hidden = this.fields.noise === 0;
    if (!this.choice.isNetwork && this.asking.path?.startsWith(ON_NETWORK)) this.asking.drop(); // nobody waits for a slice any more
    this.gap.wait(this.choice.isNetwork && this.choice.path() !== this.found?.path);
    super.ask(again);
  }

  opened() {
    this.tries = 0;
    this.ask(this.choice.isNetwork); // somebody may come from training
    this.awaitNetwork();
  }

  /** A network that trains, or has trained until a moment ago, is handed over soon: ask once more then. */
  awaitNetwork() {
    this.late.forEach(clearTimeout);
    this.isEarly = this.choice.isNetwork;
    this.late = this.isEarly ? HANDED_OVER.map((after) => setTimeout(() => {
      this.isEarly = false;
      if (this.choice.isNetwork && this.element.isConnected) this.ask(true);
    }, after)) : [];
  }

  retryNow() {
    this.tries = 0;
    this.ask(true);
  }

  snapshot() {
    return { ...super.snapshot(), groundPath: this.choice.path(), name: this.choice.label };
  }

  fetch(path) {
    return askWalks(path, this.snapshots.get(path).groundPath, this.found, ask);
  }

  answered({ ground, walks }, path) {
    const newest = path === this.asking.path; // another question may be on its way already
    this.tries = 0;
    this.gap.close(newest);
    if (ground !== this.found) this.standOn(ground, this.snapshots.get(path).name);
    this.player.set(walks.tensors.paths.shape[1] - 1, newest && this.replay && !globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches);
    if (newest) this.replay = false;
    super.answered(walks, path);
  }

  /** @param {import("./walks_asking.js").Found} found @param {string} name of it, for people */
  standOn(found, name) {
    const { json, tensors } = found;
    Object.assign(this, { found, groundName: name });
    this.ground = new Ground(tensors.heights, windowOf(json.window), json.minima);
    this.usualStart = json.start;
    this.choice.tell(json.title === undefined ? "" : TEXT.networkFacts(json.title, formatRead(Number(json.epoch.toFixed(1))), json.samples));
    this.tiles.forget();
    this.starts.reach(this.ground.window);
  }

  failed(error) {
    if (!this.choice.isNetwork || error.status === 400 || (isBusy(error) && (this.tries += 1) < MOST_TRIES)) return super.failed(error);
    if (error.status === 404 && this.isEarly) return;
    this.host.tell(this, null);
    this.gap.say(error.message, error.status !== 404);
    this.choice.tell("");
    this.found = this.answer = null;
    this.show();
  }

  figures() {
    return [figureOf(this.answer, this.lines, { distance: this.distance, ofLoss: this.onNetwork })];
  }

  /** Whether what is shown is a slice of one's own network: another surface may be chosen already. */
  get onNetwork() {
    return this.found?.json.network !== undefined;
  }

  get isDrawn() {
    return super.isDrawn && Boolean(this.found) && !this.gap.isOpen;
  }

  show() {
    this.main.dataset.gap = String(this.gap.isOpen);
    if (this.answer && this.found) {
      this.walked = walksOf(this.answer, this.lines);
      this.curve.element.hidden = !this.answer.tensors.distances;
      this.starts.set(this.from ?? this.usualStart);
      this.rates.show(this.items, this.lines, this.answer.json.rates);
      this.layOut();
    }
    super.show();
  }

  place() {
    return Math.floor(this.player.step);
  }

  point(at) {
    if (at !== null) this.player.go(at);
  }

  showValues() {
    super.showValues();
    const at = this.place();
    this.walked.forEach(({ count, lost, heights }, k) => {
      const words = lost && at >= count - 1 ? (this.onNetwork ? TEXT.left : TEXT.lost)(count) : TEXT.at(formatRead(heights[Math.min(at, count - 1)]));
      setText(this.values.children[k].children[2], words);
    });
  }

  align() {}

  get axes() {
    return { across: this.onNetwork ? "α" : TEXT.axes.across, up: this.onNetwork ? "β" : TEXT.axes.up, cross: this.onNetwork ? [0, 0] : null };
  }

  /** Lay the surfaces out, in the width that there is. */
  layOut() {
    if (!this.walked || !this.found) return;
    this.tiles.layOut({ ground: this.ground, walks: this.walked, together: this.together, width: this.tiles.element.clientWidth || this.main.clientWidth - 30, name: this.groundName, lost: this.onNetwork ? TEXT.left : TEXT.lost });
  }

  draw() {
    if (!this.walked || !this.found || !this.shown) return;
    const { theme } = this.host;
    this.tiles.draw(theme, this.player.step, this.axes);
    this.charts[0].draw(theme, this.place());
  }

  /** Another step: what is read at it changes too. */
  step() {
    if (!this.walked || !this.found || !this.shown) return;
    this.showValues();
    this.draw();
  }

  // Keeping

  columns() {
    return columnsOf(this.walked, this.shown[0], this.answer.tensors.distances);
  }

  sheet() {
    return sheetOf({ ground: this.ground, groups: this.tiles.groups, figure: this.shown[0], theme: this.host.theme, axes: this.axes, step: this.player.step });
  }

  setTheme() {
    this.tiles.forget();
    super.setTheme();
  }

  destroy() {
    this.stopListening();
    this.late.forEach(clearTimeout);
    this.choice.destroy();
    this.player.destroy();
    super.destroy();
  }
}
