/** Where everything stands in a box of a given size. Pure arithmetic in CSS pixels; drawing is elsewhere. */

import { isPaired, weightOffset } from "./weights.js";

export const CAPTION = 36; // two lines of text above each column
const BETWEEN = 14; // a third line, for layers without numbers of their own
const FOOT = 18; // "16 of 32" below a column that does not fit
const LARGEST = 46;
const SMALLEST = 13;
const GAP = 4;
const COMFORT = 26; // from this size on all neurons of a network are equally large

/**
 * @typedef {{x: number, y: number, size: number, layer: number, unit: number}} Node centre and side
 * @typedef {{x: number, size: number, shown: number, units: number, nodes: Node[]}} Column
 * @typedef {{columns: Column[], spacing: number, links: Links, width: number, height: number}} NetworkLayout
 * @typedef {{count: number, ends: Float32Array, weight: Int32Array, from: Node[], to: Node[]}} Links
 *   `ends` holds x0, y0, x1, y1 of each link; `weight` its place in the flat weights of a frame
 */

/**
 * @param {number} width @param {number} whole height
 * @param {(import("./weights.js").Layer & {between?: string[]})[]} layers from input to output
 * @param {number} [labels] room left of the inputs for their names
 * @param {number} [foot] room left free at the bottom
 * @returns {NetworkLayout}
 */
export function networkLayout(width, whole, layers, labels = 40, foot = 0) {
  const height = whole - foot;
  const right = 10;
  const units = layers.map((layer) => layer.units);
  const caption = CAPTION + (layers.some(({ between }) => between?.length) ? BETWEEN : 0);
  const crowded = units.some((count) => count * (SMALLEST + GAP) > height - caption - 8);
  const room = height - caption - (crowded ? FOOT : 8);
  const fitting = Math.max(1, Math.floor(room / (SMALLEST + GAP)));
  const shown = units.map((count) => Math.min(count, fitting));

  const between = (width - labels - right) / units.length;
  const own = shown.map((count) => Math.max(SMALLEST, Math.min(LARGEST, between * 0.55, (room / count) * 0.8)));
  const common = Math.min(...own);
  const sizes = own.map((size) => Math.floor(common >= COMFORT ? common : Math.min(size, 30)));

  const first = labels + sizes[0] / 2;
  const last = width - right - Math.max(sizes.at(-1) / 2, between * 0.25);
  const spacing = units.length > 1 ? (last - first) / (units.length - 1) : 0;
  const columns = units.map((count, layer) => {
    const size = sizes[layer];
    const pitch = Math.min(size * 1.45, Math.max(size + 2, room / shown[layer]));
    const top = caption + room / 2 - (pitch * (shown[layer] - 1)) / 2;
    const x = first + layer * spacing;
    const nodes = Array.from({ length: shown[layer] }, (_, unit) => ({ x, y: top + unit * pitch, size, layer, unit }));
    return { x, size, shown: shown[layer], units: count, nodes };
  });
  return { columns, spacing, links: linksBetween(columns, layers), width, height: whole };
}

function linksBetween(columns, layers) {
  const [from, to, ends, weight] = [[], [], [], []];
  const add = (a, b, place) => {
    from.push(a);
    to.push(b);
    ends.push(a.x + a.size / 2, a.y, b.x - b.size / 2, b.y);
    weight.push(place);
  };
  for (let layer = 1; layer < columns.length; layer++) {
    const [left, right] = [columns[layer - 1], columns[layer]];
    const offset = weightOffset(layers, layer);
    if (isPaired(layers[layer])) right.nodes.forEach((b) => left.nodes[b.unit] && add(left.nodes[b.unit], b, offset + b.unit));
    else for (const a of left.nodes) for (const b of right.nodes) add(a, b, offset + a.unit * right.units + b.unit);
  }
  return { count: from.length, from, to, ends: Float32Array.from(ends), weight: Int32Array.from(weight) };
}

/** @param {NetworkLayout} layout @returns {?Node} the node at a point, if any */
export function nodeAt({ columns }, x, y) {
  for (const { nodes } of columns)
    for (const node of nodes) if (Math.max(Math.abs(node.x - x), Math.abs(node.y - y)) <= node.size / 2 + 1) return node;
  return null;
}

/**
 * The node an arrow key leads to.
 * @param {NetworkLayout} layout @param {?Node} node where one is; null is nowhere yet @param {string} key
 * @returns {?Node | undefined} null to leave (Escape), undefined if the key means nothing here
 */
export function neighbour({ columns }, node, key) {
  if (key === "Escape") return null;
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (!moves[key]) return undefined;
  if (!node) return columns[0].nodes[0];
  const [across, down] = moves[key];
  const { nodes } = columns[Math.min(columns.length - 1, Math.max(0, node.layer + across))];
  return nodes[Math.min(nodes.length - 1, Math.max(0, node.unit + down))];
}

/** Distance from a point to the curve of one link, measured across the curve. */
export function linkDistance(ends, k, x, y) {
  const [x0, y0, x1, y1] = ends.subarray(4 * k, 4 * k + 4);
  if (x < x0 || x > x1) return Infinity;
  let [low, high] = [0, 1]; // x(t) grows: halve until t is known
  const part = (x - x0) / (x1 - x0);
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < part) low = t;
    else high = t;
  }
  const t = low;
  const slope = ((y1 - y0) * 6 * t * (1 - t)) / ((x1 - x0) * (1.5 - 3 * t + 3 * t * t));
  return Math.abs(y0 + (y1 - y0) * t * t * (3 - 2 * t) - y) / Math.hypot(1, slope);
}

/** @param {NetworkLayout} layout @returns {number} the link nearest to a point, or -1 if none is near */
export function linkAt({ links }, x, y, reach = 5) {
  let [best, nearest] = [-1, reach];
  for (let k = 0; k < links.count; k++) {
    const distance = linkDistance(links.ends, k, x, y);
    if (distance < nearest) [best, nearest] = [k, distance];
  }
  return best;
}

/**
 * The largest square cells with which `count` of them fill a box, row by row.
 * @returns {{columns: number, rows: number, cell: number}}
 */
export function gridLayout(count, width, height, largest = Infinity) {
  let best = { columns: 1, rows: Math.max(1, count), cell: Math.min(largest, width, height / Math.max(1, count)) };
  for (let columns = 2; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = Math.min(width / columns, height / rows, largest);
    if (cell > best.cell + 1e-9) best = { columns, rows, cell };
  }
  return best;
}

/**
 * The parts of the output picture: a square plot with room for its axes, and the legend below it.
 * @param {number} [legend] height of the legend
 * @returns {{plot: {x: number, y: number, side: number}, legend: {x: number, y: number, width: number}}}
 */
export function outputLayout(width, height, legend = 40) {
  const [left, right, top, axis] = [34, 8, 6, 36];
  const side = Math.max(40, Math.floor(Math.min(width - left - right, height - top - axis - legend)));
  const x = Math.round((width - side - left - right) / 2) + left;
  return { plot: { x, y: top, side }, legend: { x, y: top + side + axis + 4, width: side } };
}

/**
 * Items of given widths in rows, as words in a paragraph.
 * @param {number[]} widths @param {number} room @param {number} pitch height of a row
 * @returns {{x: number, y: number}[]} the left end of each item, and the top of its row
 */
export function flowLayout(widths, room, pitch) {
  let [x, y] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > room) [x, y] = [0, y + pitch];
    const place = { x, y };
    x += width;
    return place;
  });
}
