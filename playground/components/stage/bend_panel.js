/**
 * How the plane bends: a grid that is straight in the input plane, and the points, as one layer of the network sees them. Only while the
 * panel is open does the run draw it: `bend` asks for a layer, and a frame says which it shows.
 */

import { worded } from "./axes.js";
import { bendable, bendFacts, chosenLayer, clipLine, eased, LINES, padded, placePairs, SAMPLES, showsLayer, viewAxes, viewKind } from "./bend.js";
import { drawBendAxes, drawBentPoints, drawBentRings, drawBorder, drawGrid, gridColors, PointSprites } from "./bend_drawing.js";
import { fit } from "../common/canvas.js";
import { cssColor, signedByte } from "../common/colors.js";
import { el, fold, setAttribute, setText } from "../common/dom.js";
import { formatWhole } from "../common/format.js";
import { outputLayout } from "./layout.js";
import { isNamed } from "../common/names.js";
import { nextFrame } from "../common/next_frame.js";
import { TEXT } from "./text.js";
import { throttle } from "../common/throttle.js";

const READ = 400; // ms between two changes of the numbers: those that change faster cannot be read
const ASK = 1000; // ms between two questions, where frames show no layer at all
const MOVE = 700; // ms to bend from one layer to another
const GRID = 4 * LINES * SAMPLES; // numbers that say where the grid is

export class BendPanel {
  /** @param {import("./panels.js").PanelOptions} options */
  constructor({ send }) {
    this.send = send;
    this.layer = null;
    this.canvas = el("canvas.pg-canvas", { role: "img", "aria-label": TEXT.bend.waiting });
    this.box = el("div.pg-bend-box", {}, this.canvas);
    this.choices = el("div.pg-bend-layers", { role: "group", "aria-label": TEXT.bend.choose });
    this.explained = el("p.pg-bend-explained");
    this.facts = el("ul.pg-bend-facts");
    this.legend = el("ul.pg-bend-legend");
    this.element = fold("bend", [TEXT.bend.title],
      el("p.pg-side", { text: TEXT.bend.help }), this.choices,
      el("div.pg-bend", {}, this.box, el("div.pg-bend-words", {}, this.explained, this.facts, this.legend)));
    this.drawSoon = nextFrame(() => {
      this.draw();
      if (this.from) this.drawSoon.ask();
    });
    this.tell = throttle(() => this.describe(), READ);
    this.again = throttle(() => this.ask(), ASK);
    this.element.ontoggle = () => this.ask();
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.box);
  }

  get open() {
    return this.element.open && !this.element.hidden;
  }

  setScene(scene, theme) {
    const another = scene !== this.scene;
    if (theme !== this.theme) this.sprites = null;
    Object.assign(this, { scene, theme });
    this.element.hidden = scene.task !== "plane";
    if (this.element.hidden) return;
    this.colors = gridColors(scene, theme);
    // A number may have any colour of the scale, that of the paper too.
    if (!this.sprites || another) this.sprites = new PointSprites(theme, scene.classes === 0 ? theme.muted : undefined);
    this.showLegend();
    if (!another) return;
    this.frame = this.axes = null;
    this.layer = chosenLayer(scene, this.layer);
    this.buttons = bendable(scene).map(({ layer, text }) => el("button.pg-toggle", { type: "button", text, onclick: () => this.choose(layer) }));
    this.choices.replaceChildren(...this.buttons);
    this.showChoice();
  }

  askAgain() {
    if (this.open) this.ask();
  }

  choose(layer) {
    this.layer = layer;
    this.showChoice();
    this.ask();
  }

  showChoice() {
    bendable(this.scene).forEach(({ layer }, k) => setAttribute(this.buttons[k], "aria-pressed", String(layer === this.layer)));
  }

  /** Tell the run which layer is looked at, or that nobody looks any more. */
  ask() {
    if (!this.scene || this.element.hidden || this.destroyed) return;
    if (this.open || this.asked) this.send({ type: "bend", layer: this.open ? this.layer : null });
    this.asked = this.open;
  }

  setFrame(frame) {
    if (!this.open) return;
    if (!frame.bend) return this.again.call(); // another page of this session has closed its panel
    if (!showsLayer(this.scene, frame, this.layer)) return this.sayElsewhere(frame);
    const turned = this.frame && this.frame.bend.layer !== this.layer;
    this.frame = frame;
    this.axes = viewAxes(this.scene, frame, turned ? null : this.axes);
    if (turned) this.begin();
    this.place();
    this.draw();
    this.tell.call();
  }

  sayElsewhere({ bend: { layer } }) {
    this.tell.cancel(); // what is still to be said is about a frame before
    setText(this.explained, layer === this.layer ? "" : TEXT.bend.elsewhere);
  }

  /** Begin to bend from where things are on the canvas to where the new layer has them. */
  begin() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.from = { places: this.now(), begun: performance.now() };
    this.drawSoon.ask();
  }

  /** Where everything is in the view, in parts of the side: the grid, then the points. */
  place() {
    const { bent_grid: grid, bent_points: points } = this.frame;
    const [across, up] = [padded(this.axes.across), padded(this.axes.up)];
    if (this.places?.length !== GRID + points.length) this.places = new Float32Array(GRID + points.length);
    placePairs(grid, across, up, this.places);
    placePairs(points, across, up, this.places, GRID);
  }

  /** Where everything is on the canvas now: on the way there, where it is on its way. */
  now() {
    if (!this.from) return this.places.slice();
    const part = (performance.now() - this.from.begun) / MOVE;
    if (part >= 1 || this.from.places.length !== this.places.length) {
      this.from = null;
      return this.places;
    }
    const weight = eased(part);
    return this.places.map((place, k) => this.from.places[k] + weight * (place - this.from.places[k]));
  }

  draw() {
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!this.open || !this.frame || width === 0) return;
    const { theme, frame, axes } = this;
    const context = fit(this.canvas, width, height);
    const { plot } = outputLayout(width, height, 0);
    const places = this.from ? this.now() : this.places;
    const points = places.subarray(GRID);
    const { stride } = frame.bend;
    context.clearRect(0, 0, width, height);
    drawBendAxes(context, plot, theme, padded(axes.across), axes.flat ? null : padded(axes.up));
    context.save();
    context.beginPath();
    context.rect(plot.x, plot.y, plot.side, plot.side);
    context.clip();
    drawGrid(context, places, frame.bent_answers, this.colors, plot, theme);
    drawBentPoints(context, points, (k) => this.spriteOf(k * stride), plot);
    if (frame.mistaken) drawBentRings(context, points, (k) => frame.mistaken[k * stride], plot, theme);
    if (!this.from) this.drawLine(context, plot);
    context.restore();
  }

  drawLine(context, plot) {
    const [across, up] = [padded(this.axes.across), padded(this.axes.up)];
    const ends = clipLine(this.frame.bend.line, across, up);
    if (!ends) return;
    const places = new Float32Array(4);
    placePairs(ends, across, up, places);
    drawBorder(context, places, plot, this.theme);
  }

  spriteOf(k) {
    return this.sprites.of(this.colorOf(k), Boolean(this.scene.test?.[k]));
  }

  colorOf(k) {
    const { scene, theme } = this;
    if (scene.classes === 0) return cssColor(theme.scale[signedByte(scene.values?.[k] ?? 0) & ~7]); // few enough to keep a sprite of each
    return theme.classes[scene.labels?.[k] ?? 0];
  }

  showLegend() {
    const { scene, theme } = this;
    const mark = (kind, text, color = theme.muted) => el("li", {}, el(`i.pg-mark.pg-mark-${kind}`, { style: `--pg-mark: ${color}`, "aria-hidden": "true" }), text);
    const colors = scene.classes === 0
      ? TEXT.bend.ends(worded(scene.height)).map((text, k) => mark("train", text, [theme.negative, theme.positive][k]))
      : scene.class_names.map((name, k) => mark("train", isNamed(scene.class_names) ? name : TEXT.bend.className(name), theme.classes[k]));
    this.legend.replaceChildren(...colors, mark("train", TEXT.legendPoints), mark("test", TEXT.legendTest),
      ...(scene.classes > 0 ? [mark("ring", TEXT.legendMistaken, theme.text)] : []));
    this.line = mark("line", TEXT.bend.border, theme.text);
    this.legend.append(this.line);
    this.line.hidden = true;
  }

  /** Say in words what the picture shows. */
  describe() {
    const { scene, frame, axes } = this;
    if (!frame || !axes) return;
    const facts = bendFacts(scene, frame, axes);
    const { layer } = frame.bend;
    setText(this.explained, TEXT.bend.explained[viewKind(scene, frame.bend)](scene.layers[layer].units));
    while (this.facts.childElementCount > facts.length) this.facts.lastChild.remove();
    facts.forEach((text, k) => setText(this.facts.children[k] ?? this.facts.appendChild(el("li")), text));
    this.line.hidden = !frame.bend.line;
    const name = bendable(scene).find((choice) => choice.layer === layer).text;
    setAttribute(this.canvas, "aria-label", [TEXT.bend.say(name, formatWhole(frame.epoch)), ...facts].join(" "));
  }

  destroy() {
    this.destroyed = true;
    this.observer.disconnect();
    this.tell.cancel();
    this.again.cancel();
    this.drawSoon.cancel();
  }
}
