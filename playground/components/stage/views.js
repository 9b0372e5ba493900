/**
 * The middle of the stage, one view a task. A view has `panels` (elements for the network card and the output card),
 * and `setTheme`, `setScene`, `setFrame`, `setGuess`, `draw`, `destroy`. To show another task, add a view to VIEWS.
 */

import { DigitsNetwork } from "./digits.js";
import { el, setAttribute, setText } from "./dom.js";
import { Drawing } from "./drawing.js";
import { formatPercent, formatWhole } from "./format.js";
import { neuronIndex } from "./layout.js";
import { PlaneNetwork } from "./network.js";
import { PlaneOutput } from "./output.js";
import { TEXT } from "./text.js";
import { countRight, Wall } from "./wall.js";

const pictureCanvas = () => el("canvas.pg-canvas", { role: "img", "aria-label": TEXT.building });
const box = (element) => [element.clientWidth, element.clientHeight];
const THUMB = 625;

class View {
  constructor({ redraw }) {
    this.redraw = redraw;
    this.networkCanvas = pictureCanvas();
    this.outputCanvas = pictureCanvas();
    this.networkBox = el("div.pg-fill", {}, this.networkCanvas);
    this.outputBox = el("div.pg-fill", {}, this.outputCanvas);
    this.title = el("h2.pg-title", { text: TEXT.output });
    this.side = el("span.pg-side");
  }

  /** The parts that are drawn on canvases, and their boxes. */
  get parts() {
    return [[this.network, this.networkBox], [this.output, this.outputBox]];
  }

  /** The elements whose size decides how large things are drawn. */
  get boxes() {
    return [this.networkBox, this.outputBox];
  }

  setScene(scene, theme) {
    this.scene = scene;
    for (const [part, element] of this.parts) part.setScene(scene, theme, ...box(element));
  }

  setFrame(frame) {
    this.frame = frame;
    for (const [part] of this.parts) part.setFrame(frame);
  }

  setGuess() {}

  setTheme() {}

  draw(moving) {
    for (const [part] of this.parts) part.draw(moving);
  }

  /** Say in words what the pictures show. */
  describe() {
    setAttribute(this.networkCanvas, "aria-label", this.describeNetwork());
    if (this.frame) setAttribute(this.outputCanvas, "aria-label", this.describeOutput());
  }

  describeNetwork() {
    const layers = this.scene.layers.map(({ name, units, activation }) => TEXT.say.layer(name, units, activation));
    return TEXT.say.network(layers.join(", "), formatWhole(this.scene.parameters));
  }

  destroy() {}
}

class PlaneView extends View {
  constructor(options) {
    super(options);
    this.network = new PlaneNetwork(this.networkCanvas, { onHover: (node) => this.focus(node) });
    this.output = new PlaneOutput(this.outputCanvas);
    this.networkCanvas.onpointermove = ({ offsetX, offsetY }) => this.network.pointAt(offsetX, offsetY) && this.redraw();
    this.networkCanvas.onpointerleave = () => this.network.pointAt(-99, -99) && this.redraw();
    this.networkCanvas.tabIndex = 0;
    this.networkCanvas.onkeydown = (event) => {
      if (!this.network.press(event.key)) return;
      event.preventDefault();
      this.redraw();
      this.describe(); // whoever pressed a key waits for the answer
    };
    this.networkCanvas.onblur = () => this.network.press("Escape") && this.redraw();
    this.panels = { network: [this.networkBox], output: [el("div.pg-head", {}, this.title, this.side), this.outputBox] };
  }

  describeNetwork() {
    if (this.focused) return TEXT.say.neuron(this.network.nameOf(this.focused), formatWhole(this.frame?.epoch ?? 0));
    return `${super.describeNetwork()} ${TEXT.say.keys}`;
  }

  setScene(scene, theme) {
    super.setScene(scene, theme);
    this.network.pointAt(-99, -99);
    this.focus(null);
  }

  // The neuron under the pointer takes the place of the output.
  focus(node) {
    this.focused = node;
    setText(this.title, node ? this.network.nameOf(node) : TEXT.output);
    this.output.setFocus(this.pictureOf(node));
  }

  pictureOf(node) {
    if (!node) return null;
    const { layers, inputs } = this.scene;
    if (node.layer === 0) return inputs?.subarray(node.unit * THUMB, (node.unit + 1) * THUMB) ?? null;
    const k = neuronIndex(layers.map((layer) => layer.units), node.layer, node.unit);
    return this.frame?.neurons?.subarray(k * THUMB, (k + 1) * THUMB) ?? null;
  }

  setFrame(frame) {
    super.setFrame(frame);
    if (this.focused) this.output.setFocus(this.pictureOf(this.focused));
  }

  describeOutput() {
    const epoch = formatWhole(this.frame.epoch);
    if (this.focused) return TEXT.say.neuron(this.network.nameOf(this.focused), epoch);
    return TEXT.say.boundary(epoch, formatPercent(this.frame.test_accuracy));
  }
}

class DigitsView extends View {
  constructor(options) {
    super(options);
    this.onDraw = options.onDraw;
    this.network = new DigitsNetwork(this.networkCanvas);
    this.output = new Wall(this.outputCanvas);
    this.drawing = new Drawing({ onDraw: this.onDraw });
    this.title.textContent = TEXT.wall;
    this.outputCanvas.onpointermove = ({ offsetX, offsetY }) => setAttribute(this.outputCanvas, "title", this.output.textAt(offsetX, offsetY));
    const head = el("div.pg-head", {}, this.title, this.side);
    this.panels = { network: [this.networkBox], output: [this.drawing.element, head, this.outputBox] };
  }

  get drawn() {
    return this.drawing.pad.strokes;
  }

  setTheme(theme) {
    this.drawing.setTheme(theme);
  }

  setGuess(guess) {
    this.network.setGuess(guess);
    this.drawing.setGuess(guess);
  }

  setFrame(frame) {
    super.setFrame(frame);
    const { answers = [] } = this.scene;
    this.right = countRight(frame.guesses, answers);
    setText(this.side, TEXT.wallCount(this.right, answers.length));
  }

  describe() {
    super.describe();
    this.drawing.announce();
  }

  describeOutput() {
    return TEXT.say.wall(formatWhole(this.frame.epoch), this.right, this.scene.answers?.length ?? 0);
  }

  destroy() {
    this.drawing.destroy();
  }
}

export const VIEWS = { plane: PlaneView, digits: DigitsView };
