/** The network of the plane: a thumbnail for each neuron, a curve for each weight, a mark for each bias. */

import { FOOT } from "./builder.js";
import { fit, fitText, Pictures, still } from "../common/canvas.js";
import { drawCaption, drawLabel } from "./captions.js";
import { formatTwoDigits, formatWeight } from "../common/format.js";
import { formulaOf, shortName } from "./formula.js";
import { linkAt, neighbour, networkLayout, nodeAt } from "./layout.js";
import { TEXT } from "./text.js";
import { biasOffset, isPaired, neuronIndex } from "./weights.js";

const SIDE = 25;
const LEVELS = 7; // links are drawn in this many strengths for each sign: one stroke a strength, not one a link
const MANY = 400; // with more links than this they get fainter, and only the strongest move
const DASH = [5, 8];

/** How strong a link looks: 0 for no weight, near 1 for a large one. @param {number} weight @returns {number} */
export const strength = (weight) => Math.abs(weight) / (Math.abs(weight) + 0.9);

export class PlaneNetwork {
  /** @param {HTMLCanvasElement} canvas @param {{onHover: (node: ?import("./layout.js").Node) => void}} callbacks */
  constructor(canvas, { onHover }) {
    this.canvas = canvas;
    this.onHover = onHover;
    this.hovered = { node: null, link: -1 };
    this.dashOffset = 0;
  }

  setScene(scene, theme, width, height) {
    const { layers } = scene;
    this.scene = scene;
    this.theme = theme;
    this.size = [width, height];
    this.inputs = layers[0].units;
    this.context = fit(this.canvas, width, height);
    this.names = layers[0].labels ?? Array.from({ length: this.inputs }, (_, i) => TEXT.inputNumber(i + 1));
    this.context.font = `12px ${theme.font}`;
    const labels = Math.min(width * 0.2, Math.max(...this.names.map((name) => this.context.measureText(name).width)) + 12);
    this.layout = networkLayout(width, height, layers, labels, FOOT);
    this.level = new Int8Array(this.layout.links.count);
    const neurons = this.inputs + neuronIndex(layers, layers.length, 0);
    this.pictures = new Pictures(SIDE, neurons);
    if (scene.inputs) this.pictures.put(0, scene.inputs, theme.scale);
    this.still = still(width, height, (context) => this.drawStill(context));
    this.frame = null;
  }

  setFrame(frame) {
    if (!frame.neurons || !this.pictures) return;
    this.frame = frame;
    this.pictures.put(this.inputs, frame.neurons, this.theme.scale);
    this.pictures.flush();
    this.setLevels();
  }

  /** Have links show how much of the error each weight is to blame for, or the weights themselves. @param {boolean} blame @returns {boolean} whether that is new */
  showBlame(blame) {
    if (blame === this.blame) return false;
    this.blame = blame;
    if (this.frame) this.setLevels();
    return true;
  }

  setLevels() {
    const { weight, count } = this.layout.links;
    const { weights, gradients } = this.frame;
    const blame = this.blame && gradients;
    const largest = blame ? gradients.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12) : 1;
    for (let k = 0; k < count; k++) {
      const value = blame ? gradients[weight[k]] / largest : weights[weight[k]];
      const level = Math.min(LEVELS, Math.ceil((blame ? Math.sqrt(Math.abs(value)) : strength(value)) * LEVELS));
      this.level[k] = value < 0 ? -level : level;
    }
  }

  /** @param {boolean} moving whether data flows along the links */
  draw(moving) {
    const { context, layout, size, scene, hovered } = this;
    context.clearRect(0, 0, ...size);
    if (moving) this.dashOffset -= 1.5;
    if (this.frame) this.drawLinks(moving);
    for (const { nodes, x, size: side } of layout.columns) {
      if (nodes[0].layer > 0 && !this.frame) continue;
      for (const { y, layer, unit } of nodes) {
        const picture = layer === 0 ? unit : this.inputs + neuronIndex(scene.layers, layer, unit);
        this.pictures.draw(context, picture, x - side / 2, y - side / 2, side, side * 0.22);
      }
    }
    context.drawImage(this.still, 0, 0, ...size);
    if (this.frame) this.drawBiases();
    if (hovered.node || hovered.link >= 0) this.drawHovered();
  }

  drawLinks(moving) {
    const { context, theme, layout, hovered } = this;
    const widest = Math.max(1.6, Math.min(6, layout.columns.at(-1).size * 0.14, layout.columns[0].size * 0.14));
    const focus = hovered.node;
    const faint = Math.min(1, Math.max(0.3, Math.sqrt(MANY / Math.max(1, layout.links.count))));
    const still = faint < 0.6 ? LEVELS : faint < 1 ? LEVELS - 2 : LEVELS / 3; // links up to this level do not move
    context.lineCap = "butt";
    const weakest = focus || faint > 0.6 ? 1 : 3; // weak links among a thousand others are only a haze, and slow to draw
    for (let level = weakest; level <= LEVELS; level++) {
      const part = level / LEVELS;
      context.lineWidth = 0.6 + part * part * widest;
      const dashed = moving && level > still;
      for (const sign of [-1, 1]) {
        const path = this.linkPath(sign * level, focus);
        if (!path) continue;
        context.strokeStyle = sign < 0 ? theme.negative : theme.positive;
        context.globalAlpha = (0.2 + 0.7 * part) * (dashed ? 0.55 : 1) * faint;
        context.stroke(path);
        if (!dashed) continue;
        context.globalAlpha = (0.35 + 0.65 * part) * faint;
        context.setLineDash(DASH);
        context.lineDashOffset = this.dashOffset;
        context.stroke(path);
        context.setLineDash([]);
      }
    }
    context.globalAlpha = 1;
  }

  // All links of one level in one path. With a node in focus only its own links are drawn.
  linkPath(level, focus) {
    const { count, ends, from, to } = this.layout.links;
    let path = null;
    for (let k = 0; k < count; k++) {
      if (this.level[k] !== level || (focus && from[k] !== focus && to[k] !== focus)) continue;
      path ??= new Path2D();
      addLink(path, ends, k);
    }
    return path;
  }

  drawBiases() {
    const { context, theme, layout, scene, frame } = this;
    context.strokeStyle = theme.card;
    for (const { nodes, x, size } of layout.columns.slice(1)) {
      const offset = biasOffset(scene.layers, nodes[0].layer);
      context.lineWidth = size > 20 ? 1.5 : 0.5;
      for (const { y, unit } of nodes) {
        const bias = frame.weights[offset + unit];
        context.fillStyle = bias < 0 ? theme.negative : theme.positive;
        context.beginPath();
        context.arc(x - size / 2 + 1, y + size / 2 - 1, Math.max(1, size * 0.07) + size * 0.06 * strength(bias), 0, 7);
        context.stroke();
        context.fill();
      }
    }
  }

  drawStill(context) {
    const { theme, layout, scene } = this;
    this.pictures.flush();
    context.strokeStyle = theme.border;
    context.lineWidth = 1;
    for (const { nodes, x, size } of layout.columns)
      for (const { y } of nodes) {
        context.beginPath();
        context.roundRect(x - size / 2, y - size / 2, size, size, size * 0.22);
        context.stroke();
      }
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.font = `12px ${theme.font}`;
    context.fillStyle = theme.text;
    const inputs = layout.columns[0];
    for (const { x, y, size, unit } of inputs.nodes) context.fillText(fitText(context, this.names[unit], x - size / 2 - 8), x - size / 2 - 7, y);
    scene.layers.forEach((layer, k) => drawCaption(context, theme, layout, k, layer));
  }

  drawHovered() {
    const { context, theme, layout, hovered, frame } = this;
    const { layers } = this.scene;
    const { node, link } = hovered;
    if (node) {
      context.strokeStyle = theme.text;
      context.lineWidth = 2;
      context.beginPath();
      context.roundRect(node.x - node.size / 2, node.y - node.size / 2, node.size, node.size, node.size * 0.22);
      context.stroke();
      if (node.layer > 0 && frame) {
        const formula = formulaOf(layers, frame.weights, node, this.names);
        drawLabel(context, theme, formula, node.x, node.y + node.size / 2 + 15, this.size);
      }
      return;
    }
    if (!frame || link >= layout.links.count) return;
    const { ends, weight, to } = layout.links;
    const path = new Path2D();
    addLink(path, ends, link);
    context.strokeStyle = theme.text;
    context.lineWidth = 2;
    context.stroke(path);
    const value = formatWeight(frame.weights[weight[link]]);
    const text = isPaired(layers[to[link].layer]) ? TEXT.scale(value) : TEXT.weight(value);
    const gradient = frame.gradients ? ` · ${TEXT.gradient(formatTwoDigits(frame.gradients[weight[link]]))}` : "";
    drawLabel(context, theme, `${text}${gradient}`, hovered.x, hovered.y - 16, this.size);
  }

  /** @returns {boolean} whether something must be drawn anew */
  pointAt(x, y) {
    if (!this.layout) return false;
    const node = nodeAt(this.layout, x, y);
    return this.hover(node, node ? -1 : linkAt(this.layout, x, y), x, y);
  }

  /**
   * What a click at a point wants to change.
   * @returns {?{node: import("./layout.js").Node, place?: number}} a neuron, and where its number is among the weights of a frame
   */
  editableAt(x, y) {
    if (!this.layout || !this.frame) return null;
    const node = nodeAt(this.layout, x, y);
    if (node) return node.layer > 0 ? { node } : null;
    const link = linkAt(this.layout, x, y);
    return link < 0 ? null : { node: this.layout.links.to[link], place: this.layout.links.weight[link] };
  }

  /** Go to a neighbour by an arrow key. @returns {boolean} whether the key says anything */
  press(key) {
    const node = this.layout && neighbour(this.layout, this.hovered.node, key);
    return node === undefined ? false : this.hover(node, -1, 0, 0) || true;
  }

  /** @returns {?import("./layout.js").Node} where a neuron is now: another size has another layout */
  placed({ layer, unit }) {
    return this.layout.columns[layer]?.nodes[unit] ?? null;
  }

  hover(node, link, x, y) {
    const before = this.hovered;
    this.hovered = { node, link, x, y };
    if (before.node !== node) this.onHover(node);
    return before.node !== node || before.link !== link || link >= 0;
  }

  /** @returns {string} such as "x₁" or "h₃" */
  shortNameOf(node) {
    return shortName(this.names)(node);
  }

  /** @returns {string} such as "Dense (layer 1), unit 3" */
  nameOf({ layer, unit }) {
    const { name, units } = this.scene.layers[layer];
    if (layer === 0) return this.names[unit];
    return units === 1 ? name : TEXT.unit(name, layer, unit + 1);
  }
}

function addLink(path, ends, k) {
  const [x0, y0, x1, y1] = [ends[4 * k], ends[4 * k + 1], ends[4 * k + 2], ends[4 * k + 3]];
  const middle = (x0 + x1) / 2;
  path.moveTo(x0, y0);
  path.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}
