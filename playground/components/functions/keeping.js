/** What is to be seen as a picture, as a vector file, and as numbers. */

import { SvgPen } from "./svg_pen.js";

const SCALE = 2; // device pixels of a picture for each of its own
const BACKGROUND = 24; // px around a figure

/**
 * @typedef {{width: number, height: number, draw: (pen: CanvasRenderingContext2D | SvgPen) => void}} Sheet
 */

function begin(pen, { width, height, draw }, theme) {
  pen.fillStyle = theme.card;
  pen.fillRect(0, 0, width + BACKGROUND, height + BACKGROUND);
  pen.save();
  pen.translate(BACKGROUND / 2, BACKGROUND / 2);
  draw(pen);
  pen.restore();
}

/** @param {Sheet} sheet @param {import("../common/colors.js").Theme} theme @returns {Promise<Blob>} */
export function asPng(sheet, theme) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: (sheet.width + BACKGROUND) * SCALE, height: (sheet.height + BACKGROUND) * SCALE });
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  begin(context, sheet, theme);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** @param {Sheet} sheet @param {import("../common/colors.js").Theme} theme @returns {string} */
export function asSvg(sheet, theme) {
  const ruler = document.createElement("canvas").getContext("2d");
  const pen = new SvgPen(sheet.width + BACKGROUND, sheet.height + BACKGROUND, ruler);
  begin(pen, sheet, theme);
  return pen.toString();
}

const cell = (value) => (typeof value === "number" ? (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : "") : /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/**
 * Columns of a table as a file. Pure.
 * @param {[string, ArrayLike<number>][]} columns @returns {string} what is not finite is left empty
 */
export function asCsv(columns) {
  const rows = Math.max(0, ...columns.map(([, values]) => values.length));
  const lines = [columns.map(([name]) => cell(name)).join(",")];
  for (let k = 0; k < rows; k++) lines.push(columns.map(([, values]) => (k < values.length ? cell(values[k]) : "")).join(","));
  return `${lines.join("\n")}\n`;
}
