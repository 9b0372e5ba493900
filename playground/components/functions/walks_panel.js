/** The tab on which optimizers walk on surfaces, and on a slice through the loss of one's own network. */

import { el, setAttribute, setText } from "../common/dom.js";
import { defaultsOf, readItem, readRates, toQuery, writeItem, writeRates } from "./address.js";
import { Asking } from "./asking.js";
import { segments, setting, Slider } from "./controls.js";
import { Panel } from "./panel.js";
import { Player } from "./player.js";
import { formatRead } from "./reading.js";
import { Ground } from "./surface_drawing.js";
import { windowOf } from "./surface_layout.js";
import { TEXT } from "./text.js";
import { Tiles } from "./walk_tiles.js";
import { columnsOf, sheetOf } from "./walk_sheet.js";

const NETWORK = "network";
const MOST_SEED = 9999;
const HANDED_OVER = 1500; // ms

export class WalksPanel extends Panel {
  constructor(host) {
    super(host, { name: "walks", entries: "optimizers", asks: "walks", fields: ["steps", "noise", "seed"], first: ["sgd", "momentum", "rmsprop", "adam"] });
  }

  start() {
    super.start();
    const { catalogue } = this.host;
    this.surfaces = catalogue.entries.surfaces;
    this.surface = this.surfaces.find(({ name }) => name === "ravine")?.name ?? this.surfaces[0].name;
    this.settings = Object.fromEntries(this.surfaces.map((entry) => [entry.name, defaultsOf(entry)]));
    this.slice = Object.fromEntries(["directions", "extent"].map((name) => [name, catalogue.fields.slice[name].default]));
    this.from = null;
    this.together = false;
    this.distance = true;
    this.replay = true;
  }

  get isNetwork() {
    return this.surface === NETWORK;
  }

  // Building

  build() {
    this.groundAsking = new Asking({ answered: (answer, path) => this.grounded(answer, path), failed: (error) => this.ungrounded(error) });
    this.player = new Player({ draw: () => this.draw() });
    this.rateSliders = new Map();
    super.build();
    this.tiles = new Tiles((place) => this.startAt(place));
    this.figureBox.prepend(this.tiles.element, this.player.element);
    this.facts = el("p.pg-side", { "data-testid": "functions-network-facts" });
    this.missing = el("div.pg-missing", { hidden: "", "data-testid": "functions-no-network" }, el("h3", { text: TEXT.noNetworkTitle }), el("p", { text: TEXT.noNetwork }), el("a.pg-button", { href: "./", text: TEXT.toPlayground }));
    this.waiting = el("div.pg-missing", { hidden: "", role: "status" }, el("span.pg-spinner", { "aria-hidden": "true" }), el("p", { text: TEXT.cutting }));
    this.figureBox.before(this.missing, this.waiting);
    this.charts[0].element.classList.add("pg-below");
    this.reading.remove();
    this.where.hidden = true;
    this.surfaceCard = el("section.pg-card.pg-chooser", {}, el("h2.pg-title", { text: TEXT.surface }), this.surfaceChoices(), (this.surfaceHelp = el("div.pg-surface-help")));
    const holder = el("div.pg-choosers");
    this.chooser.element.replaceWith(holder);
    holder.append(this.surfaceCard, this.chooser.element);
  }

  surfaceChoices() {
    const chip = (name, label, help) => el("button.pg-choice", { type: "button", title: help, "data-name": name, "aria-pressed": "false", onclick: () => this.choose(name) }, el("span", { text: label }));
    this.chips = [...this.surfaces.map(({ name, label, help }) => chip(name, label, help)), chip(NETWORK, TEXT.network, TEXT.networkHelp)];
    return el("div.pg-choices", { role: "group", "aria-label": TEXT.surface }, ...this.chips);
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
    this.starts = el("div.pg-starts");
    this.directions = el("button.pg-button", { type: "button", text: TEXT.newDirections, title: TEXT.newDirectionsHelp, onclick: () => {
      this.slice.directions = (this.slice.directions + 1) % (MOST_SEED + 1);
      this.from = null;
      this.changed();
    } });
    this.extent = new Slider({ label: TEXT.fields.extent, ...this.host.catalogue.fields.slice.extent }, (value) => {
      this.slice.extent = value;
      this.from = null;
      clearTimeout(this.extentTimer); // a slice takes a while: it is cut when the slider rests
      this.extentTimer = setTimeout(() => this.changed(), 350);
    });
    this.sliceFields = el("div.pg-field.pg-slice-fields", { hidden: "" }, this.extent.element, this.directions);
    return [...super.fieldElements(), this.starts, this.sliceFields];
  }

  /** The learning rate of one optimizer. */
  extra(item, entry) {
    const [low, high] = this.host.catalogue.rates;
    const tune = el("button.pg-toggle.pg-tune", { type: "button", text: TEXT.tune, title: TEXT.tuneHelp, "aria-pressed": String(item.rate == null), "aria-label": `${TEXT.learningRate} ${entry.label}: ${TEXT.tune}` });
    const slider = new Slider({ label: TEXT.learningRate, help: TEXT.rateHelp, low, high, extra: tune, name: `functions-rate-${entry.name}` }, (value) => {
      item.rate = value;
      setAttribute(tune, "aria-pressed", false);
      this.changed();
    });
    tune.onclick = () => {
      item.rate = null;
      setAttribute(tune, "aria-pressed", true);
      this.changed();
    };
    slider.set(item.rate ?? low);
    if (item.rate == null) setText(slider.value, TEXT.none);
    this.rateSliders.set(entry.name, { slider, tune });
    return [slider.element];
  }

  choose(name) {
    if (name === this.surface) return;
    this.surface = name;
    this.from = null;
    this.replay = true;
    this.sync();
    this.changed();
  }

  // State and address

  openMore(query) {
    const text = query.get("surface");
    if (text === NETWORK) this.surface = NETWORK;
    else if (text) {
      const read = readItem(text, this.surfaces);
      if (read) [this.surface, this.settings[read.name]] = [read.name, read.settings];
    }
    if (query.has("rates")) readRates(query.get("rates"), this.host.catalogue.rates).forEach((rate, k) => this.items[k] && (this.items[k].rate = rate));
    const place = ["x", "y"].map((name) => Number.parseFloat(query.get(name) ?? ""));
    this.from = place.every((value) => Math.abs(value) <= 1000) ? place : null;
    for (const [name, { low, high }] of Object.entries(this.host.catalogue.fields.slice)) {
      const value = Number.parseFloat(query.get(name) ?? "");
      if (value >= low && value <= high) this.slice[name] = value;
    }
    this.together = query.get("arrangement") === "together";
    this.distance = query.get("curve") !== "height";
  }

  groundQuestion() {
    if (this.isNetwork) return Object.entries(this.slice).map(([name, value]) => [name, String(value)]);
    const entry = this.surfaces.find(({ name }) => name === this.surface);
    return [["surface", writeItem({ name: this.surface, settings: this.settings[this.surface] }, entry)]];
  }

  question() {
    const rates = writeRates(this.items);
    const from = this.from ? [["x", String(this.from[0])], ["y", String(this.from[1])]] : [];
    return [...this.groundQuestion(), ...super.question(), ...(rates ? [["rates", rates]] : []), ...from];
  }

  view() {
    return [...(this.isNetwork ? [["surface", NETWORK]] : []), ...(this.together ? [["arrangement", "together"]] : []), ...(this.distance ? [] : [["curve", "height"]])];
  }

  path() {
    return `${this.isNetwork ? "network-walks" : "walks"}?${toQuery(this.question())}`;
  }

  groundPath() {
    return `${this.isNetwork ? "slice" : "surface"}?${toQuery(this.groundQuestion())}`;
  }

  // Asking and showing

  sync() {
    super.sync();
    for (const chip of this.chips) setAttribute(chip, "aria-pressed", chip.dataset.name === this.surface);
    this.arrangement.set(this.together ? "together" : "apart");
    this.curve.set(this.distance ? "distance" : "height");
    this.extent.set(this.slice.extent);
    this.sliceFields.hidden = !this.isNetwork;
    const entry = this.surfaces.find(({ name }) => name === this.surface);
    const change = (name) => (value) => {
      this.settings[this.surface] = { ...this.settings[this.surface], [name]: value };
      this.changed();
    };
    this.surfaceHelp.replaceChildren(...(entry
      ? [el("div.pg-formula", { html: entry.formula, tabindex: 0, role: "group", "aria-label": entry.label }), ...entry.settings.map((about) => setting(about, this.settings[entry.name][about.name], change(about.name))), el("p.pg-item-help", { text: entry.help })]
      : [el("p.pg-item-help", { text: TEXT.networkHelp }), this.facts]));
  }

  changed() {
    this.sliders.seed.element.hidden = this.fields.noise === 0;
    super.changed();
  }

  ask(again = false) {
    const path = this.groundPath();
    if (path !== this.groundOf || again) {
      this.missing.hidden = true;
      this.waiting.hidden = !this.isNetwork;
    }
    this.sliders.seed.element.hidden = this.fields.noise === 0;
    this.groundAsking.ask(path, again);
    super.ask(again);
  }

  /** Somebody has come to this tab: perhaps from training. */
  opened() {
    if (!this.isNetwork) return;
    this.ask(true);
    // The run whose page was just left hands its network over in a moment.
    clearTimeout(this.late);
    this.late = setTimeout(() => this.isNetwork && this.element.isConnected && this.ask(true), HANDED_OVER);
  }

  grounded({ json, tensors }, path) {
    this.groundOf = path;
    this.ground = new Ground(tensors.heights, windowOf(json.window), json.minima);
    this.usualStart = json.start;
    this.waiting.hidden = true;
    this.missing.hidden = true;
    this.figureBox.hidden = false;
    if (json.title !== undefined) setText(this.facts, TEXT.networkFacts(json.title, formatRead(Number(json.epoch.toFixed(1))), json.samples));
    this.tiles.forget();
    this.showStarts();
    this.show();
  }

  ungrounded(error) {
    this.waiting.hidden = true;
    if (this.isNetwork && error.status === 404) {
      this.missing.hidden = false;
      this.figureBox.hidden = true;
      this.groundOf = null;
      setText(this.facts, "");
      this.host.tell(null);
    } else super.failed(error);
  }

  failed(error) {
    if (!(this.isNetwork && error.status === 404)) super.failed(error);
  }

  /** Sliders for where the walk starts: the way for whoever does not click. */
  showStarts() {
    const { left, right, bottom, top } = this.ground.window;
    const key = [left, right, bottom, top].join();
    if (this.startsOf !== key) {
      this.startsOf = key;
      const slider = (name, k, low, high) => new Slider({ label: TEXT.fields[name], help: TEXT.clickToStart, low, high, name: `functions-${name}` }, (value) => {
        this.from = [...(this.from ?? this.usualStart)];
        this.from[k] = value;
        this.changed();
      });
      this.startSliders = [slider("x", 0, left, right), slider("y", 1, bottom, top)];
      this.starts.replaceChildren(...this.startSliders.map(({ element }) => element));
    }
    this.startSliders.forEach((slider, k) => slider.set((this.from ?? this.usualStart)[k]));
  }

  answered(answer, path) {
    const { rates } = answer.json;
    this.snapshots.get(path)?.forEach(({ name }, k) => this.rateSliders.get(name)?.slider.set(rates[k]));
    super.answered(answer, path);
    if (this.ground && this.startSliders) this.startSliders.forEach((slider, k) => slider.set((this.from ?? this.usualStart)[k]));
  }

  /** The walks of the answer, as they are drawn. */
  walks() {
    const { json, tensors } = this.answer;
    const steps = tensors.paths.shape[1];
    return this.lines.map(({ label, color }, k) => ({
      label, color: color(), count: json.counts[k], lost: json.lost[k], rate: json.rates[k],
      path: tensors.paths.data.subarray(2 * k * steps, 2 * (k + 1) * steps),
      heights: tensors.heights.data.subarray(k * steps, (k + 1) * steps),
    }));
  }

  figures() {
    const { tensors } = this.answer;
    const distance = this.distance && Boolean(tensors.distances);
    const tensor = distance ? tensors.distances : tensors.heights;
    const steps = tensor.shape[1];
    const powers = distance || this.isNetwork; // losses are above 0, and differ by orders of magnitude
    const x = Float32Array.from({ length: steps }, (_, k) => k);
    const values = (k) => tensor.data.subarray(k * steps, (k + 1) * steps);
    const lines = this.lines.map(({ label, color }, k) => ({ key: k, label, color: color(), values: powers ? values(k).map(Math.log10) : values(k), short: "" }));
    return [{ x, lines, xLabel: TEXT.axes.step, yLabel: TEXT.axes[distance ? "distance" : this.isNetwork ? "networkHeight" : "height"], power: powers, whole: true }];
  }

  show() {
    if (!this.answer || !this.ground) return;
    this.walked = this.walks();
    this.curve.element.hidden = !this.answer.tensors.distances;
    const moves = this.replay && !globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
    this.replay = false;
    this.layOut();
    this.player.set(this.answer.tensors.paths.shape[1] - 1, moves);
    super.show();
  }

  place() {
    const last = (this.shown?.[0].x.length ?? Infinity) - 1; // of the figure as it is drawn: the walks may be longer by now
    return Math.min(Math.floor(this.player.step), last);
  }

  point(at) {
    if (at !== null) this.player.go(at);
  }

  showValues() {
    super.showValues();
    const at = this.place();
    this.walked.forEach(({ count, lost, heights }, k) => {
      const words = lost && at >= count - 1 ? (this.isNetwork ? TEXT.left : TEXT.lost)(count) : TEXT.at(formatRead(heights[Math.min(at, count - 1)]));
      setText(this.values.children[k].children[2], words);
    });
  }

  align() {}

  get axes() {
    return { across: this.isNetwork ? "α" : TEXT.axes.across, up: this.isNetwork ? "β" : TEXT.axes.up, cross: this.isNetwork ? [0, 0] : null };
  }

  /** Lay the surfaces out, in the width that there is. */
  layOut() {
    if (!this.walked || !this.ground) return;
    const name = this.surfaces.find(({ name }) => name === this.surface)?.label ?? TEXT.network;
    this.tiles.layOut({ ground: this.ground, walks: this.walked, together: this.together, width: this.tiles.element.clientWidth || this.main.clientWidth - 30, name });
  }

  startAt(place) {
    this.from = place;
    this.replay = true;
    this.changed();
  }

  draw() {
    if (!this.walked || !this.ground) return;
    const { theme } = this.host;
    this.tiles.draw(theme, this.player.step, this.axes);
    if (this.shown) {
      this.charts[0].draw(theme, this.place());
      this.showValues();
    }
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
    clearTimeout(this.extentTimer);
    clearTimeout(this.late);
    this.player.destroy();
    this.groundAsking.destroy();
    super.destroy();
  }
}
