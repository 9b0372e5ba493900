/** Draws a figure with a pen: a canvas on the page, or a vector file. Places come from chart_layout.js. */

import { fitText } from "../common/canvas.js";
import { LABEL_GAP, lastFinite, layoutOf, spread } from "./chart_layout.js";

const DASH = [6, 4];

/**
 * @param {import("./chart_layout.js").Figure} figure @param {import("../common/colors.js").Theme} theme
 * @param {{x: number, y: number, width: number, height: number, labelled: boolean, at?: ?number}} place `at` is the number of the place that is read
 */
export function drawChart(pen, figure, theme, { x: left, y: top, width, height, labelled, at = null }) {
  const layout = layoutOf(figure, width, height, labelled);
  pen.save();
  pen.translate(left, top);
  drawAxes(pen, figure, layout, theme);
  pen.save();
  const { box } = layout;
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  for (const line of figure.lines) drawLine(pen, figure, line, layout);
  if (at !== null && figure.x.length) drawCrosshair(pen, figure, layout, theme, at);
  pen.restore();
  if (labelled) drawLabels(pen, figure, layout, theme, width);
  pen.restore();
  return layout;
}

function drawAxes(pen, figure, { box, x, y, xTicks, yTicks, low, high, first, last }, theme) {
  pen.font = `12px ${theme.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = theme.grid;
  pen.fillStyle = theme.muted;
  pen.beginPath();
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const { at, text } of yTicks) {
    pen.moveTo(box.left, y(at));
    pen.lineTo(box.left + box.width, y(at));
    pen.fillText(text, box.left - 8, y(at));
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const { at, text } of xTicks) {
    pen.moveTo(x(at), box.top);
    pen.lineTo(x(at), box.top + box.height);
    pen.fillText(text, x(at), box.top + box.height + 8);
  }
  pen.stroke();
  pen.strokeStyle = theme.border;
  pen.lineWidth = 1.4;
  pen.beginPath();
  if (low < 0 && high > 0 && !figure.power) horizontal(pen, box, y(0));
  if (first < 0 && last > 0) vertical(pen, box, x(0));
  pen.stroke();
  pen.fillStyle = theme.text;
  pen.font = `500 12.5px ${theme.font}`;
  pen.fillText(fitText(pen, figure.xLabel, box.width), box.left + box.width / 2, box.top + box.height + 26);
  pen.save();
  pen.translate(13, box.top + box.height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textBaseline = "middle";
  pen.fillText(fitText(pen, figure.yLabel, box.height + 20), 0, 0);
  pen.restore();
}

function horizontal(pen, { left, width }, at) {
  pen.moveTo(left, at);
  pen.lineTo(left + width, at);
}

function vertical(pen, { top, height }, at) {
  pen.moveTo(at, top);
  pen.lineTo(at, top + height);
}

function drawLine(pen, figure, line, layout) {
  const { x, y, box } = layout;
  const height = (value) => Math.max(box.top - 50, Math.min(box.top + box.height + 50, y(value))); // far outside is outside
  pen.strokeStyle = line.color;
  pen.lineWidth = line.faint ? 1.4 : line.dashed ? 1.8 : 2.4;
  pen.lineJoin = "round";
  pen.setLineDash(line.dashed ? DASH : line.faint ? [2, 3] : []);
  if (figure.bars) drawBars(pen, figure, line, x, height);
  else drawPath(pen, figure, line.values, x, height);
  pen.setLineDash([]);
  if (figure.dots) drawDots(pen, figure, line, x, height);
}

function drawPath(pen, figure, values, x, height) {
  pen.beginPath();
  let down = false;
  for (let k = 0; k < figure.x.length; k++) {
    const finite = Number.isFinite(values[k]);
    if (finite && down) pen.lineTo(x(figure.x[k]), height(values[k]));
    else if (finite) pen.moveTo(x(figure.x[k]), height(values[k]));
    down = finite;
  }
  pen.stroke();
}

function drawBars(pen, figure, line, x, height) {
  const half = (figure.x[1] - figure.x[0]) / 2;
  pen.beginPath();
  pen.moveTo(x(figure.x[0] - half), height(0));
  for (let k = 0; k < figure.x.length; k++) {
    pen.lineTo(x(figure.x[k] - half), height(line.values[k]));
    pen.lineTo(x(figure.x[k] + half), height(line.values[k]));
  }
  pen.lineTo(x(figure.x[figure.x.length - 1] + half), height(0));
  pen.stroke();
  pen.fillStyle = line.color;
  pen.globalAlpha = 0.1;
  pen.fill();
  pen.globalAlpha = 1;
}

function drawDots(pen, figure, line, x, height) {
  if (line.faint || figure.x.length > 80) return;
  pen.fillStyle = line.color;
  pen.beginPath();
  for (let k = 0; k < figure.x.length; k++) {
    if (!Number.isFinite(line.values[k])) continue;
    pen.moveTo(x(figure.x[k]) + 3, height(line.values[k]));
    pen.arc(x(figure.x[k]), height(line.values[k]), 3, 0, 7);
  }
  pen.fill();
}

function drawCrosshair(pen, figure, { box, x, y }, theme, at) {
  const place = x(figure.x[at]);
  pen.strokeStyle = theme.muted;
  pen.lineWidth = 1;
  pen.beginPath();
  vertical(pen, box, place);
  pen.stroke();
  for (const line of figure.lines) {
    if (!Number.isFinite(line.values[at])) continue;
    pen.beginPath();
    pen.arc(place, y(line.values[at]), line.dashed || line.faint ? 3.4 : 4.6, 0, 7);
    pen.fillStyle = line.dashed || line.faint ? theme.card : line.color;
    pen.strokeStyle = line.dashed || line.faint ? line.color : theme.card;
    pen.lineWidth = 1.6;
    pen.fill();
    pen.stroke();
  }
}

/** The names of the lines where they end. */
function drawLabels(pen, figure, { box, y }, theme, width) {
  const named = figure.lines.filter(({ dashed, label }) => !dashed && label);
  const wanted = named.map(({ values }, k) => {
    if (figure.bars) return box.top + k; // histograms all end at the same height: from the top, one below the other
    const last = lastFinite(values);
    return last < 0 ? box.top + box.height : Math.max(box.top, Math.min(box.top + box.height, y(values[last])));
  });
  const places = spread(wanted, LABEL_GAP, box.top + 2, box.top + box.height - 2);
  pen.font = `600 12px ${theme.font}`;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  named.forEach(({ label, color, values }, k) => {
    const ends = lastFinite(values) === figure.x.length - 1;
    if (ends && !figure.bars) {
      pen.strokeStyle = color;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.moveTo(box.left + box.width + 2, wanted[k]);
      pen.lineTo(box.left + box.width + 10, places[k]);
      pen.stroke();
    } else {
      pen.fillStyle = color;
      pen.fillRect(box.left + box.width + 4, places[k] - 1.5, 8, 3);
    }
    pen.fillStyle = theme.text;
    pen.fillText(fitText(pen, label, width - box.left - box.width - 16), box.left + box.width + 14, places[k]);
  });
}
