/** Where things are in a chart: pure, and the same on the page, in a picture and in a vector file. */

import { formatTick, ticks } from "../stage/axes.js";

const PAD = 0.05; // of the height, above and below
const TAIL = 0.02; // the share of values at either end that may be cut off, where they are far away
const FAR = 0.7; // of the height of the others
export const LABEL_GAP = 15; // px from one label beside a line to the next
const MOST_POWER = 60;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * @typedef {{label: string, color: string, values: ArrayLike<number>, dashed?: boolean, faint?: boolean, key?: number}} Line
 * @typedef {{x: ArrayLike<number>, lines: Line[], xLabel: string, yLabel: string, power?: boolean, bars?: boolean, dots?: boolean, whole?: boolean}} Figure
 *   with `power`, values are powers of ten; with `bars` each stands for a bin around its x
 */

/**
 * From where to where values go: all of them, unless some few are so far away that the others would be a flat line.
 * @param {ArrayLike<number>[]} rows @returns {?[number, number]} null where there is none
 */
function hull(rows) {
  const all = [];
  for (const row of rows) for (const value of row) if (Number.isFinite(value)) all.push(value);
  if (!all.length) return null;
  all.sort((a, b) => a - b);
  const at = (share) => all[Math.round(share * (all.length - 1))];
  const [low, high] = [at(TAIL), at(1 - TAIL)];
  const span = high - low;
  return span > 0 ? [Math.max(all[0], low - FAR * span), Math.min(all.at(-1), high + FAR * span)] : [all[0], all.at(-1)];
}

function padded([low, high]) {
  if (low === high) return [low - (Math.abs(low) || 1) * 0.5, high + (Math.abs(high) || 1) * 0.5];
  const pad = PAD * (high - low);
  return [low - pad, high + pad];
}

/** The range of an axis for values, with some room at its ends. @param {ArrayLike<number>[]} rows @returns {[number, number]} */
export function extent(rows) {
  const ends = hull(rows);
  return ends ? padded(ends) : [0, 1];
}

/** The range of a figure: that of its lines, and some more where the slopes of those need it. @param {Line[]} lines @returns {[number, number]} */
export function rangeOf(lines) {
  const ends = (dashed) => hull(lines.filter((line) => Boolean(line.dashed) === dashed && !line.faint).map(({ values }) => values));
  const [solid, slopes] = [ends(false), ends(true)];
  if (!solid) return extent(lines.map(({ values }) => values));
  const room = FAR * (solid[1] - solid[0] || 1);
  return padded(slopes ? [Math.max(Math.min(solid[0], slopes[0]), solid[0] - room), Math.min(Math.max(solid[1], slopes[1]), solid[1] + room)] : solid);
}

/** @param {number} power whole @returns {string} such as "10⁻³" */
export const formatPower = (power) => (power === 0 ? "1" : power === 1 ? "10" : `10${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[digit]).join("")}`);

/** Whole powers of ten between two, few enough to be read. */
export function powerTicks(low, high) {
  const step = [1, 2, 3, 5, 10, 20, 50].find((each) => (high - low) / each <= 7) ?? 100;
  const first = Math.ceil(low / step - 1e-9) * step;
  return Array.from({ length: Math.max(0, Math.floor((high - first) / step + 1e-9) + 1) }, (_, k) => first + k * step);
}

/**
 * @param {Figure} figure @param {number} width @param {number} height @param {boolean} labelled whether names stand beside the lines
 * @returns {{box: {left: number, top: number, width: number, height: number}, x: (value: number) => number, y: (value: number) => number,
 *   xTicks: {at: number, text: string}[], yTicks: {at: number, text: string}[], low: number, high: number}}
 */
export function layoutOf(figure, width, height, labelled) {
  let [low, high] = rangeOf(figure.lines);
  if (figure.power) [low, high] = powerRange(low, high);
  else if (figure.bars || figure.floor) low = 0;
  // Bins have a width, and dots want not to be cut in half.
  const half = figure.x.length < 2 ? 0 : figure.bars ? (figure.x[1] - figure.x[0]) / 2 : figure.dots ? 0.012 * (figure.x[figure.x.length - 1] - figure.x[0]) : 0;
  const [first, last] = figure.x.length ? [figure.x[0] - half, figure.x[figure.x.length - 1] + half] : [0, 1];
  const left = 58;
  const right = labelled ? Math.max(90, Math.min(150, width * 0.16)) : 14;
  const box = { left, top: 14, width: Math.max(10, width - left - right), height: Math.max(10, height - 14 - 46) };
  const x = (value) => box.left + ((value - first) / (last - first || 1)) * box.width;
  const y = (value) => box.top + (1 - (value - low) / (high - low || 1)) * box.height;
  const yValues = figure.power ? powerTicks(low, high) : ticks(low, high);
  return {
    box, x, y, low, high, first, last,
    xTicks: (figure.whole ? wholeTicks(first, last) : ticks(first, last)).map((value) => ({ at: value, text: formatTick(value, last - first) })),
    yTicks: yValues.map((value) => ({ at: value, text: figure.power ? formatPower(value) : formatTick(value, high - low) })),
  };
}

function powerRange(low, high) {
  const [bottom, top] = [Math.max(-MOST_POWER, low), Math.min(MOST_POWER, high)];
  const middle = (bottom + top) / 2;
  return top - bottom < 2 ? [middle - 1.1, middle + 1.1] : [bottom, top];
}

const wholeTicks = (first, last) => {
  const found = ticks(first, last).filter(Number.isInteger);
  return found.length > 1 ? found : [Math.ceil(first), Math.floor(last)];
};

/** @param {ArrayLike<number>} x growing @param {number} value @returns {number} number of the place that is nearest */
export function nearest(x, value) {
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= value) low = middle;
    else high = middle;
  }
  return Math.abs(x[high] - value) < Math.abs(x[low] - value) ? high : low;
}

/**
 * Places for labels that want to be somewhere and must not overlap.
 * @param {number[]} wanted px @param {number} gap @param {number} low @param {number} high @returns {number[]} in the order of `wanted`
 */
export function spread(wanted, gap, low, high) {
  const order = wanted.map((_, k) => k).sort((a, b) => wanted[a] - wanted[b]);
  const placed = [];
  let least = low;
  for (const k of order) {
    placed[k] = Math.max(least, Math.min(high, wanted[k]));
    least = placed[k] + gap;
  }
  let most = high;
  for (const k of [...order].reverse()) {
    placed[k] = Math.min(placed[k], most);
    most = placed[k] - gap;
  }
  return placed;
}

/** The last value of a line that can be drawn. @returns {number} its number, or -1 */
export function lastFinite(values) {
  for (let k = values.length - 1; k >= 0; k--) if (Number.isFinite(values[k])) return k;
  return -1;
}
