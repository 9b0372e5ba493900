/** What goes on inside each layer, as series to draw and numbers to write. Pure. */

import { formatTwoDigits, formatPercent } from "../common/format.js";

/** What is followed of each layer, in the order of a row; `share` is 0 to 1, others span powers of ten. */
export const MEASURES = [
  { id: "gradient", share: false, format: formatTwoDigits },
  { id: "weights", share: false, format: formatTwoDigits },
  { id: "update", share: false, format: formatTwoDigits },
  { id: "dead", share: true, format: (value) => formatPercent(value, 0) },
  { id: "saturated", share: true, format: (value) => formatPercent(value, 0) },
];

const SMALLEST = 1e-9; // smaller numbers are drawn as if they were this small
export const BINS = 24;

/**
 * @param {{looks: Float32Array, keys: string[]}} inside
 * @returns {{epochs: number[], of: (layer: number, measure: number) => number[]}} the series of each measure of each layer
 */
export function series({ looks, keys }) {
  const width = 1 + keys.length * MEASURES.length;
  const rows = Math.floor(looks.length / width);
  const column = (k) => Array.from({ length: rows }, (_, row) => looks[row * width + k]);
  return { epochs: column(0), of: (layer, measure) => column(1 + layer * MEASURES.length + measure) };
}

/** Powers of ten around all numbers above 0: `[low, high]`, at least one power apart; null where there are none. */
export function decades(numbers) {
  const known = numbers.filter((value) => Number.isFinite(value) && value > 0).map((value) => Math.log10(Math.max(value, SMALLEST)));
  if (!known.length) return null;
  const low = Math.floor(Math.min(...known) + 1e-9);
  return [low, Math.max(low + 1, Math.ceil(Math.max(...known) - 1e-9)) + 0]; // (+ 0: no negative zero)
}

/**
 * Places of a series in a box, from left to right; null where there is no number.
 * @param {number[]} epochs @param {number[]} values @param {boolean} share @param {[number, number]} range powers of ten, or shares
 * @returns {(?[number, number])[]} each from 0 to 1, up is 1
 */
export function places(epochs, values, share, [low, high]) {
  const first = epochs[0];
  const span = Math.max(1e-9, epochs.at(-1) - first);
  return values.map((value, k) => {
    if (!Number.isFinite(value)) return null;
    const at = share ? value : Math.log10(Math.max(value, SMALLEST));
    return [epochs.length > 1 ? (epochs[k] - first) / span : 0, Math.min(1, Math.max(0, (at - low) / (high - low)))];
  });
}

/** @param {Float32Array} shares of all layers @param {number} layer @returns {Float32Array} bars of one of them, the highest is 1 */
export function bars(shares, layer) {
  const own = shares.subarray(layer * BINS, (layer + 1) * BINS);
  const top = Math.max(...own);
  return top > 0 ? own.map((share) => share / top) : own;
}
