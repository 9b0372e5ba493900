/** Walks as they are kept: surfaces with their curve below, and a table of all places. */

import { drawChart } from "./chart_drawing.js";
import { drawWalk } from "./surface_drawing.js";
import { surfaceBox } from "./surface_layout.js";
import { TEXT } from "./text.js";

const TITLE = 24; // px above a surface
const CURVE = 300; // px of the curve below
const NAME = 130; // px for the name of a walk
const INDENT = 24; // px left of the names

/**
 * @param {{label: string, path: Float32Array, heights: Float32Array}[]} walks @param {import("./chart_layout.js").Figure} figure of the curve
 * @param {?{data: Float32Array}} distances @returns {[string, ArrayLike<number>][]}
 */
export function columnsOf(walks, { x, xLabel }, distances) {
  const steps = x.length;
  const part = (path, k) => Array.from({ length: steps }, (_, step) => path[2 * step + k]);
  return [[xLabel, x], ...walks.flatMap(({ label, path, heights }, k) => [[`${label}: x`, part(path, 0)], [`${label}: y`, part(path, 1)], [`${label}: f`, heights],
    ...(distances ? [[`${label}: ${TEXT.curves.distance[0]}`, distances.data.subarray(k * steps, (k + 1) * steps)]] : [])])];
}

/** @returns {import("./keeping.js").Sheet} */
export function sheetOf({ ground, groups, figure, theme, axes, step }) {
  const tile = groups.length === 1 ? 640 : 320;
  const columns = Math.min(4, groups.length);
  const { left, right, bottom, top } = ground.window;
  const height = Math.round(((tile - 30) * (top - bottom)) / (right - left)) + 30;
  const width = Math.max(tile * columns, 640);
  const names = Math.max(1, Math.floor((tile - INDENT) / NAME)); // beside one another
  const title = TITLE * Math.ceil(Math.max(...groups.map((group) => group.length)) / names);
  const above = Math.ceil(groups.length / columns) * (height + title);
  const draw = (pen) => {
    groups.forEach((group, k) => {
      pen.save();
      pen.translate((k % columns) * tile, Math.floor(k / columns) * (height + title));
      drawNames(pen, group, theme, names);
      pen.translate(0, title);
      const box = surfaceBox(ground.window, tile - 4, height);
      ground.draw(pen, box, theme, axes);
      for (const walk of group) drawWalk(pen, ground, box, theme, walk, step);
      pen.restore();
    });
    drawChart(pen, figure, theme, { x: 0, y: above, width, height: CURVE, labelled: true });
  };
  return { width, height: above + CURVE, draw };
}

function drawNames(pen, group, theme, names) {
  pen.font = `600 13px ${theme.font}`;
  pen.textAlign = "left";
  pen.textBaseline = "top";
  group.forEach(({ label, color }, k) => {
    const [x, y] = [INDENT + (k % names) * NAME, Math.floor(k / names) * TITLE];
    pen.fillStyle = color;
    pen.fillRect(x, y + 6, 12, 4);
    pen.fillStyle = theme.text;
    pen.fillText(label, x + 16, y + 2);
  });
}
