/** The output over the plane: the decision boundary, the points, axes and the legend of the one colour scale. */

import { fit, Pictures, still } from "./canvas.js";
import { contour } from "./contour.js";
import { outputLayout } from "./layout.js";
import { TEXT } from "./text.js";

const REACH = 6; // both coordinates go from -6 to 6
const TICKS = [-6, -3, 0, 3, 6];
const ZERO = 127.5;
const VEIL = 0.72; // the output is drawn this strong, so that points of its own colour stand out from it

const signed = (value) => String(value).replace("-", "−");

export class PlaneOutput {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.large = new Pictures(100, 1);
    this.small = new Pictures(25, 1);
    this.focus = null;
  }

  setScene(scene, theme, width, height) {
    this.scene = scene;
    this.theme = theme;
    this.size = [width, height];
    this.context = fit(this.canvas, width, height);
    this.layout = outputLayout(width, height);
    this.still = still(width, height, (context) => this.drawStill(context));
    this.frame = null;
  }

  setFrame(frame) {
    if (!frame.output) return;
    this.frame = frame;
    if (this.focus) return;
    this.large.put(0, frame.output, this.theme.scale);
    this.large.flush();
  }

  /** Show one neuron's picture in the place of the output, or the output again. @param {?Uint8Array} bytes 25 x 25 */
  setFocus(bytes) {
    const before = this.focus;
    this.focus = bytes;
    if (bytes) {
      this.small.put(0, bytes, this.theme.scale);
      this.small.flush();
    } else if (before && this.frame) this.setFrame(this.frame);
  }

  draw() {
    const { context, size, layout, frame, theme } = this;
    const { x, y, side } = layout.plot;
    context.clearRect(0, 0, ...size);
    context.globalAlpha = VEIL;
    if (this.focus) this.small.draw(context, 0, x, y, side);
    else if (frame) this.large.draw(context, 0, x, y, side);
    context.globalAlpha = 1;
    if (frame && !this.focus) {
      drawBoundary(context, contour(frame.output, 100, ZERO), layout.plot, theme);
    }
    context.drawImage(this.still, 0, 0, ...size);
  }

  // Points, axes and legend stand still for a whole run.
  drawStill(context) {
    const { scene, theme, layout } = this;
    drawPoints(context, scene, layout.plot, theme);
    drawAxes(context, layout.plot, theme);
    drawLegend(context, layout.legend, theme);
  }
}

function drawBoundary(context, segments, { x, y, side }, theme) {
  context.beginPath();
  for (let k = 0; k < segments.length; k += 4) {
    context.moveTo(x + segments[k] * side, y + segments[k + 1] * side);
    context.lineTo(x + segments[k + 2] * side, y + segments[k + 3] * side);
  }
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.25;
  context.stroke();
  context.globalAlpha = 1;
}

function drawPoints(context, { points = [], labels = [], test = [] }, { x, y, side }, theme) {
  const radius = Math.max(2, Math.min(3.6, side / 76));
  for (let k = 0; k < labels.length; k++) {
    const px = x + ((points[2 * k] + REACH) / (2 * REACH)) * side;
    const py = y + ((REACH - points[2 * k + 1]) / (2 * REACH)) * side;
    drawPoint(context, px, py, radius, labels[k] ? theme.positive : theme.negative, Boolean(test[k]), theme);
  }
}

// A point held out for testing is a ring, so that colour keeps meaning the class.
function drawPoint(context, x, y, radius, color, held, theme) {
  const rim = theme.dark ? "#101218" : "#ffffff";
  context.beginPath();
  context.arc(x, y, radius + (held ? 0.4 : 0), 0, 7);
  context.fillStyle = held ? rim : color;
  context.strokeStyle = held ? color : rim;
  context.lineWidth = held ? 1.7 : 0.9;
  if (held) {
    context.save();
    context.lineWidth = 3;
    context.strokeStyle = rim;
    context.stroke();
    context.restore();
  }
  context.fill();
  context.stroke();
}

function drawAxes(context, { x, y, side }, theme) {
  context.strokeStyle = theme.border;
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, side + 1, side + 1);
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.font}`;
  for (const tick of TICKS) {
    const at = ((tick + REACH) / (2 * REACH)) * side;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(signed(tick), x + at, y + side + 6);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(signed(tick), x - 6, y + side - at);
    context.beginPath();
    context.moveTo(x + at, y + side + 1);
    context.lineTo(x + at, y + side + 4);
    context.moveTo(x - 1, y + side - at);
    context.lineTo(x - 4, y + side - at);
    context.stroke();
  }
  context.fillStyle = theme.text;
  context.font = `italic 12px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.fillText("x₁", x + side / 2, y + side + 19);
  context.save();
  context.translate(x - 26, y + side / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText("x₂", 0, 0);
  context.restore();
}

function drawLegend(context, { x, y, width }, theme) {
  const bar = Math.round(width * 0.52);
  const gradient = context.createLinearGradient(x, 0, x + bar, 0);
  for (let k = 0; k <= 8; k++) {
    const pixel = theme.scale[Math.min(255, k * 32)];
    gradient.addColorStop(k / 8, `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`);
  }
  context.fillStyle = gradient;
  context.strokeStyle = theme.border;
  context.beginPath();
  context.roundRect(x, y, bar, 10, 5);
  context.globalAlpha = VEIL;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.font}`;
  context.textBaseline = "top";
  [["left", "−1", 0], ["center", "0", bar / 2], ["right", "+1", bar]].forEach(([align, text, at]) => {
    context.textAlign = align;
    context.fillText(text, x + at, y + 15);
  });
  context.textAlign = "left";
  context.textBaseline = "middle";
  const right = x + bar + width * 0.1;
  [[TEXT.legendPoints, false, y + 4], [TEXT.legendTest, true, y + 21]].forEach(([text, held, at]) => {
    drawPoint(context, right, at, 3.4, theme.negative, held, theme);
    drawPoint(context, right + 11, at, 3.4, theme.positive, held, theme);
    context.fillStyle = theme.muted;
    context.fillText(text, right + 20, at + 0.5);
  });
}
