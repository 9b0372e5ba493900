/**
 * Pictures of things to choose: points, a function over the plane, small images, a sign, or a word. Drawing only.
 * Places are whole numbers from -100 to 100, as are numbers to tell; pixels are bytes.
 */

import { putPixels } from "../common/canvas.js";
import { cssColor, signedByte } from "../common/colors.js";

const SIGNS = {
  // Points of one's own: a brush.
  painted: (context, side) => {
    context.moveTo(side * 0.76, side * 0.22);
    context.lineTo(side * 0.46, side * 0.54);
    context.moveTo(side * 0.44, side * 0.56);
    context.bezierCurveTo(side * 0.3, side * 0.54, side * 0.34, side * 0.76, side * 0.2, side * 0.76);
    context.bezierCurveTo(side * 0.36, side * 0.86, side * 0.56, side * 0.74, side * 0.44, side * 0.56);
  },
  table: (context, side) => {
    const [a, b] = [side * 0.24, side * 0.76];
    context.strokeRect(a, a, b - a, b - a);
    for (const part of [1 / 3, 2 / 3]) {
      const at = a + (b - a) * part;
      context.moveTo(a, at);
      context.lineTo(b, at);
    }
    context.moveTo(a + (b - a) * 0.4, a);
    context.lineTo(a + (b - a) * 0.4, b);
  },
};

/** For each kind of picture, how it is drawn into a square. */
const DRAW = {
  points: (context, side, theme, { points, numbers }) => {
    for (const [x, y, answer] of points) {
      context.fillStyle = numbers ? cssColor(theme.scale[signedByte(answer / 100)]) : theme.classes[answer];
      context.beginPath();
      context.arc(side * (0.5 + x / 220), side * (0.5 - y / 220), side * (numbers ? 0.05 : 0.036), 0, 7);
      context.fill();
    }
  },
  map: (context, side, theme, { pixels, width }) => paint(context, side, Uint32Array.from(pixels, (byte) => theme.scale[byte]), width),
  image: (context, side, theme, { pixels, width }) => paint(context, side, Uint32Array.from(pixels, (byte) => theme.ink[byte]), width),
  sign: (context, side, theme, { name }) => {
    context.strokeStyle = theme.muted;
    context.lineWidth = Math.max(1.5, side * 0.03);
    context.lineJoin = "round";
    context.beginPath();
    SIGNS[name]?.(context, side);
    context.stroke();
  },
  text: (context, side, theme, { text }) => {
    context.font = `600 ${Math.round(side * 0.24)}px ${theme.font}`;
    context.fillStyle = theme.muted;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, side / 2, side / 2, side * 0.86);
  },
};

function paint(context, side, colors, width) {
  const small = document.createElement("canvas");
  putPixels(small, colors, width);
  context.drawImage(small, 0, 0, side, side);
}

/** @param {string} text bytes in base64 @returns {Uint8Array} */
export const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/**
 * @param {HTMLCanvasElement} canvas @param {{kind: string}} picture @param {import("../common/colors.js").Theme} theme
 * @param {number} side of the canvas, in its own pixels
 */
export function drawPicture(canvas, picture, theme, side) {
  Object.assign(canvas, { width: side, height: side });
  const context = canvas.getContext("2d");
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, side, side);
  const known = picture.pixels ? { ...picture, pixels: bytes(picture.pixels) } : picture;
  DRAW[picture.kind]?.(context, side, theme, known);
}
