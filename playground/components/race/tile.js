/** The picture of a lane: the plane with its boundary and the points on it, a curve, or first-layer weights and test digits. */

import { Pictures, pixelRatio, still } from "../common/canvas.js";
import { classScale, cssColor, signedByte } from "../common/colors.js";
import { isDigits, nameOf, shortNames } from "../common/names.js";
import { borders, contour } from "../stage/contour.js";
import { curveX } from "../stage/line_output.js";
import { drawPoint, drawSegments, placeOf, VEIL } from "../stage/plot.js";
import { blend } from "../stage/plane_output.js";

const ZERO = 127.5;
const HEIGHT = 1.6; // heights of a line are seen from -1.6 to 1.6
const ROOM = 170; // square pixels that a point needs: of more points only some are drawn
const RADIUS = 8; // of the corners, as in race.css
const MOST_ASPECT = 0.6; // of the picture is for weights

/** So many cells in a box, as large as they can be. Pure. @returns {{columns: number, cell: number}} */
export function gridOf(count, width, height) {
  let best = { columns: 1, cell: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const cell = Math.min(width / columns, height / Math.ceil(count / columns));
    if (cell > best.cell) best = { columns, cell };
  }
  return best;
}

/** Every which point is drawn. @returns {number} */
export const strideFor = (count, side) => Math.max(1, Math.ceil(count / (side ** 2 / ROOM)));

/** Which points are drawn: of those that are some, as many as there is room for. Pure. @param {ArrayLike<number>} points @param {number} size numbers of a point @returns {number[]} */
export function drawnOf(points, size, side) {
  const finite = Array.from({ length: points.length / size }, (_, k) => k).filter((k) => Number.isFinite(points[size * k]));
  const stride = strideFor(finite.length, side);
  return finite.filter((_, place) => place % stride === 0);
}

class Painter {
  /** @param {Object} race @param {import("../common/colors.js").Theme} theme @param {number} side of the pictures, in CSS pixels */
  constructor(race, theme, side) {
    Object.assign(this, { race, theme, side, stills: new Map() });
    this.radius = Math.max(1.4, Math.min(3.4, side / 84));
    this.prepare();
  }

  prepare() {}

  /** What stands still over an entry's picture, drawn once. */
  stillOf(entry) {
    const key = this.race.sets > 1 ? entry : 0;
    if (!this.stills.has(key)) this.stills.set(key, still(this.side, this.side, (context) => this.drawStill(context, key)));
    return this.stills.get(key);
  }

  /**
   * Draw the picture of an entry with its upper left corner at a place.
   * @param {CanvasRenderingContext2D} context @param {?import("./state.js").Tile} tile null where there is none yet @param {number} [strength]
   */
  draw(context, entry, tile, x = 0, y = 0, strength = 1) {
    const { side, theme } = this;
    context.save();
    context.translate(x, y);
    context.clearRect(0, 0, side, side);
    context.beginPath();
    context.roundRect(0, 0, side, side, RADIUS);
    context.clip();
    context.fillStyle = theme.card;
    context.fillRect(0, 0, side, side);
    if (tile) this.drawTile(context, tile, entry);
    context.drawImage(this.stillOf(entry), 0, 0, side, side);
    if (tile) this.drawOver(context, tile);
    if (strength < 1) {
      context.globalAlpha = 1 - strength;
      context.fillStyle = theme.card;
      context.fillRect(0, 0, side, side);
    }
    context.restore();
  }

  drawOver() {}

  /** The samples of an entry: its own where entries learn from different ones, filled up with places that are none. */
  samplesOf(entry) {
    const { points, values, labels, test, sets } = this.race;
    const own = (array) => (array && sets > 1 ? array.subarray((entry * array.length) / sets, ((entry + 1) * array.length) / sets) : (array ?? []));
    return { points: own(points), values: own(values), labels: own(labels), test: own(test) };
  }
}

class PlanePainter extends Painter {
  prepare() {
    const { race, theme } = this;
    this.large = new Pictures(race.side, 1);
    this.many = race.classes > 2;
    this.scale = this.many ? classScale(theme, race.classes) : theme.scale;
  }

  drawTile(context, { output, winners, confidence }) {
    const { large, side, theme, race } = this;
    large.put(0, this.many ? blend(winners, confidence) : output, this.scale);
    large.flush();
    context.globalAlpha = VEIL;
    large.drawSquare(context, 0, 0, 0, side);
    context.globalAlpha = 1;
    if (race.classes === 0) return;
    const segments = this.many ? borders(winners, confidence, race.side) : contour(output, race.side, ZERO);
    drawSegments(context, segments, { x: 0, y: 0, side }, theme);
  }

  drawStill(context, entry) {
    const { race, theme, side, radius } = this;
    const { points, values, labels, test } = this.samplesOf(entry);
    const rim = race.classes === 0 ? theme.muted : undefined;
    for (const k of drawnOf(points, 2, side)) drawPoint(context, placeOf(points[2 * k]) * side, (1 - placeOf(points[2 * k + 1])) * side, radius, this.colorOf(values[k], labels[k]), Boolean(test[k]), theme, rim);
  }

  colorOf(value = 0, label = 0) {
    const { race, theme } = this;
    if (race.classes === 0) return cssColor(theme.scale[signedByte(value)]);
    return race.classes === 2 ? (label ? theme.positive : theme.negative) : theme.classes[label];
  }
}

class LinePainter extends Painter {
  up(value) {
    return (1 - (Math.max(-9, Math.min(9, value)) + HEIGHT) / (2 * HEIGHT)) * this.side;
  }

  drawTile() {}

  drawStill(context, entry) {
    const { theme, side, radius } = this;
    const { points, values, test } = this.samplesOf(entry);
    context.strokeStyle = theme.grid;
    context.beginPath();
    context.moveTo(0, this.up(0));
    context.lineTo(side, this.up(0));
    context.stroke();
    for (const k of drawnOf(points, 1, side)) drawPoint(context, placeOf(points[k]) * side, this.up(values[k] ?? 0), radius, test[k] ? theme.test : theme.train, Boolean(test[k]), theme);
  }

  // The curve comes over the points, so that what moves is never hidden by what stands still.
  drawOver(context, { curves }) {
    const { theme, side } = this;
    context.beginPath();
    let broken = true;
    for (let k = 0; k < curves.length; k++) {
      if (!Number.isFinite(curves[k])) broken = true;
      else {
        context[broken ? "moveTo" : "lineTo"](placeOf(curveX(k, curves.length)) * side, this.up(curves[k]));
        broken = false;
      }
    }
    context.lineJoin = "round";
    for (const [width, style, alpha] of [[4.5, theme.card, 0.7], [2.2, theme.positive, 1]]) {
      Object.assign(context, { lineWidth: width, strokeStyle: style, globalAlpha: alpha });
      context.stroke();
    }
    context.globalAlpha = 1;
  }
}

class DigitsPainter extends Painter {
  prepare() {
    const { race, side } = this;
    this.pictures = new Pictures(race.side, Math.max(1, race.answers.length));
    this.pictures.put(0, race.digits, this.theme.ink);
    this.pictures.flush();
    this.names = isDigits(race.class_names) ? race.class_names : shortNames(race.class_names ?? []);
    this.top = side * MOST_ASPECT;
    this.grid = gridOf(race.answers.length, side, side - this.top - 4);
  }

  cell(k) {
    const { grid: { columns, cell }, side, top, race } = this;
    const rows = Math.ceil(race.answers.length / columns);
    const [left, above] = [(side - columns * cell) / 2, top + 4 + (side - top - 4 - rows * cell) / 2];
    return { x: left + (k % columns) * cell + 1.5, y: above + Math.floor(k / columns) * cell + 1.5, size: cell - 3 };
  }

  drawTile(context, { units }) {
    const { race, side, top, theme } = this;
    const count = units.length / race.unit_side ** 2;
    if (!count) return;
    if (this.weights?.count !== count) this.weights = new Pictures(race.unit_side, count);
    this.weights.put(0, units, theme.scale);
    this.weights.flush();
    const { columns, cell } = gridOf(count, side, top);
    const [left, above] = [(side - columns * cell) / 2, (top - Math.ceil(count / columns) * cell) / 2];
    context.imageSmoothingEnabled = race.unit_side > 8;
    for (let k = 0; k < count; k++) this.weights.drawSquare(context, k, left + (k % columns) * cell + 1, above + Math.floor(k / columns) * cell + 1, cell - 2);
    context.imageSmoothingEnabled = true;
  }

  drawStill(context) {
    for (let k = 0; k < this.race.answers.length; k++) {
      const { x, y, size } = this.cell(k);
      this.pictures.draw(context, k, x, y, size, size * 0.16);
    }
  }

  drawOver(context, { guesses }) {
    const { race, theme } = this;
    const wrong = theme.dark ? "#ff6b9a" : "#c2255c";
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let k = 0; k < guesses.length; k++) {
      const { x, y, size } = this.cell(k);
      const isWrong = guesses[k] !== race.answers[k];
      context.beginPath();
      context.roundRect(x, y, size, size, size * 0.16);
      Object.assign(context, { lineWidth: isWrong ? 2 : 1, strokeStyle: isWrong ? wrong : theme.border });
      context.stroke();
      if (!isWrong || size < 14) continue;
      const badge = Math.max(9, size * 0.44);
      context.beginPath();
      context.roundRect(x + size - badge, y + size - badge, badge, badge, badge * 0.3);
      context.fillStyle = wrong;
      context.fill();
      context.fillStyle = theme.dark ? "#14060b" : "#ffffff";
      context.font = `700 ${Math.round(badge * 0.8)}px ${theme.font}`;
      context.fillText(nameOf(this.names, guesses[k]), x + size - badge / 2, y + size - badge / 2 + 0.5);
    }
  }
}

const PAINTERS = { plane: PlanePainter, line: LinePainter, digits: DigitsPainter };

/** @returns {Painter} for the pictures of a race; another race, theme, size or screen has another one */
export function painterFor(race, theme, side) {
  const Kind = PAINTERS[race.task];
  if (!Kind) throw new Error(`Unknown task '${race.task}'. Known: ${Object.keys(PAINTERS).join(", ")}.`);
  return Object.assign(new Kind(race, theme, side), { ratio: pixelRatio() });
}
