/** The digits network as columns of pictures: input, kernels and weight pictures, maps, units, and the answer; alive with one picture. */

import { fit, Pictures, still } from "../common/canvas.js";
import { textOn } from "../common/colors.js";
import { drawCaptions, layerText } from "./digits_captions.js";
import { columnAt, columnKinds, digitsLayout, ports } from "./digits_layout.js";
import { formatWeight } from "../common/format.js";
import { addCurve, drawRingAround, drawThin } from "./glyphs.js";
import { LayerPictures } from "./maps.js";
import { isDigits, nameOf, shortNames } from "../common/names.js";
import { drawScaleBar } from "./plot.js";
import { guessFits } from "./responses.js";
import { gapOf, nextSpot, spotAt, spotBox, spotsOf } from "./spots.js";
import { TEXT } from "./text.js";

const DASH = [3, 9];
const LINES = 5; // lines between two columns stand for many more

export class DigitsNetwork {
  /** @param {HTMLCanvasElement} canvas @param {{onSpot: (spot: ?import("./spots.js").Spot) => void}} callbacks */
  constructor(canvas, { onSpot }) {
    Object.assign(this, { canvas, onSpot, guess: null, spot: null, pinned: null, dashOffset: 0 });
    this.maps = new LayerPictures();
  }

  setScene(scene, theme, width, height) {
    Object.assign(this, { scene, theme, size: [width, height], frame: null });
    this.names = isDigits(scene.class_names) ? scene.class_names ?? [] : shortNames(scene.class_names);
    this.context = fit(this.canvas, width, height);
    this.layout = digitsLayout(width, height, columnKinds(scene), scene.classes);
    const of = (kind) => this.layout.columns.findIndex((column) => column.kind === kind);
    this.places = { input: this.layout.columns[of("input")], outputs: this.layout.columns[of("outputs")], units: of("units") };
    this.input = new Pictures(scene.side, 1);
    this.units = scene.units_shown ? new Pictures(scene.unit_side, scene.units_shown) : null;
    this.maps.setScene(scene, this.layout, theme);
    this.still = still(width, height, (context) => this.drawStill(context));
    this.setGuess(this.guess);
    if (this.spot && !spotsOf(this.layout, scene.classes, this.spot.layer, this.spot.unit).length) this.spot = null;
  }

  setFrame(frame) {
    this.frame = frame;
    if (!frame.units || !this.units) return;
    this.units.put(0, frame.units, this.theme.scale);
    this.units.flush();
  }

  setGuess(guess) {
    this.guess = this.scene && guessFits(this.scene, guess) ? guess : null;
    if (!this.scene) return;
    this.maps.setGuess(this.guess);
    this.input.put(0, this.guess?.digit ?? new Uint8Array(this.scene.side ** 2), this.theme.ink);
    this.input.flush();
  }

  draw(moving) {
    const { context, size, places: { input } } = this;
    context.clearRect(0, 0, ...size);
    if (moving) this.dashOffset -= 1.5;
    this.drawFlow(moving);
    context.imageSmoothingEnabled = false;
    this.input.draw(context, 0, input.x, input.y, input.width, 8);
    if (this.units && this.frame) this.drawUnits();
    context.imageSmoothingEnabled = true;
    this.maps.draw(context);
    context.drawImage(this.still, 0, 0, ...size);
    this.drawOutputs();
    this.drawScale(input);
    if (this.pinned && this.pinned !== this.spot) this.drawSpot(this.pinned);
    if (this.spot) this.drawSpot(this.spot);
  }

  drawUnits() {
    const { places: { units: column }, layout } = this;
    const { cell } = layout.columns[column].grid;
    this.context.imageSmoothingEnabled = this.scene.unit_side > cell - 2 * gapOf(cell); // a kernel's few pixels stay sharp
    for (let unit = 0; unit < this.units.count; unit++) {
      const { x, y, side } = spotBox(layout, { column, unit });
      this.units.draw(this.context, unit, x, y, side, side * 0.12);
    }
  }

  // Each layer hands on to the next; the likelier an answer, the stronger its lines.
  drawFlow(moving) {
    const { context, layout: { columns }, theme, scene } = this;
    context.lineWidth = 1;
    context.strokeStyle = theme.muted;
    context.beginPath();
    for (let k = 1; k < columns.length; k++) {
      const [from, to] = [columns[k - 1], columns[k]];
      if (to.kind === "outputs") continue;
      const { links, shape } = scene.layers[to.layer];
      const full = links === "full" && shape.length === 1;
      const [starts, ends] = [ports(from, LINES), ports(to, LINES)];
      starts.forEach((start, i) => ends.forEach((end, j) => (full || i === j) && addCurve(context, from.x + from.width + 2, start, to.x - 2, end)));
    }
    context.globalAlpha = 0.2;
    context.stroke();
    if (moving) {
      context.setLineDash(DASH);
      context.lineDashOffset = this.dashOffset;
      context.globalAlpha = 0.3;
      context.stroke();
      context.setLineDash([]);
    }
    this.drawAnswers(columns.at(-2), columns.at(-1));
    context.globalAlpha = 1;
  }

  drawAnswers(from, to) {
    const { context, theme, guess, scene } = this;
    ports(to, scene.classes).forEach((y, k) => {
      const part = guess?.probabilities[k] ?? 0;
      context.beginPath();
      for (const start of ports(from, LINES)) addCurve(context, from.x + from.width + 2, start, to.x - 3, y);
      context.strokeStyle = part > 0.02 ? theme.positive : theme.muted;
      context.globalAlpha = part > 0.02 ? 0.3 + 0.6 * part : 0.2;
      context.lineWidth = 1 + 1.5 * part;
      context.stroke();
    });
  }

  drawOutputs() {
    const { context, layout: { unit }, places: { outputs }, theme, guess, scene } = this;
    const best = guess ? guess.probabilities.indexOf(Math.max(...guess.probabilities)) : -1;
    context.textAlign = "center";
    context.textBaseline = "middle";
    ports(outputs, scene.classes).forEach((middle, k) => {
      const part = guess?.probabilities[k] ?? 0;
      const name = nameOf(this.names, k);
      context.beginPath();
      context.roundRect(outputs.x, middle - unit / 2, unit, unit, unit * 0.28);
      context.fillStyle = theme.card;
      context.fill();
      context.globalAlpha = part;
      context.fillStyle = theme.positive;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = k === best ? theme.text : theme.border;
      context.lineWidth = k === best ? 2 : 1;
      context.stroke();
      context.font = `600 ${Math.round(unit * (name.length > 1 ? 0.48 : 0.55))}px ${theme.font}`;
      context.fillStyle = part > 0.55 ? textOn(theme.positive) : theme.text;
      context.fillText(name, outputs.x + unit / 2, middle + 0.5);
    });
  }

  drawScale({ x, width }) {
    const { context, layout, theme, frame } = this;
    if (!this.units || !frame?.unit_scale || width < 70) return;
    const y = layout.top + layout.room - 20;
    drawScaleBar(context, theme, x, y, width, 8);
    context.fillStyle = theme.muted;
    context.font = `11px ${theme.font}`;
    context.textBaseline = "top";
    context.textAlign = "left";
    context.fillText(formatWeight(-frame.unit_scale), x, y + 12);
    context.textAlign = "right";
    context.fillText(`+${formatWeight(frame.unit_scale)}`, x + width, y + 12);
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillText(TEXT.weights, x, y - 4);
  }

  drawStill(context) {
    const { layout: { columns }, theme } = this;
    for (const column of columns) {
      const { kind, x, y, width, height } = column;
      context.strokeStyle = theme.border;
      context.lineWidth = 1;
      context.beginPath();
      if (kind === "input") context.roundRect(x, y, width, height, 8);
      if (kind === "strip") context.rect(x - 0.5, y - 0.5, width + 1, height + 1);
      context.stroke();
      if (kind === "thin") drawThin(context, theme, column);
    }
    drawCaptions(context, this);
  }

  // What is pointed at; of a class, those that speak for it, with lines to it.
  drawSpot({ layer, unit }) {
    const { context, layout, scene, theme, guess } = this;
    if (layer === scene.layers.length - 1) {
      const to = layout.columns.length - 1;
      const end = spotBox(layout, { column: to, unit });
      for (const [speaker, push] of guess?.pushes?.[unit] ?? [])
        for (const spot of spotsOf(layout, scene.classes, scene.speakers, speaker).slice(-1)) {
          const box = spotBox(layout, spot);
          context.beginPath();
          addCurve(context, box.x + box.side + 1, box.y + box.side / 2, end.x - 2, end.y + end.side / 2);
          context.strokeStyle = theme.positive;
          context.lineWidth = 1 + 2 * (push / guess.pushes[unit][0][1]);
          context.stroke();
          drawRingAround(context, box, theme.text);
        }
    }
    for (const spot of spotsOf(layout, scene.classes, layer, unit)) drawRingAround(context, spotBox(layout, spot), theme.text);
  }

  /** Whether a unit is in the lower half: what lies over the network then lies in the upper one. */
  isLow({ layer, unit }) {
    const [spot] = spotsOf(this.layout, this.scene.classes, layer, unit);
    return Boolean(spot) && spotBox(this.layout, spot).y > this.size[1] / 2;
  }

  /** Point at a place. @returns {boolean} whether something must be drawn anew */
  pointAt(x, y) {
    return this.layout ? this.hover(spotAt(this.layout, this.scene.classes, x, y)) : false;
  }

  /** Go on by an arrow key. @returns {boolean} whether the key says anything */
  press(key) {
    const spot = this.layout && nextSpot(this.layout, this.scene.classes, this.spot, key);
    return spot === undefined ? false : this.hover(spot) || true;
  }

  /** @param {?import("./spots.js").Spot} spot @returns {boolean} */
  hover(spot) {
    const before = this.spot;
    if (before?.layer === spot?.layer && before?.unit === spot?.unit) {
      this.spot = spot;
      return false;
    }
    this.spot = spot;
    this.onSpot(spot);
    return true;
  }

  /** What is looked at: what one points at, or else what stays until it is closed. @returns {?import("./spots.js").Spot} */
  get looked() {
    return this.spot ?? this.pinned;
  }

  /** Whether what is looked at stays until it is closed. */
  get isPinned() {
    return this.stays(this.looked);
  }

  stays(spot) {
    const { pinned } = this;
    return Boolean(spot && pinned) && pinned.layer === spot.layer && pinned.unit === spot.unit;
  }

  /** Have a unit stay until it is closed; one that stays already, or null, does no longer. */
  togglePin(spot) {
    this.pinned = spot && !this.stays(spot) ? spot : null;
  }

  /** Where a unit is, or a place that is nowhere for one that is not drawn. @returns {import("./spots.js").Spot} */
  placeOf(layer, unit) {
    return spotsOf(this.layout, this.scene.classes, layer, unit)[0] ?? { column: -1, layer, unit };
  }

  /** @returns {string} what to say about the layer at a place; a caption may have had no room */
  textAt(x) {
    const column = this.layout && columnAt(this.layout, x);
    return column ? layerText(column.layer, this.scene) : "";
  }
}
