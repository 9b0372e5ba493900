/** The digits network as layers of pictures: input, flattened pixels, first-layer weights, ten output units. */

import { fit, Pictures, still } from "./canvas.js";
import { formatWeight } from "./format.js";
import { digitsLayout } from "./layout.js";
import { TEXT } from "./text.js";

const SIDE = 28;
const DASH = [3, 9];
const BLANK = new Uint8Array(SIDE * SIDE);

/** The layers that have weights: without the input and without layers that only reshape. */
export const trained = (layers) => layers.slice(1).filter(({ name }) => !/^(flatten|input)/i.test(name));

export class DigitsNetwork {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.input = new Pictures(SIDE, 1);
    this.column = new Pictures(SIDE, 1);
    this.guess = null;
    this.dashOffset = 0;
  }

  setScene(scene, theme, width, height) {
    this.scene = scene;
    this.theme = theme;
    this.size = [width, height];
    this.layers = trained(scene.layers);
    this.context = fit(this.canvas, width, height);
    const shown = scene.units_shown ?? Math.min(this.layers[0].units, 64);
    this.layout = digitsLayout(width, height, shown, Math.max(0, this.layers.length - 2));
    this.units = new Pictures(SIDE, shown);
    this.strip = document.createElement("canvas");
    Object.assign(this.strip, { width: 1, height: SIDE * SIDE });
    this.still = still(width, height, (context) => this.drawStill(context));
    this.frame = null;
    this.setGuess(this.guess);
  }

  setFrame(frame) {
    if (!frame.units) return;
    this.frame = frame;
    this.units.put(0, frame.units, this.theme.scale);
    this.units.flush();
  }

  setGuess(guess) {
    this.guess = guess;
    if (!this.theme) return;
    const digit = guess?.digit?.length === BLANK.length ? guess.digit : BLANK;
    this.input.put(0, digit, this.theme.ink);
    this.input.flush();
    const context = this.strip.getContext("2d");
    const image = context.createImageData(1, digit.length);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < digit.length; k++) pixels[k] = this.theme.ink[digit[k]];
    context.putImageData(image, 0, 0);
  }

  draw(moving) {
    const { context, layout, theme, size } = this;
    context.clearRect(0, 0, ...size);
    if (moving) this.dashOffset -= 1.5;
    this.drawFlow(moving);
    const { input, strip, units } = layout;
    this.input.draw(context, 0, input.x, input.y, input.size, 8);
    if (!this.guess?.digit) this.drawInvitation();
    context.imageSmoothingEnabled = false;
    context.drawImage(this.strip, strip.x, strip.y, strip.width, strip.height);
    context.imageSmoothingEnabled = true;
    if (this.frame) {
      const gap = Math.max(1, units.cell * 0.06);
      for (let k = 0; k < this.units.count; k++) {
        const x = units.x + (k % units.columns) * units.cell;
        const y = units.y + Math.floor(k / units.columns) * units.cell;
        this.units.draw(context, k, x + gap, y + gap, units.cell - 2 * gap, units.cell * 0.12);
      }
    }
    context.drawImage(this.still, 0, 0, ...size);
    this.drawOutputs();
    this.drawScale();
    context.globalAlpha = 1;
    context.fillStyle = theme.text;
  }

  // Pixels go to the strip, the strip to the units, the units to the ten answers; the likelier an answer, the stronger.
  drawFlow(moving) {
    const { context, layout, theme, guess } = this;
    const { input, strip, units, outputs, hidden } = layout;
    context.lineWidth = 1;
    context.strokeStyle = theme.muted;
    context.beginPath();
    for (let k = 0; k <= 6; k++) {
      curve(context, input.x + input.size, input.y + (input.size * k) / 6, strip.x - 1, strip.y + (strip.height * k) / 6);
      for (let row = 0; row < units.rows; row += Math.max(1, Math.floor(units.rows / 5)))
        curve(context, strip.x + strip.width + 1, strip.y + (strip.height * k) / 6, units.x - 3, units.y + units.cell * (row + 0.5));
    }
    const stops = [units.x + units.width + 3, ...hidden];
    for (let s = 0; s < hidden.length; s++)
      for (let k = 0; k < 5; k++)
        for (let j = 0; j < 5; j++)
          curve(context, stops[s] + (s ? 7 : 0), this.rowY(k), stops[s + 1] - 7, this.rowY(j));
    context.globalAlpha = 0.2;
    context.stroke();
    if (moving) {
      context.setLineDash(DASH);
      context.lineDashOffset = this.dashOffset;
      context.globalAlpha = 0.3;
      context.stroke();
      context.setLineDash([]);
    }
    const from = stops.at(-1) + (hidden.length ? 7 : 0);
    for (let digit = 0; digit < 10; digit++) {
      const part = guess?.probabilities?.[digit] ?? 0;
      const y = outputs.top + outputs.pitch * (digit + 0.5);
      context.beginPath();
      for (let k = 0; k < 5; k++) curve(context, from, this.rowY(k), outputs.x - 3, y);
      context.strokeStyle = part > 0.02 ? theme.positive : theme.muted;
      context.globalAlpha = part > 0.02 ? 0.3 + 0.6 * part : 0.2;
      context.lineWidth = 1 + 1.5 * part;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  drawInvitation() {
    const { context, theme, layout: { input } } = this;
    context.fillStyle = theme.muted;
    context.font = `12px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(TEXT.yourDigit, input.x + input.size / 2, input.y + input.size / 2, input.size - 8);
  }

  rowY(k) {
    const { units } = this.layout;
    return units.y + (units.height * (k + 0.5)) / 5;
  }

  drawOutputs() {
    const { context, layout, theme, guess } = this;
    const { x, top, pitch, size } = layout.outputs;
    const best = guess?.probabilities ? guess.probabilities.indexOf(Math.max(...guess.probabilities)) : -1;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let digit = 0; digit < 10; digit++) {
      const y = top + pitch * (digit + 0.5) - size / 2;
      const part = guess?.probabilities?.[digit] ?? 0;
      context.beginPath();
      context.roundRect(x, y, size, size, size * 0.28);
      context.fillStyle = theme.card;
      context.fill();
      context.globalAlpha = part;
      context.fillStyle = theme.positive;
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = digit === best ? theme.text : theme.border;
      context.lineWidth = digit === best ? 2 : 1;
      context.stroke();
      context.font = `600 ${Math.round(size * 0.55)}px ${theme.font}`;
      context.fillStyle = part > 0.55 && !theme.dark ? "#ffffff" : part > 0.55 ? "#0b0d12" : theme.text;
      context.fillText(String(digit), x + size / 2, y + size / 2 + 0.5);
    }
  }

  drawScale() {
    const { context, layout, theme, frame } = this;
    const { input } = layout;
    if (!frame?.unit_scale || input.size < 70) return;
    const [x, y, width] = [input.x, layout.top + layout.room - 24, input.size];
    const gradient = context.createLinearGradient(x, 0, x + width, 0);
    for (let k = 0; k <= 8; k++) {
      const pixel = theme.scale[Math.min(255, k * 32)];
      gradient.addColorStop(k / 8, `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`);
    }
    context.fillStyle = gradient;
    context.strokeStyle = theme.border;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x, y, width, 8, 4);
    context.fill();
    context.stroke();
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
    const { layout, theme, layers, scene } = this;
    const { input, strip, units, outputs, hidden } = layout;
    context.strokeStyle = theme.border;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(input.x, input.y, input.size, input.size, 8);
    context.rect(strip.x - 0.5, strip.y - 0.5, strip.width + 1, strip.height + 1);
    context.stroke();
    const [first, last] = [layers[0], layers.at(-1)];
    const narrow = this.size[0] < 460;
    this.caption(context, input.x + input.size / 2, scene.layers[0].name, "28 × 28");
    this.caption(context, strip.x + strip.width / 2, narrow ? "" : TEXT.flatten, "784");
    const some = scene.units_shown < first.units ? TEXT.someOf(scene.units_shown, first.units) : null;
    this.caption(context, units.x + units.width / 2, `${first.name} ${first.units}${first.activation ? ` · ${first.activation}` : ""}`,
      [some, TEXT.weightPictures].filter(Boolean).join(" · "));
    hidden.forEach((x, k) => {
      const layer = layers[k + 1];
      this.caption(context, x, String(layer.units), narrow ? "" : layer.activation ?? "");
      this.drawUnits(context, x, layer.units);
    });
    this.caption(context, outputs.x + outputs.size / 2, narrow ? "10" : last.name, narrow ? "" : last.activation ?? "");
  }

  // Units without a picture: the frame does not carry their weights.
  drawUnits(context, x, units) {
    const { layout, theme } = this;
    const shown = Math.min(units, Math.floor(layout.room / 16));
    for (let k = 0; k < shown; k++) {
      context.beginPath();
      context.arc(x, layout.middle + (k - (shown - 1) / 2) * Math.min(20, layout.room / shown), 4.5, 0, 7);
      context.fillStyle = theme.card;
      context.fill();
      context.strokeStyle = theme.muted;
      context.stroke();
    }
  }

  caption(context, x, title, detail) {
    const { theme, size } = this;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `600 12px ${theme.font}`;
    context.fillStyle = theme.text;
    const half = context.measureText(title).width / 2;
    const at = Math.max(half, Math.min(x, size[0] - half));
    context.fillText(title, at, 9);
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.muted;
    const halfDetail = context.measureText(detail).width / 2;
    context.fillText(detail, Math.max(halfDetail, Math.min(x, size[0] - halfDetail)), 25);
  }
}

function curve(context, x0, y0, x1, y1) {
  const middle = (x0 + x1) / 2;
  context.moveTo(x0, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}
