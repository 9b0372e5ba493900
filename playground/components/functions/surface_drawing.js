/** Draws a surface from above, and walks on it. Places come from surface_layout.js. */

import { putPixels } from "../common/canvas.js";
import { inkScale, mix, parseColor } from "../common/colors.js";
import { formatTick, ticks } from "../stage/axes.js";
import { contours, placeAt, shades, toBox } from "./surface_layout.js";

const FEW_DOTS = 40; // steps, up to which each has its dot

/** A surface that is ready to be drawn in any size. */
export class Ground {
  /** @param {{data: Float32Array, shape: number[]}} heights @param {import("./surface_layout.js").Window} window @param {number[][]} minima */
  constructor(heights, window, minima) {
    Object.assign(this, { window, minima, side: heights.shape[0] });
    this.shaded = shades(heights.data);
    this.lines = contours(this.shaded, this.side);
  }

  /** The shades as a picture. @param {import("../common/colors.js").Theme} theme */
  picture(theme) {
    if (this.dark === theme.dark && this.canvas) return this.canvas;
    this.dark = theme.dark;
    this.canvas = document.createElement("canvas");
    const [low, high] = theme.dark ? ["#0d1b2e", "#4a5568"] : ["#ffffff", "#b9c4d6"];
    const scale = inkScale(parseColor(low), mix(parseColor(low), parseColor(high), 1));
    putPixels(this.canvas, Uint32Array.from(this.shaded, (shade) => scale[Math.round(255 * shade)]), this.side);
    return this.canvas;
  }

  draw(pen, box, theme, { across, up, cross = null }) {
    pen.save();
    pen.beginPath();
    pen.rect(box.x, box.y, box.width, box.height);
    pen.clip();
    pen.imageSmoothingEnabled = true;
    pen.drawImage(this.picture(theme), box.x, box.y, box.width, box.height);
    pen.strokeStyle = theme.dark ? "#8fa3bf" : "#5f7391";
    pen.lineWidth = 0.8;
    pen.globalAlpha = 0.55;
    pen.beginPath();
    for (const segments of this.lines)
      for (let k = 0; k < segments.length; k += 4) {
        pen.moveTo(box.x + segments[k] * box.width, box.y + segments[k + 1] * box.height);
        pen.lineTo(box.x + segments[k + 2] * box.width, box.y + segments[k + 3] * box.height);
      }
    pen.stroke();
    pen.globalAlpha = 1;
    for (const [x, y] of this.minima) drawStar(pen, toBox(this.window, box, x, y), theme);
    if (cross) drawCross(pen, toBox(this.window, box, ...cross), theme);
    pen.restore();
    this.drawAxes(pen, box, theme, across, up);
  }

  drawAxes(pen, box, theme, across, up) {
    const { left, right, bottom, top } = this.window;
    pen.strokeStyle = theme.border;
    pen.lineWidth = 1;
    pen.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
    pen.fillStyle = theme.muted;
    pen.font = `11px ${theme.font}`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    const sparse = box.width < 130 ? 2 : 1;
    ticks(left, right).filter((_, k) => k % sparse === 0).forEach((tick) => {
      const [x] = toBox(this.window, box, tick, 0);
      if (x < box.x + box.width - 26) pen.fillText(formatTick(tick, right - left), x, box.y + box.height + 4);
    });
    pen.textAlign = "right";
    pen.fillStyle = theme.text;
    pen.font = `italic 12px ${theme.font}`;
    pen.fillText(across, box.x + box.width, box.y + box.height + 4);
    pen.font = `11px ${theme.font}`;
    pen.fillStyle = theme.muted;
    pen.textBaseline = "middle";
    ticks(bottom, top).filter((_, k) => k % sparse === 0).forEach((tick) => {
      const [, y] = toBox(this.window, box, 0, tick);
      if (y > box.y + 16) pen.fillText(formatTick(tick, top - bottom), box.x - 5, y);
    });
    pen.fillStyle = theme.text;
    pen.font = `italic 12px ${theme.font}`;
    pen.save();
    pen.translate(box.x - 9, box.y + 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText(up, 0, 0);
    pen.restore();
  }
}

function drawStar(pen, [x, y], theme) {
  pen.beginPath();
  for (let k = 0; k < 10; k++) {
    const [radius, angle] = [k % 2 ? 3 : 7, -Math.PI / 2 + (k * Math.PI) / 5];
    const at = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (k) pen.lineTo(...at);
    else pen.moveTo(...at);
  }
  pen.closePath();
  pen.fillStyle = theme.text;
  pen.strokeStyle = theme.card;
  pen.lineWidth = 2;
  pen.stroke();
  pen.fill();
}

function drawCross(pen, [x, y], theme) {
  for (const [width, color] of [[5, theme.card], [2.2, theme.text]]) {
    pen.beginPath();
    for (const [dx, dy] of [[6, 6], [6, -6]]) {
      pen.moveTo(x - dx, y - dy);
      pen.lineTo(x + dx, y + dy);
    }
    pen.lineWidth = width;
    pen.strokeStyle = color;
    pen.stroke();
  }
}

/**
 * Draw a walk as far as a step.
 * @param {{path: Float32Array, count: number, color: string, lost: boolean}} walk @param {number} step it may be between two
 */
export function drawWalk(pen, ground, box, theme, { path, count, color, lost }, step) {
  pen.save();
  pen.beginPath();
  pen.rect(box.x, box.y, box.width, box.height);
  pen.clip();
  const far = 4; // a line that leaves the picture ends somewhere
  const at = (x, y) => toBox(ground.window, box, x, y).map((value, k) => Math.max(-far * (k ? box.height : box.width), Math.min(far * (k ? box.height : box.width), value)));
  const done = Math.min(count - 1, Math.floor(step));
  const places = Array.from({ length: done + 1 }, (_, k) => at(path[2 * k], path[2 * k + 1]));
  const now = at(...placeAt(path, count, step));
  for (const [width, style] of [[4.4, theme.card], [2.2, color]]) {
    pen.beginPath();
    places.forEach((place, k) => (k ? pen.lineTo(...place) : pen.moveTo(...place)));
    pen.lineTo(...now);
    pen.lineWidth = width;
    pen.lineJoin = pen.lineCap = "round";
    pen.strokeStyle = style;
    pen.globalAlpha = width > 3 ? 0.7 : 1;
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.fillStyle = color;
  pen.beginPath();
  places.slice(0, FEW_DOTS).forEach(([x, y]) => {
    pen.moveTo(x + 2.6, y);
    pen.arc(x, y, 2.6, 0, 7);
  });
  pen.fill();
  drawBall(pen, places[0], 4.5, theme.card, color);
  if (!(lost && step >= count - 1)) drawBall(pen, now, 6, color, theme.card);
  pen.restore();
}

function drawBall(pen, [x, y], radius, fill, rim) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen.fillStyle = fill;
  pen.strokeStyle = rim;
  pen.lineWidth = 2;
  pen.fill();
  pen.stroke();
}
