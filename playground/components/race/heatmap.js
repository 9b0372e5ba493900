/** A comparison in two ways as a map: a cell for each entry, its value in it, the best one marked. Pure. */

import { cssColor, inkScale, mix, parseColor, textOn, toHex } from "../common/colors.js";
import { formatLoss, formatWhole } from "../common/format.js";
import { formatScore } from "./measures.js";
import { shape } from "./shapes.js";
import { firstLane } from "./state.js";
import { TEXT } from "./text.js";

const ROWS = [34, 54]; // least and greatest height of a row
const HEAD = 44;
const LEGEND = 44;

/** What a cell can show: how its value is found and written, and whether more is better. */
export const CELLS = {
  score: { more: true, format: formatScore, value: ({ race, rows, at }, entry) => rows.at(firstLane(race, entry), race.seeds.length, 5, at ?? Infinity)?.mean ?? null },
  loss: { more: false, log: true, format: () => formatLoss, value: ({ race, rows, at }, entry) => rows.at(firstLane(race, entry), race.seeds.length, 3, at ?? Infinity)?.mean ?? null },
  epochs: { more: false, log: true, format: () => formatWhole, value: ({ race, rows, board }, entry) => (rows.going(firstLane(race, entry), race.seeds.length).length ? (board.get(entry)?.epochs?.mean ?? null) : null) },
};

/** The values of all cells, and the best of them. @returns {{values: (number|null)[], best: ?number, low: number, high: number}} */
export function cellValues(options, cell) {
  const { more, value } = CELLS[cell];
  const values = options.race.entries.map((_, entry) => value(options, entry));
  const known = values.filter((each) => Number.isFinite(each));
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
  return { values, best: known.length > 1 && high > low ? values.indexOf(more ? high : low) : null, low, high };
}

/** How good a value is among all: 1 the best, 0 the worst. */
export function goodness(value, { low, high }, { more, log }) {
  const at = log && low > 0 ? Math.log : (x) => x;
  if (!(high > low)) return 0.5;
  const part = (at(value) - at(low)) / (at(high) - at(low));
  return more ? part : 1 - part;
}

/** Colours from poor to good; in one hue, so that it can be read in grey as well. @param {Object} theme @returns {Uint32Array} */
export const goodScale = (theme) => inkScale(mix(parseColor(theme.card), parseColor(theme.text), 0.04), parseColor(theme.dark ? "#2fb59b" : "#0b7f6b"));

/**
 * @param {{race: Object, rows: Object, board: Map<number, Object>, choices: Object, theme: Object, width: number, at: ?number, focused: ?number}} options
 * @returns {import("./shapes.js").Figure & {entryAt: (x: number, y: number) => ?number, placeOf: (entry: number) => Object}}
 */
export function heatmapFigure(options) {
  const { race, choices, theme, width, focused } = options;
  const [down, across] = race.axes;
  const kind = CELLS[choices.cell];
  const found = cellValues(options, choices.cell);
  const scale = goodScale(theme);
  const left = Math.min(width * 0.3, 24 + 7 * Math.max(down.label.length * 0.9, ...down.values.map(({ label }) => label.length)));
  const cell = Math.min(120, (width - left - 8) / across.values.length);
  const tall = Math.round(Math.max(ROWS[0], Math.min(ROWS[1], 0.6 * cell)));
  const format = kind.format(race);
  const cut = (text, room) => (text.length * 6.6 > room ? `${text.slice(0, Math.max(1, Math.floor(room / 6.6) - 1))}…` : text);
  const shapes = [];
  const label = { "font-size": 12, fill: theme.muted };
  shapes.push(shape("across", "text", { x: left + (cell * across.values.length) / 2, y: 13, "text-anchor": "middle", "font-size": 12, "font-weight": 600, fill: theme.text }, across.label));
  shapes.push(shape("down", "text", { x: 4, y: 32, "font-size": 12, "font-weight": 600, fill: theme.text }, cut(down.label, left - 8)));
  across.values.forEach(({ label: text }, k) => shapes.push(shape(`x${k}`, "text", { x: left + (k + 0.5) * cell, y: 34, "text-anchor": "middle", ...label }, cut(text, cell - 4))));
  down.values.forEach(({ label: text }, k) => shapes.push(shape(`y${k}`, "text", { x: left - 8, y: HEAD + (k + 0.5) * tall + 4, "text-anchor": "end", ...label }, cut(text, left - 14))));
  const placeOf = (entry) => ({ x: left + race.entries[entry].values[1] * cell, y: HEAD + race.entries[entry].values[0] * tall, width: cell, height: tall });
  const over = [];
  race.entries.forEach((_, entry) => {
    const { x, y } = placeOf(entry);
    const value = found.values[entry];
    const color = Number.isFinite(value) ? toHex(parseColor(cssColor(scale[Math.round(255 * (0.04 + 0.88 * goodness(value, found, kind)))]))) : theme.paper;
    const strength = choices.muted.has(entry) ? 0.3 : 1;
    shapes.push(shape(`c${entry}`, "rect", { x: x + 1.5, y: y + 1.5, width: cell - 3, height: tall - 3, rx: 6, fill: color, opacity: strength }));
    shapes.push(shape(`t${entry}`, "text", { x: x + cell / 2, y: y + tall / 2 + 4, "text-anchor": "middle", "font-size": cell < 46 ? 10 : 12.5, "font-weight": entry === found.best ? 700 : 450, fill: Number.isFinite(value) ? textOn(color) : theme.muted, opacity: strength }, format(value)));
    const ring = (key, stroke, wide, dash) => over.push(shape(`${key}${entry}`, "rect", { x: x + 1.5, y: y + 1.5, width: cell - 3, height: tall - 3, rx: 6, fill: "none", stroke, "stroke-width": wide, "stroke-dasharray": dash }));
    if (entry === found.best) ring("best", theme.text, 2, null);
    if (entry === choices.focus) ring("focus", theme.primary, 3, null);
    if (entry === focused) ring("key", theme.text, 2, "3 2");
  });
  const bottom = HEAD + down.values.length * tall;
  shapes.push(...over, ...legendShapes(found, kind, format, scale, theme, left, bottom));
  return {
    width, height: bottom + LEGEND, title: TEXT.say.heatmapTitle(race.title), shapes, background: theme.card, font: theme.font, found, format, placeOf,
    entryAt: (x, y) => {
      const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - HEAD) / tall)];
      const entry = race.entries.findIndex(({ values }) => values[0] === row && values[1] === column);
      return entry < 0 ? null : entry;
    },
  };
}

function legendShapes({ low, high }, kind, format, scale, theme, left, bottom) {
  const [steps, wide] = [12, 140];
  const y = bottom + 14;
  const text = { y: y + 9, "font-size": 11, fill: theme.muted };
  const [worst, best] = kind.more ? [low, high] : [high, low];
  const bars = Array.from({ length: steps }, (_, k) => shape(`s${k}`, "rect", { x: left + 70 + (k * wide) / steps, y, width: wide / steps + 0.5, height: 10, fill: toHex(parseColor(cssColor(scale[Math.round(255 * (0.04 + (0.88 * k) / (steps - 1)))]))) }));
  return [shape("sw", "text", { x: left + 64, "text-anchor": "end", ...text }, format(worst)), ...bars, shape("sb", "text", { x: left + 70 + wide + 6, ...text }, `${format(best)} ${TEXT.bestCell}`)];
}
