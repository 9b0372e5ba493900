/**
 * Where everything stands in the network of the digits: a column a layer, from the input picture to the output units. Pure.
 * Columns shrink from their comfortable to their smallest width until all have room; the weight pictures take what is left.
 */

import { CAPTION, gridLayout } from "./layout.js";

const LARGEST_CELL = 44;
const SMALLEST_GAP = 4;

/** Comfortable and smallest width of each kind of column. Layers without parameters are thinner. */
const WIDTHS = { maps: [46, 15], light: [34, 10], strip: [10, 5], circles: [14, 7], thin: [8, 4] };

/**
 * @typedef {{kind: "input" | "strip" | "maps" | "light" | "units" | "circles" | "thin" | "outputs", layer: number}} Kind
 * @typedef {Kind & {x: number, y: number, width: number, height: number}} Column
 * @typedef {{columns: Column[], grid: ?{columns: number, rows: number, cell: number}, pitch: number, unit: number,
 *   middle: number, top: number, room: number}} DigitsLayout `pitch` and `unit`: distance and side of the output units
 */

/**
 * How each layer is drawn. Where the weight pictures are those of the output, they have a column of their own before it.
 * @param {{shape: number[], parameters: number}[]} layers @param {?number} unitLayer whose weights are shown
 * @returns {Kind[]}
 */
export function columnKinds(layers, unitLayer) {
  return layers.flatMap(({ shape, parameters }, layer) => {
    const units = layer > 0 && layer === unitLayer ? [{ kind: "units", layer }] : [];
    if (layer === 0) return [{ kind: "input", layer }];
    if (layer === layers.length - 1) return [...units, { kind: "outputs", layer }];
    if (units.length) return units;
    if (shape.length === 3) return [{ kind: parameters ? "maps" : "light", layer }];
    if (layers[layer - 1].shape.length === 3 && !parameters) return [{ kind: "strip", layer }];
    return [{ kind: parameters ? "circles" : "thin", layer }];
  });
}

/**
 * @param {number} width @param {number} height
 * @param {Kind[]} kinds @param {number} shown weight pictures @param {number} classes output units
 * @returns {DigitsLayout}
 */
export function digitsLayout(width, height, kinds, shown, classes) {
  const [top, bottom] = [CAPTION + 4, 10];
  const room = height - top - bottom;
  const middle = top + room / 2;
  const pad = width < 460 ? 2 : 8;
  const pitch = Math.min(44, room / classes);
  const unit = Math.max(8, Math.min(26, Math.floor(pitch) - 4));
  const picture = Math.floor(Math.min(width * 0.17, room * 0.5, 112));
  const gaps = kinds.length - 1;

  const widths = { ...WIDTHS, input: [picture, Math.min(picture, width * 0.13)], outputs: [unit, unit], units: [0, 0] };
  const sum = (end) => kinds.reduce((total, { kind }) => total + widths[kind][end], 2 * pad);
  const wanted = Math.max(18, width * 0.05);
  const least = kinds.some(({ kind }) => kind === "units") ? Math.max(40, width * 0.2) : 0;
  const [roomy, tight] = [sum(0) + gaps * wanted, sum(1) + gaps * SMALLEST_GAP];
  const part = Math.max(0, Math.min(1, (width - least - tight) / Math.max(1, roomy - tight)));
  const between = (large, small) => small + part * (large - small);

  const fixed = between(roomy, tight);
  const grid = least ? gridLayout(shown, Math.max(12, width - fixed), room, LARGEST_CELL) : null;
  const own = grid ? grid.columns * grid.cell : 0;
  const gap = between(wanted, SMALLEST_GAP) + Math.max(0, width - fixed - own) / Math.max(1, gaps);

  let x = pad;
  const columns = kinds.map((one) => {
    const wide = one.kind === "units" ? own : between(...widths[one.kind]);
    const tall = { input: wide, maps: wide, light: wide, units: grid ? grid.rows * grid.cell : 0, outputs: pitch * classes }[one.kind] ?? room;
    const column = { ...one, x, y: middle - tall / 2, width: wide, height: tall };
    x += wide + gap;
    return column;
  });
  return { columns, grid, pitch, unit, middle, top, room };
}

/** Whether a column shows a stack of maps. @param {string} kind @returns {boolean} */
export const isMaps = (kind) => kind === "maps" || kind === "light";

/** @param {DigitsLayout} layout @returns {number} the smallest distance of a stack of maps from the column next to it */
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
