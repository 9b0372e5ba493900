/** The digits network as columns of pictures: input, weight pictures, maps, units, and what it takes the drawing for. */

import { fit, Pictures, still } from "./canvas.js";
import { firstFitting, placeLine } from "./captions.js";
import { textOn } from "./colors.js";
import { columnCaptions, layerText, uprightCaptions } from "./digits_captions.js";
import { closestMaps, columnAt, columnKinds, digitsLayout, isMaps, ports } from "./digits_layout.js";
import { formatWeight } from "./format.js";
import { addCurve, drawCircles, drawMaps, drawThin } from "./glyphs.js";
import { isDigits, nameOf, shortNames } from "./names.js";
import { drawScaleBar } from "./plot.js";
import { TEXT } from "./text.js";

const DASH = [3, 9];
const ACROSS = 58; // px between two stacks of maps from which on their captions stand over them
const LINES = 5; // lines between two columns stand for many more

export class DigitsNetwork {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.guess = null;
    this.dashOffset = 0;
  }

  setScene(scene, theme, width, height) {
    this.scene = scene;
    this.theme = theme;
    this.size = [width, height];
    this.names = isDigits(scene.class_names) ? scene.class_names ?? [] : shortNames(scene.class_names);
    this.context = fit(this.canvas, width, height);
    const shown = scene.units_shown ?? 0;
    const kinds = columnKinds(scene.layers, shown ? scene.unit_layer : null);
    this.layout = digitsLayout(width, height, kinds, shown, scene.classes);
    const of = (kind) => this.layout.columns.find((column) => column.kind === kind);
    this.places = { input: of("input"), units: of("units"), outputs: of("outputs"), strip: of("strip") };
    this.input = new Pictures(scene.side, 1);
    this.units = shown ? new Pictures(scene.unit_side, shown) : null;
    this.strip = document.createElement("canvas");
    Object.assign(this.strip, { width: 1, height: scene.side * scene.side });
    this.still = still(width, height, (context) => this.drawStill(context));
    this.frame = null;
    this.setGuess(this.guess);
  }

  setFrame(frame) {
    this.frame = frame;
    if (!frame.units || !this.units) return;
    this.units.put(0, frame.units, this.theme.scale);
    this.units.flush();
  }

  setGuess(guess) {
    this.guess = guess;
    if (!this.scene) return;
    const pixels = this.scene.side ** 2;
    const digit = guess?.digit?.length === pixels ? guess.digit : new Uint8Array(pixels);
    this.input.put(0, digit, this.theme.ink);
    this.input.flush();
    const context = this.strip.getContext("2d");
    const image = context.createImageData(1, pixels);
    new Uint32Array(image.data.buffer).set(Uint32Array.from(digit, (ink) => this.theme.ink[ink]));
    context.putImageData(image, 0, 0);
  }

  draw(moving) {
    const { context, size, places: { input, strip, units } } = this;
    context.clearRect(0, 0, ...size);
    if (moving) this.dashOffset -= 1.5;
    this.drawFlow(moving);
    context.imageSmoothingEnabled = false;
    this.input.draw(context, 0, input.x, input.y, input.width, 8);
    // Only what comes straight from the input is known here pixel by pixel.
    if (strip?.layer === 1) context.drawImage(this.strip, strip.x, strip.y, strip.width, strip.height);
    if (units && this.frame) this.drawUnits(units);
    context.imageSmoothingEnabled = true;
    if (!this.guess?.digit) this.drawInvitation(input);
    context.drawImage(this.still, 0, 0, ...size);
    this.drawOutputs();
    this.drawScale(input);
  }

  drawUnits({ x, y }) {
    const { columns, cell } = this.layout.grid;
    const gap = Math.max(1, cell * 0.06);
    this.context.imageSmoothingEnabled = this.scene.unit_side > cell; // a kernel's few pixels stay sharp
    for (let k = 0; k < this.units.count; k++)
      this.units.draw(this.context, k, x + (k % columns) * cell + gap, y + Math.floor(k / columns) * cell + gap, cell - 2 * gap, cell * 0.12);
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
      const part = guess?.probabilities?.[k] ?? 0;
      context.beginPath();
      for (const start of ports(from, LINES)) addCurve(context, from.x + from.width + 2, start, to.x - 3, y);
      context.strokeStyle = part > 0.02 ? theme.positive : theme.muted;
      context.globalAlpha = part > 0.02 ? 0.3 + 0.6 * part : 0.2;
      context.lineWidth = 1 + 1.5 * part;
      context.stroke();
    });
  }

  drawInvitation({ x, y, width }) {
    const { context, theme } = this;
    context.fillStyle = theme.muted;
    context.font = `12px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(TEXT.yourDrawing, x + width / 2, y + width / 2, width - 8);
  }

  drawOutputs() {
    const { context, layout: { unit }, places: { outputs }, theme, guess, scene } = this;
    const best = guess?.probabilities ? guess.probabilities.indexOf(Math.max(...guess.probabilities)) : -1;
    context.textAlign = "center";
    context.textBaseline = "middle";
    ports(outputs, scene.classes).forEach((middle, k) => {
      const part = guess?.probabilities?.[k] ?? 0;
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
    const y = layout.top + layout.room - 24;
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
    const { layout: { columns }, theme, scene } = this;
    const largest = Math.max(...columns.map(({ kind, layer }) => (isMaps(kind) ? scene.layers[layer].shape[0] : 0)));
    for (const column of columns) {
      const { kind, layer, x, y, width, height } = column;
      const { shape, units } = scene.layers[layer];
      context.strokeStyle = theme.border;
      context.lineWidth = 1;
      context.beginPath();
      if (kind === "input") context.roundRect(x, y, width, height, 8);
      if (kind === "strip") context.rect(x - 0.5, y - 0.5, width + 1, height + 1);
      context.stroke();
      if (isMaps(kind)) drawMaps(context, theme, column, shape[2], 0.5 + (0.5 * shape[0]) / largest, kind === "light");
      if (kind === "circles") drawCircles(context, theme, column, units);
      if (kind === "thin") drawThin(context, theme, column);
    }
    this.drawCaptions(context);
  }

  drawCaptions(context) {
    const { layout: { columns }, theme, size, scene } = this;
    const upright = closestMaps(this.layout) < ACROSS;
    const texts = columns.map((column) => (upright && isMaps(column.kind) ? { title: [], detail: [] } : columnCaptions(column, scene)));
    const measure = (text) => context.measureText(text).width;
    const line = (which, font, color, y, keep) => {
      context.font = `${font} ${theme.font}`;
      context.fillStyle = color;
      const items = columns.map(({ kind, x, width }, k) =>
        ({ x: x + width / 2, texts: keep(k) ? texts[k][which] : [], first: /^(input|units|outputs)$/.test(kind) }));
      const placed = placeLine(items, measure, size[0]);
      placed.forEach((one) => one && context.fillText(one.text, one.x, y));
      return placed;
    };
    context.textAlign = "center";
    context.textBaseline = "middle";
    const titles = line("title", "600 12px", theme.text, 9, () => true);
    line("detail", "11px", theme.muted, 25, (k) => titles[k]); // a shape says nothing without a name
    if (upright) for (const column of columns.filter(({ kind }) => isMaps(kind))) this.drawUpright(context, column);
  }

  // Along the column, below its stack of maps.
  drawUpright(context, { layer, x, y, width, height }) {
    const { layout, theme, scene } = this;
    const room = layout.top + layout.room - y - height - 10;
    context.save();
    context.translate(x + width / 2, y + height + 8);
    context.rotate(Math.PI / 2);
    context.textAlign = "left";
    context.font = `${width < 12 ? 10 : 11}px ${theme.font}`;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = theme.card; // keeps the lines behind the words away from them
    context.fillStyle = theme.text;
    const text = firstFitting(uprightCaptions(scene.layers[layer]), room, (words) => context.measureText(words).width);
    context.strokeText(text, 0, 0);
    context.fillText(text, 0, 0);
    context.restore();
  }

  /** @returns {string} what to say about the layer at a place; a caption may have had no room */
  textAt(x) {
    const column = this.layout && columnAt(this.layout, x);
    return column ? layerText(this.scene.layers[column.layer]) : "";
  }
}
