/** The learning curves of all entries as a figure: the mean over seeds as a line, the spread as a band. Pure. */

import { formatTick } from "../stage/axes.js";
import { formatShort, formatWhole } from "../common/format.js";
import { markPath } from "./palette.js";
import { placeAt, thinned } from "./rows.js";
import { ends, epochScale, epochsShown, linear, logarithmic } from "./scales.js";
import { areaOf, pathOf, shape } from "./shapes.js";
import { firstLane } from "./state.js";
import { TEXT } from "./text.js";

const MOST_POINTS = 160; // of a line
const MOST_BANDS = 12; // more of them would hide each other: then only that of the entry that stands out
const MANY = 24; // lines, that are then thinner
const LEGEND_ROW = 18;
export const MARGIN = { left: 56, right: 16, top: 28, bottom: 38 };

/** Keeps what was made of rows until there are more. */
export class SeriesCache {
  constructor() {
    this.kept = new Map();
  }

  /** @param {Object} race @param {import("./rows.js").Rows} rows @returns {import("./rows.js").Series} */
  of(race, rows, entry, column, spread) {
    const [first, lanes] = [firstLane(race, entry), race.seeds.length];
    const key = `${entry} ${column} ${spread}`;
    const version = rows.versionOf(first, lanes);
    let kept = this.kept.get(key);
    if (!kept || kept.version !== version || kept.rows !== rows) {
      if (this.kept.size > 2000) this.kept.clear();
      this.kept.set(key, (kept = { version, rows, series: thinned(rows.series(first, lanes, column, spread === "interval" ? "interval" : "range"), MOST_POINTS) }));
    }
    return kept.series;
  }
}

/** The line that has to be reached, where the measure has one. @returns {?number} */
export const targetOf = (race, measure) => (race.target && `test-${race.target.on}` === measure.id ? race.target.value : null);

/**
 * The scales of the figure.
 * @param {import("./rows.js").Series[]} all @param {import("./measures.js").Measure} measure @param {boolean} log @param {boolean} bands
 */
export function scalesFor(race, all, measure, log, bands) {
  const values = [];
  const take = (list) => list.forEach((value) => Number.isFinite(value) && (!log || value > 0) && values.push(value));
  for (const { mean, low, high } of all) {
    take(mean);
    if (bands) (take(low), take(high));
  }
  const target = targetOf(race, measure);
  if (target !== null) values.push(target);
  const now = Math.max(0, ...all.map(({ epochs }) => epochs.at(-1) ?? 0));
  const x = epochScale(Math.max(1, epochsShown(now, race.epochs)));
  const range = ends(values, !log && measure.of === "loss") ?? [log ? 0.1 : 0, 1];
  if (log) return { x, y: logarithmic(...range) };
  const [low, high] = measure.of === "loss" || measure.of === "gradient" || measure.of === "dead" ? [Math.min(0, range[0]), range[1]] : [Math.max(range[0], measure.of === "score" && !measure.isShare ? -1 : -Infinity), range[1]];
  return { x, y: linear(low, high, measure.isShare ? { least: 0, most: 1 } : {}) };
}

/**
 * @typedef {{race: Object, rows: import("./rows.js").Rows, looks: import("./palette.js").Look[], choices: import("./choices.js").Choices, measure: import("./measures.js").Measure,
 *   cache: SeriesCache, theme: import("../common/colors.js").Theme, width: number, height: number, cross?: ?number, legend?: boolean}} Options
 * @param {Options} options @returns {import("./shapes.js").Figure & {x: Object, y: Object, plot: Object, drawn: number[]}}
 */
export function curvesFigure(options) {
  const { race, rows, looks, choices, measure, cache, theme, width, legend = false } = options;
  const log = choices.log ?? measure.log;
  const shown = race.entries.map((_, k) => k).filter((entry) => !choices.muted.has(entry));
  if (choices.focus !== null) shown.sort((a, b) => (a === choices.focus) - (b === choices.focus));
  const several = race.seeds.length > 1 && choices.spread !== "none";
  const hasBand = (entry) => several && (shown.length <= MOST_BANDS || entry === choices.focus);
  const series = new Map(shown.map((entry) => [entry, cache.of(race, rows, entry, measure.column, choices.spread)]));
  const { x, y } = scalesFor(race, [...series.values()], measure, log, several && shown.length <= MOST_BANDS);
  const below = legend ? legendRows(race, width).length * LEGEND_ROW + 10 : 0;
  const height = options.height + below;
  const plot = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: options.height - MARGIN.bottom };
  const across = (epoch) => plot.left + x.at(epoch) * (plot.right - plot.left);
  const up = (value) => (log && !(value > 0) ? NaN : plot.bottom - y.at(value) * (plot.bottom - plot.top));
  const shapes = [...axesShapes({ x, y, plot, across, up, theme, measure, width, height: options.height }), ...targetShapes(race, measure, y, plot, up, theme)];
  for (const [entry, all] of series) shapes.push(...lineShapes(entry, all, looks[entry], choices, hasBand(entry), shown.length > MANY, across, up, plot));
  if (Number.isFinite(options.cross ?? NaN)) shapes.push(...crossShapes(options.cross, series, looks, plot, across, up, theme));
  if (legend) shapes.push(...legendShapes(race, looks, width, options.height, theme));
  return { width, height, title: TEXT.say.curvesTitle(measure.label, race.title), shapes, background: theme.card, font: theme.font, x, y, plot, drawn: shown, across, up };
}

/** Marks beside an axis: a share in percent, a number as short as can be. */
export const tickText = (value, scale, measure) => (measure.isShare ? `${Number((100 * value).toFixed(1))} %` : scale.log ? formatShort(value) : formatTick(value, scale.high - scale.low));

/** A line as far as it lies between two heights; where it leaves, it goes to the edge. @param {[number, number][]} points @returns {[number, number][]} with gaps */
export function clipped(points, top, bottom) {
  const isIn = ([, y]) => y >= top - 0.5 && y <= bottom + 0.5;
  const out = [];
  points.forEach((point, k) => {
    const before = points[k - 1];
    if (k && Number.isFinite(before[1]) && Number.isFinite(point[1]) && isIn(before) !== isIn(point)) {
      const edge = (isIn(before) ? point[1] : before[1]) < top ? top : bottom;
      const t = (edge - before[1]) / (point[1] - before[1]);
      out.push([before[0] + t * (point[0] - before[0]), edge]);
    }
    out.push(isIn(point) ? point : [point[0], NaN]);
  });
  return out;
}

function axesShapes({ x, y, plot, across, up, theme, measure, height }) {
  const shapes = [];
  const text = { "font-size": 11, fill: theme.muted };
  for (const tick of y.ticks) {
    const at = Math.round(up(tick)) + 0.5;
    shapes.push(shape(`gy${tick}`, "path", { d: `M${plot.left} ${at}H${plot.right}`, stroke: theme.grid, "stroke-width": 1 }));
    shapes.push(shape(`ty${tick}`, "text", { x: plot.left - 8, y: at + 3.5, "text-anchor": "end", ...text }, tickText(tick, y, measure)));
  }
  x.ticks.forEach((tick) => {
    const at = Math.round(across(tick)) + 0.5;
    shapes.push(shape(`gx${tick}`, "path", { d: `M${at} ${plot.bottom}v4`, stroke: theme.border, "stroke-width": 1 }));
    shapes.push(shape(`tx${tick}`, "text", { x: at, y: plot.bottom + 17, "text-anchor": "middle", ...text }, formatWhole(tick)));
  });
  shapes.push(shape("axis", "path", { d: `M${plot.left} ${plot.bottom + 0.5}H${plot.right}`, stroke: theme.border, "stroke-width": 1 }));
  shapes.push(shape("lx", "text", { x: (plot.left + plot.right) / 2, y: height - 5, "text-anchor": "middle", "font-size": 12, fill: theme.text }, TEXT.epoch));
  shapes.push(shape("ly", "text", { x: 8, y: 15, "font-size": 12, fill: theme.text }, y.log ? TEXT.logLabel(measure.label) : measure.label));
  return shapes;
}

function targetShapes(race, measure, y, plot, up, theme) {
  const target = targetOf(race, measure);
  if (target === null || (y.log && !(target > 0))) return [];
  const at = up(target);
  return [
    shape("target", "path", { d: `M${plot.left} ${at}H${plot.right}`, stroke: theme.text, "stroke-width": 1.2, "stroke-dasharray": "5 4", opacity: 0.75 }),
    shape("target-text", "text", { x: plot.right - 2, y: at - 5, "text-anchor": "end", "font-size": 11, "font-weight": 600, fill: theme.text, stroke: theme.card, "stroke-width": 3, "paint-order": "stroke" }, TEXT.targetLine(measure.format(target))),
  ];
}

function lineShapes(entry, { epochs, mean, low, high }, look, choices, band, many, across, up, plot) {
  const strength = choices.strength(entry);
  const stands = entry === choices.focus;
  const x = epochs.map(across);
  const points = clipped(mean.map((value, k) => [x[k], up(value)]), plot.top, plot.bottom);
  const edge = (value) => Math.max(plot.top, Math.min(plot.bottom, up(value)));
  const shapes = [];
  if (band) shapes.push(shape(`b${entry}`, "path", { d: areaOf(x, low.map(edge), high.map(edge)), fill: look.color, opacity: stands ? 0.24 : 0.12 * strength, "data-entry": entry }));
  shapes.push(shape(`l${entry}`, "path", {
    d: pathOf(points), fill: "none", stroke: look.color, "stroke-width": stands ? 3.2 : many ? 1.2 : 1.8, "stroke-dasharray": look.dash || null, "stroke-linejoin": "round", opacity: many && !stands ? 0.7 * strength : strength, "data-entry": entry,
  }));
  const last = points.findLast(([, at]) => Number.isFinite(at));
  if (last) shapes.push(shape(`m${entry}`, "path", { d: markPath(look.mark, ...last, stands ? 5.4 : many ? 2.6 : 4), fill: look.color, opacity: strength }));
  return shapes;
}

function crossShapes(epoch, series, looks, plot, across, up, theme) {
  const at = across(epoch);
  const shapes = [shape("cross", "path", { d: `M${at} ${plot.top}V${plot.bottom}`, stroke: theme.muted, "stroke-width": 1 })];
  for (const [entry, { epochs, mean }] of series) {
    const value = mean[placeAt(epochs, epoch)];
    const y = up(value);
    if (y >= plot.top && y <= plot.bottom) shapes.push(shape(`c${entry}`, "circle", { cx: at, cy: y, r: 3, fill: looks[entry].color, stroke: theme.card, "stroke-width": 1 }));
  }
  return shapes;
}

const labelWidth = (text) => 44 + 6.4 * text.length;

function legendRows(race, width) {
  const rows = [[]];
  let at = 0;
  race.entries.forEach(({ label }, entry) => {
    const wide = labelWidth(label);
    if (at && at + wide > width - 16) (rows.push([]), (at = 0));
    rows.at(-1).push([entry, at]);
    at += wide;
  });
  return rows;
}

function legendShapes(race, looks, width, top, theme) {
  return legendRows(race, width).flatMap((row, line) => row.flatMap(([entry, left]) => {
    const [x, y] = [8 + left, top + 12 + line * LEGEND_ROW];
    const { color, dash, mark } = looks[entry];
    return [
      shape(`k${entry}`, "path", { d: `M${x} ${y}h26`, stroke: color, "stroke-width": 2.2, "stroke-dasharray": dash || null }),
      shape(`km${entry}`, "path", { d: markPath(mark, x + 13, y, 4), fill: color }),
      shape(`kt${entry}`, "text", { x: x + 32, y: y + 4, "font-size": 12, fill: theme.text }, race.entries[entry].label),
    ];
  }));
}

/** What all entries that are drawn say at an epoch, the best first. @returns {{entry: number, mean: number, low: number, high: number, count: number}[]} */
export function valuesAt({ race, rows, cache, choices, measure }, epoch) {
  return race.entries.map((_, entry) => entry).filter((entry) => !choices.muted.has(entry)).map((entry) => {
    const { epochs, mean, low, high, count } = cache.of(race, rows, entry, measure.column, choices.spread);
    const k = placeAt(epochs, epoch);
    return { entry, mean: mean[k], low: low[k], high: high[k], count: count[k] };
  }).filter(({ mean }) => Number.isFinite(mean)).sort((a, b) => (measure.more ? b.mean - a.mean : a.mean - b.mean));
}
