/** Small pictures of digits, of what speaks for a class, and of changes: each canvas has as many pixels as its picture. */

import { putPixels } from "../common/canvas.js";
import { parseColor } from "../common/colors.js";

const FAINT = 0.42; // how much of the ink is seen below a heatmap

const colored = (bytes, scale) => Uint32Array.from(bytes, (byte) => scale[byte]);

/** Show ink. @param {HTMLCanvasElement} canvas @param {number} side @param {Uint8Array} ink @param {import("../common/colors.js").Theme} theme */
export const showInk = (canvas, side, ink, theme) => putPixels(canvas, colored(ink, theme.ink), side);

/** Show signed numbers as they are. */
export const showSigned = (canvas, side, bytes, theme) => putPixels(canvas, colored(bytes, theme.scale), side);

/** Show what speaks for and against a class, over the faint digit that it is about. */
export const showHeat = (canvas, side, bytes, ink, theme) => putPixels(canvas, blended(bytes, ink, theme), side);

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
