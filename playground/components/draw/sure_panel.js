/** How sure it is, and how sure it should be: a reliability diagram, before and after calibration. */

import { fit, pixelRatio } from "../common/canvas.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { formatPercent } from "../common/format.js";
import { TEXT } from "./text.js";

const MARGIN = { left: 44, right: 26, top: 10, bottom: 36 };
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

export class SurePanel {
  name = "sure";

  constructor() {
    this.canvas = el("canvas.pg-canvas", { role: "img", "aria-label": TEXT.reliability, "data-testid": "draw-reliability" });
    this.box = el("div.pg-sure-box", {}, this.canvas);
    this.ece = el("p", { "data-testid": "draw-ece" });
    this.temperature = el("p");
    this.words = el("div.pg-sure-words", {}, this.ece, this.temperature, el("p", { text: TEXT.rules }));
    const mark = (kind, text) => el("span.pg-legend", { "data-kind": kind, text });
    this.diagram = el("div", {}, el("h3.pg-title", { text: TEXT.reliability }), el("p.pg-legends", {}, mark("after", TEXT.afterCalibration), mark("before", TEXT.beforeCalibration)), this.box,
      el("p.pg-side", { text: TEXT.dots }));
    this.element = el("div.pg-panel-body", { "data-testid": "draw-sure" }, el("p.pg-intro", { text: TEXT.sureIntro }), el("div.pg-sure", {}, this.diagram, this.words));
  }

  ask() {}

  setScene(scene) {
    const { calibration } = scene;
    this.calibration = calibration;
    this.diagram.hidden = !calibration;
    setText(this.ece, calibration ? TEXT.ece(formatPercent(calibration.ece_before, 2), formatPercent(calibration.ece_after, 2)) : TEXT.uncalibrated);
    setText(this.temperature, calibration ? TEXT.temperature(calibration.temperature.toFixed(2)) : "");
    if (!calibration) return;
    const rows = calibration.after.filter(({ count }) => count > 0).map(({ count, confidence, accuracy }) => `${formatPercent(confidence, 0)}: ${formatPercent(accuracy, 0)} of ${TEXT.count(count)}`);
    setAttribute(this.canvas, "aria-label", TEXT.say.reliability(rows.join("; ")));
  }

  show(_, theme) {
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!this.calibration || !width || !height) return;
    const now = [this.calibration, theme, width, height, pixelRatio()]; // no stroke changes any of it
    if (this.drawn?.every((each, k) => each === now[k])) return;
    this.drawn = now;
    const context = fit(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    const x = (value) => MARGIN.left + value * (width - MARGIN.left - MARGIN.right);
    const y = (value) => height - MARGIN.bottom - value * (height - MARGIN.top - MARGIN.bottom);
    this.drawAxes(context, x, y, theme, width, height);
    this.drawBars(context, x, y, theme);
    this.drawLine(context, this.calibration.before, x, y, theme.muted);
    this.drawLine(context, this.calibration.after, x, y, theme.positive);
  }

  drawAxes(context, x, y, theme, width, height) {
    context.font = `12px ${theme.font}`;
    context.fillStyle = theme.muted;
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    for (const tick of TICKS) {
      context.beginPath();
      context.moveTo(x(0), y(tick));
      context.lineTo(x(1), y(tick));
      context.stroke();
      context.textAlign = "right";
      context.fillText(formatPercent(tick, 0), x(0) - 6, y(tick) + 4);
      context.textAlign = "center";
      context.fillText(formatPercent(tick, 0), x(tick), y(0) + 16);
    }
    context.fillText(TEXT.confidence, (x(0) + x(1)) / 2, height - 4);
    context.setLineDash([5, 5]);
    context.strokeStyle = theme.text;
    context.beginPath();
    context.moveTo(x(0), y(0));
    context.lineTo(x(1), y(1));
    context.stroke();
    context.setLineDash([]);
    context.textAlign = "left";
    context.fillText(TEXT.perfect, x(0.08), y(0.16) - 10);
  }

  drawBars(context, x, y, theme) {
    const { after } = this.calibration;
    after.forEach(({ count, accuracy }, k) => {
      if (!count) return;
      const [from, to] = [x(k / after.length) + 1, x((k + 1) / after.length) - 1];
      context.fillStyle = theme.positive;
      context.globalAlpha = 0.25;
      context.fillRect(from, y(accuracy), to - from, y(0) - y(accuracy));
      context.globalAlpha = 1;
    });
  }

  drawLine(context, bins, x, y, color) {
    context.strokeStyle = context.fillStyle = color;
    context.lineWidth = 1.5;
    context.beginPath();
    const points = bins.filter(({ count }) => count > 0).map(({ confidence, accuracy }) => [x(confidence), y(accuracy)]);
    points.forEach(([px, py], k) => (k ? context.lineTo(px, py) : context.moveTo(px, py)));
    context.stroke();
    // Of few answers the share that is right says little: their dots are small.
    bins.filter(({ count }) => count > 0).forEach(({ count }, k) => {
      context.beginPath();
      context.arc(...points[k], Math.min(6, 1.5 + 1.2 * Math.log10(count)), 0, 7);
      context.fill();
    });
  }
}
