/** The output of a network with one coordinate: its curve, and the points it should run through. */

import { axisOf, REACH, widened } from "./axes.js";
import { Output } from "./output.js";
import { isShown } from "./output_options.js";
import { drawAxes, drawPoint, drawScaleLegend, placeOf, pointRadius } from "./plot.js";
import { neuronTexts } from "./scale_texts.js";
import { TEXT } from "./text.js";

const HEIGHT = 1.6; // heights are seen from -1.6 to 1.6
const heightOf = (value) => (value + HEIGHT) / (2 * HEIGHT);

/** Where the k-th of `count` values of a curve is measured. @returns {number} */
export const curveX = (k, count) => -REACH + ((k + 0.5) * 2 * REACH) / count;

/**
 * The highest and the lowest place of a curve.
 * @param {ArrayLike<number>} curve
 * @returns {?{low: {x: number, y: number}, high: {x: number, y: number}}} null where nothing is finite
 */
export function extremes(curve) {
  let [low, high] = [-1, -1];
  for (let k = 0; k < curve.length; k++) {
    if (!Number.isFinite(curve[k])) continue;
    if (low < 0 || curve[k] < curve[low]) low = k;
    if (high < 0 || curve[k] > curve[high]) high = k;
  }
  const at = (k) => ({ x: curveX(k, curve.length), y: curve[k] });
  return low < 0 ? null : { low: at(low), high: at(high) };
}

export class LineOutput extends Output {
  // The curve comes over the points, so that what moves is never hidden by what stands still.
  draw() {
    super.draw();
    if (this.frame && !this.focus) this.drawCurve(this.frame.curve);
  }

  drawCurve(curve) {
    const { context, theme, layout: { plot: { x, y, side } } } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, side, side);
    context.clip();
    context.beginPath();
    let broken = true;
    for (let k = 0; k < curve.length; k++) {
      if (!Number.isFinite(curve[k])) {
        broken = true;
        continue;
      }
      const at = [x + placeOf(curveX(k, curve.length)) * side, y + side - heightOf(Math.max(-99, Math.min(99, curve[k]))) * side];
      if (broken) context.moveTo(...at);
      else context.lineTo(...at);
      broken = false;
    }
    context.lineJoin = "round";
    context.strokeStyle = theme.card;
    context.lineWidth = 5;
    context.globalAlpha = 0.7;
    context.stroke();
    context.globalAlpha = 1;
    context.strokeStyle = theme.positive;
    context.lineWidth = 2.5;
    context.stroke();
    context.restore();
  }

  drawStill(context) {
    const { scene, theme, layout: { plot, legend } } = this;
    const { x, y, side } = plot;
    context.strokeStyle = theme.grid;
    context.beginPath();
    const up = axisOf(widened(scene.height, HEIGHT));
    for (const { place } of up.ticks) {
      const at = Math.round(y + side - place * side) + 0.5;
      context.moveTo(x, at);
      context.lineTo(x + side, at);
    }
    context.stroke();
    drawAxes(context, plot, theme, axisOf(scene.axes[0]), up);
    const { points = [], values = [], test = [] } = scene;
    const color = (held) => (held ? theme.test : theme.train);
    context.save();
    context.beginPath();
    context.rect(x, y, side, side);
    context.clip();
    for (let k = 0; k < points.length; k++)
      if (isShown(this.shown, test[k])) drawPoint(context, x + placeOf(points[k]) * side, y + side - heightOf(values[k]) * side, pointRadius(side), color(test[k]), Boolean(test[k]), theme);
    context.restore();
    this.drawLegend(context, legend);
  }

  drawLegend(context, { x, y }) {
    const { theme } = this;
    context.strokeStyle = theme.positive;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(x, y + 4);
    context.lineTo(x + 22, y + 4);
    context.stroke();
    context.fillStyle = theme.muted;
    context.font = `11px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(TEXT.legendNetwork(this.scene.height.label), x + 29, y + 4.5);
  }

  // A neuron's picture has stripes: only the way across means something.
  drawStillFocus(context) {
    const { scene, theme, layout: { plot, legend } } = this;
    drawAxes(context, plot, theme, axisOf(scene.axes[0]), null);
    drawScaleLegend(context, legend, theme, neuronTexts());
  }
}
