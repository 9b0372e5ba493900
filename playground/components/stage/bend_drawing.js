/** Draws the plane as a layer sees it. Places come in parts of the side of the square: across from the left, up from the bottom. */

import { axisOf } from "./axes.js";
import { still } from "../common/canvas.js";
import { LINES, SAMPLES } from "./bend.js";
import { cssColor } from "../common/colors.js";
import { drawAxes, drawPoint, ringsAt } from "./plot.js";

const LEVELS = 16; // the grid is drawn in this many colours of the scale: one stroke a colour, not one a segment
const RADIUS = 3;
const RING = RADIUS + 2.4;
const SPRITE = 14;

const x = ({ x: left, side }, place) => left + place * side;
const y = ({ y: top, side }, place) => top + (1 - place) * side;

/** @param {{classes: number}} scene @param {import("../common/colors.js").Theme} theme @returns {(answer: number) => [number, string]} number and CSS of a colour */
export function gridColors({ classes }, theme) {
  if (classes > 2) return (answer) => [answer, theme.classes[answer % theme.classes.length]];
  const colors = Array.from({ length: LEVELS }, (_, level) => cssColor(theme.scale[Math.min(255, Math.round((level * 255) / (LEVELS - 1)))]));
  return (answer) => [answer >> 4, colors[answer >> 4]];
}

/** The lines of the grid, each piece in the colour of what the network says there. */
export function drawGrid(context, places, answers, color, plot, theme) {
  const paths = new Map();
  const whole = new Path2D();
  for (let line = 0; line < 2 * LINES; line++)
    for (let k = line * SAMPLES; k < (line + 1) * SAMPLES - 1; k++) {
      const [number, css] = color(answers[k]);
      if (!paths.has(number)) paths.set(number, { css, path: new Path2D() });
      const { path } = paths.get(number);
      const [x0, y0, x1, y1] = [x(plot, places[2 * k]), y(plot, places[2 * k + 1]), x(plot, places[2 * k + 2]), y(plot, places[2 * k + 3])];
      for (const each of [whole, path]) {
        each.moveTo(x0, y0);
        each.lineTo(x1, y1);
      }
    }
  context.lineCap = "round";
  context.lineWidth = 1;
  context.strokeStyle = theme.border; // where the network is undecided its colour is nearly that of the paper
  context.stroke(whole);
  context.globalAlpha = 0.75;
  for (const { css, path } of paths.values()) {
    context.strokeStyle = css;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

/** Points are drawn once for each colour and kind, and then copied. */
export class PointSprites {
  /** @param {import("../common/colors.js").Theme} theme @param {string} [rim] the edge of a point, where it needs another than usual */
  constructor(theme, rim) {
    this.theme = theme;
    this.rim = rim;
    this.kept = new Map();
  }

  of(color, held) {
    const key = `${color} ${held}`;
    if (!this.kept.has(key)) this.kept.set(key, still(SPRITE, SPRITE, (context) => drawPoint(context, SPRITE / 2, SPRITE / 2, RADIUS, color, held, this.theme, this.rim)));
    return this.kept.get(key);
  }
}

/** @param {Float32Array} places @param {(k: number) => HTMLCanvasElement} sprite of each point */
export function drawBentPoints(context, places, sprite, plot) {
  for (let k = 0; 2 * k < places.length; k++)
    context.drawImage(sprite(k), x(plot, places[2 * k]) - SPRITE / 2, y(plot, places[2 * k + 1]) - SPRITE / 2, SPRITE, SPRITE);
}

/** A ring around each point that the network takes for another class. @param {(k: number) => boolean} mistaken */
export function drawBentRings(context, places, mistaken, plot, theme) {
  ringsAt(context, places.length / 2, mistaken, (k) => [x(plot, places[2 * k]), y(plot, places[2 * k + 1])], RING, theme);
}

/** Where the output changes its mind. @param {number[]} ends x0, y0, x1, y1 in parts of the side */
export function drawBorder(context, [x0, y0, x1, y1], plot, theme) {
  const path = new Path2D();
  path.moveTo(x(plot, x0), y(plot, y0));
  path.lineTo(x(plot, x1), y(plot, y1));
  context.lineCap = "butt";
  context.strokeStyle = theme.card;
  context.lineWidth = 5;
  context.globalAlpha = 0.8;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = theme.text;
  context.lineWidth = 2;
  context.setLineDash([7, 5]);
  context.stroke(path);
  context.setLineDash([]);
}

/** @param {import("./bend.js").Axis} across @param {?import("./bend.js").Axis} up null where the height means nothing */
export const drawBendAxes = (context, plot, theme, across, up) => drawAxes(context, plot, theme, axisOf(across), up && axisOf(up));
