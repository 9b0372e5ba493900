/** The plane as one layer sees it: which layers there are to choose from, where things lie in the view, and how it is put into words. Pure. */

import { ticks, worded } from "./axes.js";
import { formatPercent, formatR2 } from "../common/format.js";
import { shortName } from "./formula.js";
import { TEXT } from "./text.js";

export const LINES = 17; // of the grid, each way
export const SAMPLES = 49; // places on a line
const GRID = 2 * LINES * SAMPLES;
const MARGIN = 0.04; // room beyond the outermost numbers, as a share of what they span
const ROOMY = 0.45; // an axis of which less than this is used is made shorter
const AROUND = 0.25; // room for the grid on either side of the points, as a share of what they span
const FLOOR = { label: "", low: -1.2, high: 1.1 }; // of a single unit: the grid lies at -1, the points are spread above it

/** @typedef {{label: string, low: number, high: number}} Axis */

/** The layers one can look at: all but an output of one unit, which the output picture shows. @param {{layers: Object[]}} scene */
export const bendable = ({ layers }) =>
  layers.map((layer, k) => ({ layer: k, text: TEXT.bend.layer(k, layer, k === layers.length - 1) })).filter((_, k) => k < layers.length - 1 || layers[k].units > 1);

/** The layer to show: the one before, if the network still has it, or the last hidden one. @param {{layers: Object[]}} scene @param {?number} [before] */
export function chosenLayer(scene, before = null) {
  if (before !== null && bendable(scene).some(({ layer }) => layer === before)) return before;
  return Math.max(0, scene.layers.length - 2);
}

/** Whether a frame shows this layer of its scene. */
export function showsLayer(scene, frame, layer) {
  const { bend, bent_grid: grid, bent_answers: answers, bent_points: points } = frame ?? {};
  if (bend?.layer !== layer || !scene.layers[layer]) return false;
  const shown = Math.ceil((scene.points?.length ?? 0) / 2 / bend.stride);
  return grid?.length === 2 * GRID && answers?.length === GRID && points?.length === 2 * shown;
}

/** The smallest and the largest of every second number. @param {ArrayLike<number>[]} arrays @param {0 | 1} from @returns {[number, number]} */
export function extent(arrays, from) {
  let [low, high] = [Infinity, -Infinity];
  for (const array of arrays)
    for (let k = from; k < array.length; k += 2) {
      if (array[k] < low) low = array[k];
      if (array[k] > high) high = array[k];
    }
  return low <= high ? [low, high] : [0, 0];
}

/**
 * What an axis has to show: all points, and as much of the grid as leaves room to see them. Corners without points may lie far out.
 * @param {Object} frame @param {0 | 1} from @returns {[number, number]}
 */
export function shownExtent({ bent_grid: grid, bent_points: points }, from) {
  const [low, high] = extent([grid], from);
  if (points.length === 0) return [low, high];
  const [first, last] = extent([points], from);
  const room = AROUND * (last - first);
  return [Math.min(first, Math.max(low, first - room)), Math.max(last, Math.min(high, last + room))];
}

/**
 * Round ends for an axis on which numbers lie. While they move within the axis, and fill it well, it stays as it was.
 * @param {?{low: number, high: number}} last @param {number} low @param {number} high
 */
export function steadyRange(last, low, high) {
  if (last && holds(last, low, high) && high - low >= ROOMY * (last.high - last.low)) return { low: last.low, high: last.high };
  const middle = (low + high) / 2;
  const half = halfOf(low, high);
  const step = stepOf(middle - half, middle + half);
  return { low: round(Math.floor((middle - half) / step + 1e-6) * step), high: round(Math.ceil((middle + half) / step - 1e-6) * step) };
}

/**
 * The same for two axes that are equally long, so that distances mean something.
 * @param {?{across: Axis, up: Axis}} last @param {[number, number]} across lowest and highest number @param {[number, number]} up
 * @returns {{low: number, high: number}[]}
 */
export function steadySquare(last, across, up) {
  const half = Math.max(halfOf(...across), halfOf(...up));
  const before = last ? [last.across, last.up] : [];
  const stays = before.length && holds(before[0], ...across) && holds(before[1], ...up) && 2 * half >= ROOMY * (before[0].high - before[0].low);
  if (stays) return before.map(({ low, high }) => ({ low, high }));
  const step = stepOf(-half, half);
  const steps = Math.ceil((2 * half) / step - 1e-6) + 1;
  return [across, up].map(([low, high]) => {
    const first = Math.floor(((low + high) / 2 - half) / step + 1e-6);
    return { low: round(first * step), high: round((first + steps) * step) };
  });
}

const holds = (axis, low, high) => low >= axis.low && high <= axis.high;
const halfOf = (low, high) => Math.max((high - low) / 2, 1e-3 * Math.max(1, Math.abs(low + high) / 2));
const round = (value) => Number(value.toPrecision(12)); // 0.30000000000000004 would be too small for 0.3

function stepOf(low, high) {
  const [first, second] = ticks(low, high);
  return ((second ?? first + (high - low) / 2) - first) / 2;
}

/**
 * The axes of the view on a layer.
 * @param {Object} scene @param {Object} frame one that shows the layer @param {?{across: Axis, up: Axis}} [last] those of the frame before
 * @returns {{across: Axis, up: Axis, flat: boolean}} `flat` where the height means nothing
 */
export function viewAxes(scene, frame, last = null) {
  const { layer, share } = frame.bend;
  const [across, up] = [shownExtent(frame, 0), shownExtent(frame, 1)];
  const { units } = scene.layers[layer];
  if (share !== null) {
    const [first, second] = steadySquare(last, across, up);
    const [one, other] = TEXT.bend.directions;
    return { across: { label: one, ...first }, up: { label: other, ...second }, flat: false };
  }
  const names = unitNames(scene, layer);
  const one = { label: names[0], ...steadyRange(last?.across ?? null, ...across) };
  return units === 1 ? { across: one, up: FLOOR, flat: true } : { across: one, up: { label: names[1], ...steadyRange(last?.up ?? null, ...up) }, flat: false };
}

/** What the units of a layer are called in formulas; outputs have the names of their classes. @returns {string[]} */
function unitNames({ layers }, layer) {
  const { labels, units } = layers[layer];
  const name = shortName([]);
  return labels ?? Array.from({ length: units }, (_, unit) => (layer === 0 ? TEXT.inputNumber(unit + 1) : name({ layer, unit })));
}

/** An axis with some room at either end, so that nothing lies on the frame. @param {Axis} axis @returns {Axis} */
export function padded({ label, low, high }) {
  const room = MARGIN * (high - low);
  return { label, low: low - room, high: high + room };
}

/**
 * Where places are in a square, from 0 to 1: across from the left, up from the bottom.
 * @param {ArrayLike<number>} pairs @param {Axis} across @param {Axis} up @param {Float32Array} to @param {number} [at] first index to write
 */
export function placePairs(pairs, across, up, to, at = 0) {
  const [x, y] = [1 / (across.high - across.low), 1 / (up.high - up.low)];
  for (let k = 0; k < pairs.length; k += 2) {
    to[at + k] = (pairs[k] - across.low) * x;
    to[at + k + 1] = (pairs[k + 1] - up.low) * y;
  }
}

/**
 * The part of the line `a x + b y + c = 0` within the axes.
 * @param {?number[]} line @param {Axis} across @param {Axis} up
 * @returns {?number[]} x0, y0, x1, y1 on the axes; null where it does not pass through
 */
export function clipLine(line, across, up) {
  if (!line) return null;
  const [a, b, c] = line;
  const ends = [];
  const add = (x, y) => {
    const inside = x >= across.low - 1e-9 && x <= across.high + 1e-9 && y >= up.low - 1e-9 && y <= up.high + 1e-9;
    if (inside && !ends.some(([u, v]) => Math.abs(u - x) + Math.abs(v - y) < 1e-9)) ends.push([x, y]);
  };
  if (b !== 0) for (const x of [across.low, across.high]) add(x, -(a * x + c) / b);
  if (a !== 0) for (const y of [up.low, up.high]) add(-(b * y + c) / a, y);
  return ends.length > 1 ? [...ends[0], ...ends[1]] : null;
}

/** What kind of view it is: each is explained in its own words. @returns {"input" | "flat" | "line" | "plane" | "principal" | "output"} */
export function viewKind({ layers }, { layer, share, line }) {
  if (share !== null) return "principal";
  if (layers[layer].units === 1) return "flat";
  if (layer === 0) return "input";
  if (layer === layers.length - 1) return "output";
  return line ? "line" : "plane";
}

/**
 * What the view shows, in a few sentences.
 * @param {Object} scene @param {Object} frame one that shows the layer
 * @returns {string[]}
 */
export function bendFacts(scene, { bend }, { across, up, flat }) {
  const { units } = scene.layers[bend.layer];
  const score = scene.classes === 0 ? formatR2 : formatPercent;
  const axis = (described) => TEXT.say.axis(worded(described));
  return [
    ...(bend.share === null ? [] : [TEXT.bend.share(formatPercent(bend.share), units)]),
    ...(bend.score === null ? [] : [TEXT.bend.score(scene.classes, score(bend.score), flat)]),
    ...(bend.share === null || bend.score === null ? [] : [TEXT.bend.scoreAll(score(bend.score_all), units)]),
    TEXT.bend.axes(flat ? axis(across) : TEXT.say.axes([axis(across), axis(up)])),
  ];
}

/** Slow at the start and at the end. @param {number} part of the time, 0 to 1 */
export const eased = (part) => part * part * (3 - 2 * part);
