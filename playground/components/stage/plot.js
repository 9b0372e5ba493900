/** What all output pictures share: points, axes, lines, and the legend below. Drawing only; places come from layout.js. */

import { REACH } from "./axes.js";
import { fitText } from "../common/canvas.js";
import { cssColor } from "../common/colors.js";

export const VEIL = 0.72; // the output is drawn this strong, so that points of its own colour stand out from it

/** @typedef {{x: number, y: number, side: number}} Plot */

/** @param {number} value from -REACH to REACH @returns {number} from 0 to 1 */
export const placeOf = (value) => (value + REACH) / (2 * REACH);

const onPlane = (points, k, { x, y, side }) => [x + placeOf(points[2 * k]) * side, y + (1 - placeOf(points[2 * k + 1])) * side];

const inside = (theme) => (theme.dark ? "#101218" : "#ffffff");

/** A point held out for testing is a ring, so that colour keeps meaning the class. */
export function drawPoint(context, x, y, radius, color, held, theme, rim = inside(theme)) {
  context.beginPath();
  context.arc(x, y, radius + (held ? 0.4 : 0), 0, 7);
  context.fillStyle = held ? inside(theme) : color;
  context.strokeStyle = held ? color : rim;
  context.lineWidth = held ? 1.7 : 0.9;
  if (held) {
    context.save();
    context.lineWidth = 3;
    context.strokeStyle = rim;
    context.stroke();
    context.restore();
  }
  context.fill();
  context.stroke();
}

/**
 * @param {(k: number) => string} color of each point @param {string} [rim] its edge, where it needs another than usual
 * @param {(held: number) => boolean} [isShown] of training or of test points
 */
export function drawPlanePoints(context, { points = [], test = [] }, plot, color, theme, rim, isShown = () => true) {
  const radius = pointRadius(plot.side);
  for (let k = 0; 2 * k + 1 < points.length; k++) {
    if (!isShown(test[k])) continue;
    const [px, py] = onPlane(points, k, plot);
    drawPoint(context, px, py, radius, color(k), Boolean(test[k]), theme, rim);
  }
}

const FEW = 40; // so many rings are drawn in full strength; more are fainter, or nothing else could be seen

/** A thin ring around each point that the network takes for another class. @param {(k: number) => boolean} [isShown] */
export function drawRings(context, points, mistaken, plot, theme, isShown = () => true) {
  ringsAt(context, mistaken.length, (k) => mistaken[k] && isShown(k), (k) => onPlane(points, k, plot), pointRadius(plot.side) + 2.6, theme);
}

/** Thin rings around those of `total` places for which there is one. @param {(k: number) => any} has @param {(k: number) => [number, number]} at */
export function ringsAt(context, total, has, at, radius, theme) {
  let count = 0;
  context.beginPath();
  for (let k = 0; k < total; k++) {
    if (!has(k)) continue;
    count += 1;
    const [px, py] = at(k);
    context.moveTo(px + radius, py);
    context.arc(px, py, radius, 0, 7);
  }
  context.strokeStyle = theme.text;
  context.lineWidth = 1.2;
  context.globalAlpha = Math.max(0.25, Math.min(1, FEW / count));
  context.stroke();
  context.globalAlpha = 1;
}

export const pointRadius = (side) => Math.max(2, Math.min(3.6, side / 76));

/** Where a tool works: a ring around a place. @param {[number, number]} place and @param {number} radius on the plane, from -REACH to REACH */
export function drawBrush(context, plot, place, radius, color, theme) {
  context.beginPath();
  context.arc(...onPlane(place, 0, plot), (radius / (2 * REACH)) * plot.side, 0, 7);
  for (const [width, style] of [[3.5, theme.card], [1.8, color]]) {
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
}

/** @param {number[]} segments x0, y0, x1, y1 one after the other, in parts of the side */
export function drawSegments(context, segments, { x, y, side }, theme) {
  context.beginPath();
  for (let k = 0; k < segments.length; k += 4) {
    context.moveTo(x + segments[k] * side, y + segments[k + 1] * side);
    context.lineTo(x + segments[k + 2] * side, y + segments[k + 3] * side);
  }
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.25;
  context.lineCap = "round";
  context.stroke();
  context.globalAlpha = 1;
}

/** @param {import("./axes.js").Axis} across @param {?import("./axes.js").Axis} up null where the height means nothing */
export function drawAxes(context, { x, y, side }, theme, across, up) {
  context.strokeStyle = theme.border;
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, side + 1, side + 1);
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.font}`;
  context.beginPath();
  for (const { text, place } of across.ticks) {
    const at = x + place * side;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(text, at, y + side + 6);
    context.moveTo(at, y + side + 1);
    context.lineTo(at, y + side + 4);
  }
  for (const { text, place } of up?.ticks ?? []) {
    const at = y + side - place * side;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(text, x - 6, at);
    context.moveTo(x - 1, at);
    context.lineTo(x - 4, at);
  }
  context.stroke();
  context.fillStyle = theme.text;
  context.font = `italic 12px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText(fitText(context, across.label, side), x + side / 2, y + side + 19);
  if (!up) return;
  context.save();
  context.translate(x - 26, y + side / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText(fitText(context, up.label, side), 0, 0);
  context.restore();
}

/** A bar with a scale of 256 colours, from its lower to its upper end. */
export function drawScaleBar(context, theme, x, y, width, height, alpha = 1, scale = theme.scale) {
  context.save();
  context.beginPath();
  context.roundRect(x, y, width, height, height / 2);
  context.clip();
  context.fillStyle = theme.card;
  context.fillRect(x, y, width, height);
  context.globalAlpha = alpha;
  let begun = 0; // equal colours are one piece, or the seams between the pieces would show
  for (let k = 1; k <= 256; k++) {
    if (k < 256 && scale[k] === scale[begun]) continue;
    context.fillStyle = cssColor(scale[begun]);
    const [from, to] = [Math.round((begun * width) / 256), Math.round((k * width) / 256)];
    context.fillRect(x + from, y, to - from, height);
    begun = k;
  }
  context.restore();
  context.strokeStyle = theme.border;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, width, height, height / 2);
  context.stroke();
}

/**
 * The scale of a legend, as wide as the picture.
 * @param {string[]} texts at its lower end, what it shows, and at its upper end @param {Uint32Array} [scale]
 */
export function drawScaleLegend(context, { x, y, width }, theme, [low, middle, high], scale = theme.scale) {
  drawScaleBar(context, theme, x, y, width, 9, VEIL, scale);
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.font}`;
  context.textBaseline = "top";
  const ends = [fitText(context, low, width / 3), fitText(context, high, width / 3)];
  const room = width - 2 * Math.max(...ends.map((text) => context.measureText(text).width)) - 14;
  [["left", ends[0], 0], ["center", fitText(context, middle, room), width / 2], ["right", ends[1], width]].forEach(([align, text, at]) => {
    context.textAlign = align;
    context.fillText(text, x + at, y + 13);
  });
}
