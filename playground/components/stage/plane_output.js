/** Outputs over the plane: two classes with their boundary, more classes, and a number to tell. */

import { axisOf } from "./axes.js";
import { fit, fitText, Pictures } from "../common/canvas.js";
import { classScale, cssColor, signedByte, stepped } from "../common/colors.js";
import { borders, contour } from "./contour.js";
import { flowLayout } from "./layout.js";
import { Output } from "./output.js";
import { isShown } from "./output_options.js";
import { drawAxes, drawPlanePoints, drawPoint, drawRings, drawScaleLegend, drawSegments, VEIL } from "./plot.js";
import { neuronTexts, scaleTexts } from "./scale_texts.js";
import { TEXT } from "./text.js";

const SIDE = 100;
const CERTAIN = new Uint8Array(SIDE * SIDE).fill(255);
const ZERO = 127.5;
const ROW = 17; // height of a row of the legend
const BANDS = 10; // of a number to tell, where it is not shaded
const MOST_NAME = 120; // width of a class's name in the legend

class PlaneOutput extends Output {
  constructor(canvas) {
    super(canvas);
    this.large = new Pictures(SIDE, 1);
  }

  drawOutput() {
    const { context, layout, theme, segments } = this;
    const { x, y, side } = layout.plot;
    context.globalAlpha = VEIL;
    this.large.draw(context, 0, x, y, side);
    context.globalAlpha = 1;
    if (segments?.length) drawSegments(context, segments, layout.plot, theme);
  }

  drawStill(context) {
    this.drawPlane(context);
    this.drawLegend(context);
  }

  drawPlane(context) {
    const { scene, theme, layout: { plot } } = this;
    const [across, up] = scene.axes.map((axis) => axis && axisOf(axis));
    drawPlanePoints(context, scene, plot, (k) => this.colorOf(k), theme, this.rim, (held) => isShown(this.shown, held));
    drawAxes(context, plot, theme, across, up);
  }

  /** Show other points than the scene's, until the server knows of them. */
  setPoints({ points, labels, test }) {
    this.scene = { ...this.scene, points, labels, test };
    const context = fit(this.still, ...this.size);
    context.clearRect(0, 0, ...this.size);
    this.drawStill(context);
  }

  drawOver({ mistaken }) {
    const { context, layout, theme, scene, shown } = this;
    const fits = mistaken?.length === scene.points.length / 2; // not while points are painted that the server does not know of yet
    if (fits && shown.mistaken) drawRings(context, scene.points, mistaken, layout.plot, theme, (k) => isShown(shown, scene.test?.[k]));
  }

  drawStillFocus(context) {
    this.drawPlane(context);
    drawScaleLegend(context, this.layout.legend, this.theme, neuronTexts());
  }
}

/** Two classes: what the network says on the one scale, and the line between them. */
export class TwoClasses extends PlaneOutput {
  prepare({ output }) {
    this.large.put(0, output, this.scale);
    this.large.flush();
    this.segments = contour(output, SIDE, ZERO);
  }

  /** Shades, or the class that the network would choose. */
  get scale() {
    return this.shown.hard ? stepped(this.theme.scale, 2) : this.theme.scale;
  }

  colorOf(k) {
    return this.scene.labels?.[k] ? this.theme.positive : this.theme.negative;
  }

  drawLegend(context) {
    drawScaleLegend(context, this.layout.legend, this.theme, scaleTexts(this.scene, this.shown.hard), this.scale);
  }
}

/** A number to tell: the same scale for what the network says and for the points, and no boundary. */
export class NumberOnPlane extends TwoClasses {
  // A point may have any colour of the scale, that of its surroundings too.
  get rim() {
    return this.theme.muted;
  }

  prepare({ output }) {
    this.large.put(0, output, this.scale);
    this.large.flush();
  }

  get scale() {
    return this.shown.hard ? stepped(this.theme.scale, BANDS) : this.theme.scale;
  }

  colorOf(k) {
    return cssColor(this.theme.scale[signedByte(this.scene.values?.[k] ?? 0)]);
  }
}

/** More than two classes: the colour of the likeliest one, the stronger the surer. */
export class ManyClasses extends PlaneOutput {
  setScene(scene, theme, width, height) {
    this.scale = classScale(theme, scene.classes);
    super.setScene(scene, theme, width, height);
  }

  prepare({ winners, confidence }) {
    this.large.put(0, blend(winners, this.shown.hard ? CERTAIN : confidence), this.scale);
    this.large.flush();
    this.segments = borders(winners, confidence, SIDE);
  }

  colorOf(k) {
    return this.theme.classes[this.scene.labels?.[k] ?? 0];
  }

  /** The marks of the legend, in rows as wide as the canvas: there may be many names. */
  entries(context) {
    const { scene, theme } = this;
    context.font = `11px ${theme.font}`;
    const entries = [
      ...scene.class_names.map((name, k) => ({ text: fitText(context, name, MOST_NAME), color: theme.classes[k] })),
      ...(this.shown.hard ? [] : [{ text: TEXT.legendPale, color: null }]),
    ];
    const widths = entries.map(({ text }) => context.measureText(text).width + 23);
    const places = flowLayout(widths, this.size[0] - 8, ROW);
    return entries.map((entry, k) => ({ ...entry, ...places[k], end: places[k].x + widths[k] }));
  }

  legendHeight() {
    return Math.max(super.legendHeight(), this.entries(this.context).at(-1).y + ROW + 4);
  }

  drawLegend(context) {
    const { layout: { legend }, theme } = this;
    const entries = this.entries(context);
    const left = Math.max(2, Math.min(legend.x, this.size[0] - Math.max(...entries.map(({ end }) => end)))) + 4;
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (const { text, color, x, y } of entries) {
      if (color) drawPoint(context, left + x, legend.y + y + 6, 3.6, color, false, theme);
      context.fillStyle = theme.muted;
      context.fillText(text, left + x + (color ? 8 : 0), legend.y + y + 6.5);
    }
  }
}

/** Entries of a scale of classes. @param {Uint8Array} winners @param {Uint8Array} confidence @returns {Uint16Array} */
export const blend = (winners, confidence) => Uint16Array.from(winners, (winner, k) => 256 * winner + confidence[k]);
