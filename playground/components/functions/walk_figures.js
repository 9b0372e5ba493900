/** Walks of an answer, and the figure below them. Pure. */

import { row } from "./rows.js";
import { TEXT } from "./text.js";

/**
 * The walks, as they are drawn.
 * @param {import("../common/safetensors.js").Message} answer @param {{label: string, color: () => string}[]} lines
 */
export function walksOf({ json, tensors }, lines) {
  const numbers = 2 * tensors.paths.shape[1];
  return lines.map(({ label, color }, k) => ({
    label, color: color(), count: json.counts[k], lost: json.lost[k], rate: json.rates[k],
    path: tensors.paths.data.subarray(k * numbers, (k + 1) * numbers), heights: row(tensors.heights, k),
  }));
}

/**
 * How high each walk is from step to step, or how far from the nearest minimum.
 * @param {import("../common/safetensors.js").Message} answer @param {{label: string, color: () => string}[]} lines
 * @param {{distance: boolean, ofLoss: boolean}} about @returns {import("./chart_layout.js").Figure}
 */
export function figureOf({ tensors }, lines, { distance, ofLoss }) {
  const away = distance && Boolean(tensors.distances); // where minima are known
  const tensor = away ? tensors.distances : tensors.heights;
  const power = away || ofLoss; // both are above 0, and differ by orders of magnitude
  return {
    x: Float32Array.from({ length: tensor.shape[1] }, (_, k) => k),
    lines: lines.map(({ label, color }, k) => ({ key: k, label, color: color(), values: power ? row(tensor, k).map(Math.log10) : row(tensor, k), short: "" })),
    xLabel: TEXT.axes.step, yLabel: TEXT.axes[away ? "distance" : ofLoss ? "networkHeight" : "height"], power, whole: true,
  };
}
