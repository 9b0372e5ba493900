/** Where things are on the picture of a surface, and how its heights become shades and contour lines. Pure. */

import { contour } from "../stage/contour.js";

export const LEVELS = 14;
const MOST_COLUMNS = 4;
const LEAST_TILE = 165; // px
const BAND = 22; // px below and left of a surface, for its axes

/** @typedef {{left: number, right: number, bottom: number, top: number}} Window */

/** @param {number[]} ends as the server tells them @returns {Window} */
export const windowOf = ([left, right, bottom, top]) => ({ left, right, bottom, top });

/**
 * Heights as shades from 0 (the lowest) to 1: on a logarithmic scale of that bend by which half of the picture is below one half.
 * So a valley is seen whose walls are a thousand times as high.
 * @param {ArrayLike<number>} heights @returns {Float32Array}
 */
export function shades(heights) {
  const finite = Array.from(heights).filter(Number.isFinite).sort((a, b) => a - b);
  if (!finite.length) return new Float32Array(heights.length);
  const [low, high, middle] = [finite[0], finite.at(-1), finite[Math.floor(finite.length / 2)]];
  const span = high - low || 1;
  const median = Math.max(1e-4, (middle - low) / span);
  const bend = median < 0.5 ? (1 / median - 1) ** 2 - 1 : 0;
  return Float32Array.from(heights, (height) => {
    const part = Number.isFinite(height) ? (height - low) / span : 1;
    return bend > 0 ? Math.log1p(bend * part) / Math.log1p(bend) : part;
  });
}

/** Contour lines of shades. @param {Float32Array} shaded @param {number} side @returns {number[][]} segments of each level, from 0 to 1 across and down */
export function contours(shaded, side) {
  // A level is between two shades: through a plain it would wander.
  return Array.from({ length: LEVELS }, (_, k) => contour(shaded, side, (k + 0.5) / LEVELS));
}

/**
 * Where a surface is drawn in a box: as large as fits, with one scale for both weights.
 * @param {Window} window @param {number} width @param {number} height @returns {{x: number, y: number, width: number, height: number}}
 */
export function surfaceBox(window, width, height) {
  const ratio = (window.right - window.left) / (window.top - window.bottom);
  const room = { width: Math.max(20, width - BAND - 8), height: Math.max(20, height - BAND - 8) };
  const across = Math.min(room.width, room.height * ratio);
  return { x: BAND + (room.width - across) / 2, y: 6 + (room.height - across / ratio) / 2, width: across, height: across / ratio };
}

/** @returns {[number, number]} px of a place */
export const toBox = ({ left, right, bottom, top }, box, x, y) => [box.x + ((x - left) / (right - left)) * box.width, box.y + ((top - y) / (top - bottom)) * box.height];

/** @returns {?[number, number]} the place under px, or null outside the surface */
export function fromBox({ left, right, bottom, top }, box, px, py) {
  const [across, down] = [(px - box.x) / box.width, (py - box.y) / box.height];
  if (across < 0 || across > 1 || down < 0 || down > 1) return null;
  return [left + across * (right - left), top - down * (top - bottom)];
}

/** How surfaces stand side by side. @param {number} count @param {number} width px @param {number} ratio of a surface, width over height @returns {{columns: number, tile: number, height: number}} */
export function tiling(count, width, ratio) {
  const most = Math.max(1, Math.min(count, MOST_COLUMNS, Math.floor(width / LEAST_TILE)));
  const columns = Math.ceil(count / Math.ceil(count / most)); // rows as full as can be
  const tile = Math.floor(width / columns);
  const height = Math.min(440, Math.round((tile - BAND - 8) / ratio + BAND + 8));
  return { columns, tile, height };
}

/**
 * Where a walk is at a step that may be between two.
 * @param {Float32Array} path x, y one after the other @param {number} count places that there are @param {number} step
 * @returns {[number, number]}
 */
export function placeAt(path, count, step) {
  const at = Math.max(0, Math.min(count - 1, step));
  const [k, part] = [Math.floor(at), at - Math.floor(at)];
  const next = Math.min(count - 1, k + 1);
  return [path[2 * k] + part * (path[2 * next] - path[2 * k]), path[2 * k + 1] + part * (path[2 * next + 1] - path[2 * k + 1])];
}
