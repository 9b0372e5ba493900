/** Small pictures of digits, of what speaks for a class, and of changes. */

import { fit } from "../common/canvas.js";
import { parseColor } from "../common/colors.js";

const FAINT = 0.42; // how much of the ink is seen below a heatmap

const sources = new WeakMap(); // for each canvas of the page one as large as its picture, made once: strokes change it sixty times a second

/** @param {HTMLCanvasElement} canvas @param {number} side @returns {{canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, image: ImageData, pixels: Uint32Array}} */
function sourceOf(canvas, side) {
  const known = sources.get(canvas);
  if (known?.canvas.width === side) return known;
  const own = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = own.getContext("2d");
  const image = context.createImageData(side, side);
  const source = { canvas: own, context, image, pixels: new Uint32Array(image.data.buffer) };
  sources.set(canvas, source);
  return source;
}

/** Show pixels on a canvas of the page, sharp. @param {HTMLCanvasElement} canvas @param {number} side @param {(k: number) => number} pixel */
function show(canvas, side, pixel) {
  const size = canvas.clientWidth || Number(canvas.dataset.size) || side;
  const source = sourceOf(canvas, side);
  for (let k = 0; k < source.pixels.length; k++) source.pixels[k] = pixel(k);
  source.context.putImageData(source.image, 0, 0);
  const context = fit(canvas, size, size);
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, size, size);
  context.drawImage(source.canvas, 0, 0, size, size);
}

/** Show ink. @param {HTMLCanvasElement} canvas @param {number} side @param {Uint8Array} ink @param {import("../common/colors.js").Theme} theme */
export const showInk = (canvas, side, ink, theme) => show(canvas, side, (k) => theme.ink[ink[k]]);

/** Show signed numbers as they are. */
export const showSigned = (canvas, side, bytes, theme) => show(canvas, side, (k) => theme.scale[bytes[k]]);

/** Show what speaks for and against a class, over the faint digit that it is about. */
export function showHeat(canvas, side, bytes, ink, theme) {
  const pixels = blended(bytes, ink, theme);
  show(canvas, side, (k) => pixels[k]);
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
