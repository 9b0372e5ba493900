/** A comparison in several ways: a line for each entry through its values, its loss and its score. Pure. */

import { cssColor } from "../common/colors.js";
import { formatLoss } from "../common/format.js";
import { goodness, goodScale } from "./heatmap.js";
import { formatScore } from "./measures.js";
import { linear, logarithmic } from "./scales.js";
import { shape } from "./shapes.js";
import { firstLane } from "./state.js";
import { TEXT } from "./text.js";

const TOP = 46;
const BOTTOM = 22;
const SIDE = 70;

/**
 * The axes of the figure: what varies, then the loss and the score.
 * @returns {{name: string, label: string, kind: "values" | "number", ticks: {at: number, text: string}[], at: (entry: number) => ?number}[]} places from 0 at the bottom to 1 at the top
 */
export function axesOf({ race, rows, at }) {
  const value = (entry, column) => rows.at(firstLane(race, entry), race.seeds.length, column, at ?? Infinity)?.mean ?? null;
  const listed = race.axes.map(({ name, label, values }, k) => {
    const place = (position) => (values.length === 1 ? 0.5 : position / (values.length - 1));
    return { name, label, kind: "values", ticks: values.map(({ label: text }, position) => ({ at: place(position), text })), at: (entry) => place(race.entries[entry].values[k]) };
  });
  return [...listed, numberAxis("loss", TEXT.measures.testLoss, race, (entry) => value(entry, 3), formatLoss, true), numberAxis("score", TEXT.measures.testScore(race.score), race, (entry) => value(entry, 5), formatScore(race), false)];
}

function numberAxis(name, label, race, value, format, log) {
  const known = race.entries.map((_, entry) => value(entry)).filter((each) => Number.isFinite(each) && (!log || each > 0));
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [log ? 0.1 : 0, 1];
  const scale = log ? logarithmic(low, high) : linear(low, high);
  const clean = (each) => (log ? format(each) : format(each));
  return { name, label, kind: "number", ticks: scale.ticks.map((tick) => ({ at: scale.at(tick), text: clean(tick) })), at: (entry) => (Number.isFinite(value(entry)) && (!log || value(entry) > 0) ? scale.at(value(entry)) : null) };
}

/** Entries outside of what is brushed. @param {Object} axes of `axesOf` @param {Object<string, [number, number]>} brushes by the name of the axis @returns {number[]} */
export function outside(axes, brushes, count) {
  const isOut = (entry) => axes.some((axis) => {
    const brush = brushes[axis.name];
    if (!brush) return false;
    const at = axis.at(entry);
    return at === null || at < brush[0] - 1e-6 || at > brush[1] + 1e-6;
  });
  return Array.from({ length: count }, (_, entry) => entry).filter(isOut);
}

/** @returns {import("./shapes.js").Figure & {axes: Object[], x: (k: number) => number, y: (at: number) => number}} */
export function parallelFigure(options) {
  const { race, rows, choices, theme, width, height, brushes = {} } = options;
  const axes = axesOf(options);
  const x = (k) => SIDE + (k * (width - 2 * SIDE)) / (axes.length - 1);
  const y = (at) => height - BOTTOM - at * (height - TOP - BOTTOM);
  const score = (entry) => rows.at(firstLane(race, entry), race.seeds.length, 5, options.at ?? Infinity)?.mean ?? null;
  const known = race.entries.map((_, entry) => score(entry)).filter(Number.isFinite);
  const found = { low: Math.min(...known), high: Math.max(...known) };
  const scale = goodScale(theme);
  const color = (entry) => (Number.isFinite(score(entry)) ? cssColor(scale[Math.round(255 * (0.18 + 0.78 * goodness(score(entry), found, { more: true })))]) : theme.muted);
  const shapes = [];
  const order = race.entries.map((_, entry) => entry).sort((a, b) => (a === choices.focus) - (b === choices.focus) || (score(a) ?? -9) - (score(b) ?? -9));
  for (const entry of order) {
    const places = axes.map((axis, k) => [x(k), axis.at(entry)]).filter(([, at]) => at !== null);
    const stands = entry === choices.focus;
    shapes.push(shape(`l${entry}`, "path", {
      d: curveThrough(places.map(([px, at]) => [px, y(at)])), fill: "none", stroke: stands ? theme.primary : color(entry), "stroke-width": stands ? 3.5 : 1.7, opacity: choices.muted.has(entry) && !stands ? 0.07 : stands ? 1 : choices.focus === null ? 0.85 : 0.25, "data-entry": entry,
    }));
  }
  axes.forEach((axis, k) => shapes.push(...axisShapes(axis, k, x(k), y, brushes[axis.name], theme)));
  return { width, height, title: TEXT.say.parallelTitle(race.title), shapes, background: theme.card, font: theme.font, axes, x, y };
}

function curveThrough(points) {
  return points.map(([px, py], k) => {
    if (!k) return `M${px.toFixed(1)} ${py.toFixed(1)}`;
    const middle = (points[k - 1][0] + px) / 2;
    return `C${middle.toFixed(1)} ${points[k - 1][1].toFixed(1)} ${middle.toFixed(1)} ${py.toFixed(1)} ${px.toFixed(1)} ${py.toFixed(1)}`;
  }).join("");
}

function axisShapes(axis, k, x, y, brush, theme) {
  const shapes = [shape(`a${k}`, "path", { d: `M${x} ${y(0) + 6}V${y(1) - 6}`, stroke: theme.muted, "stroke-width": 1.2 }),
    shape(`n${k}`, "text", { x, y: 16, "text-anchor": "middle", "font-size": 12, "font-weight": 600, fill: theme.text }, axis.label)];
  if (brush) shapes.push(shape(`r${k}`, "rect", { x: x - 8, y: y(brush[1]) - 6, width: 16, height: Math.max(12, y(brush[0]) - y(brush[1]) + 12), rx: 5, fill: theme.primary, opacity: 0.28 }));
  axis.ticks.forEach(({ at, text }, tick) => {
    shapes.push(shape(`d${k}-${tick}`, "circle", { cx: x, cy: y(at), r: axis.kind === "values" ? 3 : 1.8, fill: theme.text }));
    shapes.push(shape(`t${k}-${tick}`, "text", { x: x + 8, y: y(at) - 5, "font-size": 11, fill: theme.text, stroke: theme.card, "stroke-width": 3, "paint-order": "stroke" }, text));
  });
  return shapes;
}

/** The place of a click on an axis: which axis, and how high. @returns {?{axis: Object, at: number}} */
export function axisAt(figure, px, py) {
  const k = figure.axes.findIndex((_, number) => Math.abs(figure.x(number) - px) < 22);
  if (k < 0) return null;
  const at = (figure.y(0) - py) / (figure.y(0) - figure.y(1));
  return { axis: figure.axes[k], at: Math.max(0, Math.min(1, at)) };
}

/** How much of its way up or down a line has done, after a part of its way to the right: along a curve of `curveThrough` neither follows from the other at once. */
function heightAt(part) {
  let [low, high] = [0, 1];
  for (let k = 0; k < 20; k++) {
    const t = (low + high) / 2;
    if (t * (1.5 + t * (t - 1.5)) < part) low = t;
    else high = t;
  }
  return low * low * (3 - 2 * low);
}

/** The entry, of some, whose line is nearest to a place, where one is near. @param {number[]} entries @returns {?number} */
export function lineAt(figure, entries, px, py) {
  const { axes, x, y } = figure;
  let best = [9, null];
  const k = axes.findIndex((_, number) => number + 1 < axes.length && px >= x(number) && px <= x(number + 1));
  if (k < 0) return null;
  const t = (px - x(k)) / (x(k + 1) - x(k));
  const ease = heightAt(t);
  for (const entry of entries) {
    const [one, other] = [axes[k].at(entry), axes[k + 1].at(entry)];
    if (one === null || other === null) continue;
    const away = Math.abs(y(one + (other - one) * ease) - py);
    if (away < best[0]) best = [away, entry];
  }
  return best[1];
}
