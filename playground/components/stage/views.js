/**
 * The middle of the stage, one view a task. A view has `panels` (elements for the network card and the output card),
 * and `setTheme`, `setScene`, `setFrame`, `setGuess`, `setGallery`, `draw`, `askAgain`, `destroy`. To show another task, add a view to VIEWS; another output
 * of a network over the plane or the line is another kind in `outputKind`.
 */

import { numberAt, REACH, worded } from "./axes.js";
import { Builder } from "./builder.js";
import { DigitsView } from "./digits_view.js";
import { el, setText } from "../common/dom.js";
import { formatLoss, formatWeight, formatWhole } from "../common/format.js";
import { extremes, LineOutput } from "./line_output.js";
import { PlaneNetwork } from "./network.js";
import { Painter } from "./painter.js";
import { ManyClasses, NumberOnPlane, TwoClasses } from "./plane_output.js";
import { TEXT } from "./text.js";
import { box, describeScore, View } from "./view.js";
import { numbersOf, WeightEditor } from "./weight_editor.js";
import { neuronIndex } from "./weights.js";

const THUMB = 625;

const axesWords = (scene) => TEXT.say.axes(scene.axes.filter(Boolean).map((axis) => TEXT.say.axis(worded(axis))));

function curveWords({ axes: [across], height }, { curve }) {
  const found = curve && extremes(curve);
  if (!found) return "";
  const x = ({ x: place }) => formatWeight(numberAt(across, place / REACH));
  const y = ({ y: place }) => formatWeight(numberAt(height, place));
  return ` ${TEXT.say.extremes(across.label, y(found.low), x(found.low), y(found.high), x(found.high))}`;
}

/** Kinds of output of a network over the plane or the line, and how each is put into words. */
const OUTPUTS = {
  two: { Output: TwoClasses, say: (scene, epoch) => TEXT.say.boundary(epoch, axesWords(scene)) },
  many: { Output: ManyClasses, say: (scene, epoch) => TEXT.say.boundaries(epoch, axesWords(scene), scene.class_names) },
  number: { Output: NumberOnPlane, say: (scene, epoch) => TEXT.say.surface(epoch, axesWords(scene), worded(scene.height)) },
  line: { Output: LineOutput, say: (scene, epoch, frame) => TEXT.say.curve(epoch, axesWords(scene), worded(scene.height)) + curveWords(scene, frame) },
};

/** @param {{task: string, classes: number}} scene @returns {string} name of the kind of output that shows it */
export function outputKind({ task, classes }) {
  if (task === "line") return "line";
  if (classes === 0) return "number";
  return classes > 2 ? "many" : "two";
}

class PlaneView extends View {
  constructor(options) {
    super(options);
    this.network = new PlaneNetwork(this.networkCanvas, { onHover: (node) => this.focus(node) });
    this.shown = options.shown;
    this.shown.onChange = () => {
      this.output.setShown(this.shown.shown);
      this.redraw();
    };
    this.show("two");
    this.builder = new Builder({ send: options.send });
    this.editor = new WeightEditor({ send: options.send, onClose: () => this.backFromEditor() });
    this.networkBox.append(this.builder.element, this.editor.element);
    this.networkCanvas.onclick = ({ offsetX, offsetY }) => this.edit(this.network.editableAt(offsetX, offsetY));
    this.networkCanvas.onpointermove = ({ offsetX, offsetY }) => this.network.pointAt(offsetX, offsetY) && this.redraw();
    this.networkCanvas.onpointerleave = () => this.network.pointAt(-99, -99) && this.redraw();
    this.networkCanvas.tabIndex = 0;
    this.networkCanvas.onkeydown = (event) => {
      if (event.key === "Enter" && this.focused?.layer > 0) {
        event.preventDefault();
        return this.edit({ node: this.focused });
      }
      if (!this.network.press(event.key)) return;
      event.preventDefault();
      this.redraw();
      this.describe(); // whoever pressed a key waits for the answer
    };
    this.networkCanvas.onblur = () => this.network.press("Escape") && this.redraw();
    const plot = () => (this.focused ? null : this.output.layout?.plot);
    this.painter = new Painter(this.outputCanvas, { send: options.send, redraw: this.redraw, onPoints: () => this.showPainted(), plot });
    this.outputBox.append(this.painter.empty, this.painter.status);
    const head = el("div.pg-head", {}, this.title, this.side, this.painter.tools.count, this.painter.takeOver);
    this.panels = { network: [this.networkBox], output: [head, this.painter.tools.element, this.outputBox, this.shown.element] };
  }

  describeNetwork() {
    if (this.focused) return TEXT.say.neuron(this.network.nameOf(this.focused), formatWhole(this.frame?.epoch ?? 0));
    return `${super.describeNetwork()} ${TEXT.say.keys}`;
  }

  /** Open the card with a neuron's numbers. @param {ReturnType<PlaneNetwork["editableAt"]>} what */
  edit(what) {
    if (!what || !this.frame) return this.editor.close();
    const { node, place } = what;
    this.edited = node;
    const numbers = numbersOf(this.scene.layers, node, (from) => this.network.shortNameOf(from));
    this.editor.open(this.network.nameOf(node), numbers, this.frame.weights, node, box(this.networkBox), place);
  }

  backFromEditor() {
    this.networkCanvas.focus();
    this.network.hover(this.network.placed(this.edited), -1, 0, 0);
    this.redraw();
  }

  show(kind) {
    if (kind === this.kind) return;
    this.kind = kind;
    this.output = new OUTPUTS[kind].Output(this.outputCanvas);
    this.output.setShown(this.shown.shown);
    this.shown.show(kind);
  }

  setScene(scene, theme) {
    const resized = scene === this.scene; // whoever looks at a neuron, or changes its numbers, goes on
    const held = resized ? this.focused : null;
    this.show(outputKind(scene));
    this.painter.setScene(scene, theme); // first: its tools take room from the picture
    super.setScene(scene, theme);
    if (this.painter.ahead) this.showPainted();
    this.network.pointAt(-99, -99);
    this.focus(null);
    if (held) this.network.hover(this.network.placed(held), -1, 0, 0);
    if (resized) this.editor.stay(box(this.networkBox));
    else this.editor.hide();
    this.builder.show(this.network.layout, scene);
  }

  /** Show a phase of backpropagation. @param {?string} name @returns {boolean} whether something must be drawn anew */
  setPhase(name) {
    return this.network.showBlame(name === "backward");
  }

  // The neuron under the pointer takes the place of the output.
  focus(node) {
    this.focused = node;
    setText(this.title, node ? this.network.nameOf(node) : TEXT.output);
    this.output.setFocus(this.pictureOf(node));
    this.showError();
  }

  // Beside the title, how far off a told number is; a neuron's name needs the room.
  showError() {
    setText(this.side, this.scene.classes === 0 && this.frame && !this.focused ? TEXT.rmse(formatLoss(this.frame.rmse)) : "");
  }

  pictureOf(node) {
    if (!node) return null;
    const { layers, inputs } = this.scene;
    if (node.layer === 0) return inputs?.subarray(node.unit * THUMB, (node.unit + 1) * THUMB) ?? null;
    const k = neuronIndex(layers, node.layer, node.unit);
    return this.frame?.neurons?.subarray(k * THUMB, (k + 1) * THUMB) ?? null;
  }

  showPainted() {
    this.output.setPoints(this.painter.arrays);
    if (this.frame) this.output.setFrame(this.painter.dressed(this.frame));
    this.redraw();
  }

  draw(moving) {
    super.draw(moving);
    this.painter.draw(this.output.context);
  }

  setFrame(frame) {
    super.setFrame(this.painter.dressed(frame));
    this.frame = frame;
    this.editor.setWeights(frame.weights);
    if (this.focused) this.output.setFocus(this.pictureOf(this.focused));
    this.showError();
  }

  describeOutput() {
    const epoch = formatWhole(this.frame.epoch);
    if (this.focused) return TEXT.say.neuron(this.network.nameOf(this.focused), epoch);
    return `${OUTPUTS[this.kind].say(this.scene, epoch, this.frame)} ${describeScore(this.scene, this.frame)} ${this.painter.describe()}`.trim();
  }

  /** @param {string} did what was done last, as the server has carried it out */
  settled(did) {
    this.painter.settled(did);
  }

  destroy() {
    this.painter.destroy();
  }
}

export const VIEWS = { plane: PlaneView, line: PlaneView, digits: DigitsView };
