/**
 * Where everything stands in the network of the digits: a column a layer, from the input picture to the output units. Pure.
 * Columns shrink together from their comfortable to their smallest width until all have room.
 */

import { CAPTION } from "./layout.js";
import { shownOf } from "./responses.js";

const SMALLEST_GAP = 4;
const STEPS = 100;
const ACROSS = 40; // px between two columns of maps from which on their captions stand over them
const UPRIGHT = 92; // room for captions below the columns of maps
const MARK = 14; // the largest value of a layer, below its column

/** Comfortable and smallest width of the columns that are as wide as they are. */
const WIDTHS = { strip: [10, 5], thin: [8, 4] };
/** Comfortable and smallest side of a cell of the columns that are grids. */
const CELLS = { units: [44, 6], maps: [44, 6], light: [44, 6], cells: [15, 4] };

/**
 * @typedef {{kind: "input" | "strip" | "maps" | "light" | "units" | "cells" | "thin" | "outputs", layer: number, count: number, side: number}} Kind
 *   `count` cells of a grid; `side` of a layer's maps in pixels
 * @typedef {{columns: number, rows: number, cell: number, count: number}} Grid
 * @typedef {Kind & {x: number, y: number, width: number, height: number, grid?: Grid}} Column
 * @typedef {{columns: Column[], pitch: number, unit: number, middle: number, top: number, room: number, upright: boolean}} DigitsLayout
 *   `pitch` and `unit`: distance and side of the output units; `upright`: captions of maps stand below them
 */

/**
 * How each layer is drawn. Weight pictures of the output have a column of their own before it, kernels one before their maps.
 * @param {Object} scene @returns {Kind[]}
 */
export function columnKinds(scene) {
  const { layers, unit_layer: unitLayer, units_shown: weights = 0 } = scene;
  return layers.flatMap(({ shape, parameters }, layer) => {
    const of = (kind, count = 0) => ({ kind, layer, count, side: shape.length === 3 ? shape[0] : 0 });
    const units = weights && layer === unitLayer ? [of("units", weights)] : [];
    if (layer === 0) return [of("input")];
    if (layer === layers.length - 1) return [...units, of("outputs")];
    const before = layers[layer - 1].shape;
    const count = shownOf(scene, layer);
    if (!parameters && String(shape) === String(before)) return [of("thin")];
    if (shape.length === 3) return [...units, of(parameters ? "maps" : "light", count)];
    if (units.length) return units;
    const flat = before.length === 3 && before.reduce((product, side) => product * side, 1) === shape[0];
    return [flat ? of("strip") : of("cells", count)];
  });
}

/**
 * @param {number} width @param {number} height @param {Kind[]} kinds @param {number} classes output units
 * @returns {DigitsLayout}
 */
export function digitsLayout(width, height, kinds, classes) {
  const across = placed(width, height, kinds, classes, false);
  return closestMaps(across) < ACROSS ? placed(width, height, kinds, classes, true) : across;
}

function placed(width, height, kinds, classes, upright) {
  const [top, bottom] = [CAPTION + 4, 6 + MARK];
  const room = height - top - bottom;
  const middle = top + room / 2;
  const pad = width < 460 ? 2 : 8;
  const pitch = Math.min(44, room / classes);
  const unit = Math.max(8, Math.min(26, Math.floor(pitch) - 4));
  const picture = Math.floor(Math.min(width * 0.17, room * 0.5, 112));
  const largest = Math.max(1, ...kinds.map(({ side }, k) => (k ? side : 0)));
  const mapRoom = upright ? Math.max(40, room - UPRIGHT) : room;
  const roomOf = (kind) => (isMaps(kind) ? mapRoom : room);
  const gaps = kinds.length - 1;

  const at = (part) => {
    const between = ([large, small]) => small + part * (large - small);
    const sized = kinds.map((one) => {
      const { kind, count, side } = one;
      if (kind === "outputs") return { ...one, width: unit };
      if (kind === "input") return { ...one, width: between([picture, Math.min(picture, width * 0.12)]) };
      if (!CELLS[kind]) return { ...one, width: between(WIDTHS[kind]) };
      const [comfort, least] = CELLS[kind];
      const share = isMaps(kind) ? 0.6 + (0.4 * side) / largest : 1; // what pooling has shrunk looks smaller
      const grid = gridOf(count, Math.max(least, comfort * share * part), roomOf(kind));
      return { ...one, grid, width: grid.columns * grid.cell };
    });
    const gap = between([Math.max(18, width * 0.05), SMALLEST_GAP]);
    return { sized, gap, left: width - 2 * pad - sized.reduce((sum, each) => sum + each.width, 0) - gaps * gap };
  };
  let step = STEPS;
  let found = at(1);
  while (found.left < 0 && step > 0) found = at(--step / STEPS);
  const gap = found.gap + found.left / Math.max(1, gaps);

  let x = pad;
  const columns = found.sized.map((one) => {
    const { kind, grid, width: wide } = one;
    const tall = grid ? grid.rows * grid.cell : { input: wide, outputs: pitch * classes }[kind] ?? room;
    const column = { ...one, x, y: top + (roomOf(kind) - tall) / 2, height: tall };
    x += wide + gap;
    return column;
  });
  return { columns, pitch, unit, middle, top, room, upright };
}

/** Cells of one size, in as few columns as the room allows, and in rows as even as can be. @returns {Grid} */
function gridOf(count, cell, room) {
  const columns = Math.ceil(count / Math.max(1, Math.floor(room / cell)));
  return { columns, rows: Math.ceil(count / columns), cell: Math.min(cell, room), count };
}

/** Whether a column shows maps. @param {string} kind @returns {boolean} */
export const isMaps = (kind) => kind === "maps" || kind === "light";

/** @param {DigitsLayout} layout @returns {number} the smallest distance of a column of maps from the column next to it */
export const closestMaps = ({ columns }) => columns.reduce((least, one, k) => {
  const next = columns[k + 1];
  if (!next || !(isMaps(one.kind) || isMaps(next.kind))) return least;
  return Math.min(least, next.x + next.width / 2 - one.x - one.width / 2);
}, Infinity);

/** @param {DigitsLayout} layout @returns {?Column} the column at a place, or next to it */
export function columnAt({ columns }, x) {
  const distance = ({ x: left, width }) => Math.max(left - x, x - left - width, 0);
  const nearest = columns.reduce((best, column) => (distance(column) < distance(best) ? column : best));
  return distance(nearest) < 12 ? nearest : null;
}

/** Heights at which lines leave or reach a column, evenly. @param {Column} column @param {number} count @returns {number[]} */
export const ports = ({ y, height }, count) => Array.from({ length: count }, (_, k) => y + (height * (k + 0.5)) / count);
