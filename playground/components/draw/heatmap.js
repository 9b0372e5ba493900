/** Small pictures of digits, of what speaks for a class, and of changes. */

import { fit } from "../common/canvas.js";
import { parseColor } from "../common/colors.js";

const FAINT = 0.42; // how much of the ink is seen below a heatmap

/** A canvas as large as its picture, drawn once. @param {number} side @param {Uint32Array} pixels */
function pictureOf(side, pixels) {
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  new Uint32Array(image.data.buffer).set(pixels);
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Show pixels on a canvas of the page, sharp. @param {HTMLCanvasElement} canvas @param {number} side @param {Uint32Array} pixels */
function show(canvas, side, pixels) {
  const size = canvas.clientWidth || Number(canvas.dataset.size) || side;
  const context = fit(canvas, size, size);
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, size, size);
  context.drawImage(pictureOf(side, pixels), 0, 0, size, size);
}

/** Show ink. @param {HTMLCanvasElement} canvas @param {number} side @param {Uint8Array} ink @param {import("../common/colors.js").Theme} theme */
export const showInk = (canvas, side, ink, theme) => show(canvas, side, Uint32Array.from(ink, (value) => theme.ink[value]));

/** Show signed numbers as they are. */
export const showSigned = (canvas, side, bytes, theme) => show(canvas, side, Uint32Array.from(bytes, (value) => theme.scale[value]));

/** Show what speaks for and against a class, over the faint digit that it is about. */
export function showHeat(canvas, side, bytes, ink, theme) {
  show(canvas, side, blended(bytes, ink, theme));
}

/**
 * Colours for signed bytes, over faint ink where they are near zero. Pure.
 * @param {Uint8Array} bytes 128 is zero @param {Uint8Array} ink @param {{ink: Uint32Array, scale: Uint32Array, positive: string, negative: string}} theme
 * @returns {Uint32Array}
 */
export function blended(bytes, ink, theme) {
  const ends = [parseColor(theme.negative), parseColor(theme.positive)];
  return Uint32Array.from(bytes, (byte, k) => {
    const strength = Math.min(1, Math.abs(byte - 128) / 127);
    const below = theme.ink[Math.round(FAINT * ink[k])];
    const color = ends[byte < 128 ? 0 : 1];
    const channel = (shift, over) => Math.round(((below >> shift) & 255) * (1 - strength) + over * strength);
    return ((255 << 24) | (channel(16, color[2]) << 16) | (channel(8, color[1]) << 8) | channel(0, color[0])) >>> 0;
  });
}
