/** Gradients and dead units of each layer of each entry, as numbers on colours. Pure. */

import { cssColor, parseColor, mix, textOn, toHex } from "../common/colors.js";
import { formatPercent, formatShort, formatTwoDigits } from "../common/format.js";
import { FIXED } from "./rows.js";
import { shape } from "./shapes.js";
import { firstLane } from "./state.js";
import { TEXT } from "./text.js";

const ROW = 26;
const HEAD = 40;
const GAP = 18; // between the two halves
const DECADES = 3; // above and below the middle of the gradients, at which the colours end

/** The numbers of the matrix. @returns {{entry: number, gradients: (number|null)[], dead: (number|null)[]}[]} */
export function layersTable({ race, rows }, at) {
  const value = (entry, column) => rows.at(firstLane(race, entry), race.seeds.length, column, at ?? Infinity)?.mean ?? null;
  return race.entries.map((_, entry) => ({
    entry,
    gradients: race.layers.map((__, k) => value(entry, FIXED + k)),
    dead: race.layers.slice(0, -1).map((__, k) => value(entry, FIXED + race.layers.length + k)),
  }));
}

/** The gradient in the middle of the colours: the median of all, on a logarithmic scale. */
export function middleOf(table) {
  const logs = table.flatMap(({ gradients }) => gradients).filter((value) => value > 0).map(Math.log10).sort((a, b) => a - b);
  return logs.length ? logs[Math.floor(logs.length / 2)] : 0;
}

const signedColor = (theme, part) => cssColor(theme.scale[Math.round(128 + 100 * Math.max(-1, Math.min(1, part)))]);
const deadColor = (theme, share) => toHex(mix(parseColor(theme.card), parseColor(theme.dark ? "#c9557f" : "#d4447c"), Math.min(1, 0.06 + 0.8 * share)));

/**
 * @param {{race: Object, rows: import("./rows.js").Rows, choices: import("./choices.js").Choices, theme: Object, width: number, at: ?number}} options
 * @returns {import("./shapes.js").Figure & {rowAt: (y: number) => ?number}}
 */
export function layersFigure({ race, rows, choices, theme, width, at }) {
  const table = layersTable({ race, rows }, at);
  const middle = middleOf(table);
  const [all, dying] = [race.layers.length, race.layers.length - 1];
  const longest = Math.max(...race.entries.map(({ label }) => label.length));
  const left = Math.min(200, width * 0.34, 24 + 6.6 * longest);
  const cell = Math.min(140, Math.max(26, (width - left - GAP) / (all + dying)));
  const small = cell < 52;
  const shapes = [];
  const half = left + all * cell + GAP;
  const letters = Math.floor((left - 16) / 6.4);
  const cut = (text, most) => (text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text);
  shapes.push(shape("hg", "text", { x: left, y: 13, "font-size": 12, "font-weight": 600, fill: theme.text }, cut(TEXT.gradients, (all * cell) / 6.4)));
  if (dying) shapes.push(shape("hd", "text", { x: half, y: 13, "font-size": 12, "font-weight": 600, fill: theme.text }, cut(TEXT.deadUnits, Math.max(10, (dying * cell) / 6.4))));
  race.layers.forEach((name, k) => {
    const short = small ? (k === all - 1 ? TEXT.outputShort : String(k + 1)) : cut(name, (cell - 4) / 6);
    const text = { y: 31, "font-size": 11, "text-anchor": "middle", fill: theme.muted };
    shapes.push(shape(`g${k}`, "text", { x: left + (k + 0.5) * cell, ...text }, short));
    if (k < dying) shapes.push(shape(`d${k}`, "text", { x: half + (k + 0.5) * cell, ...text }, short));
  });
  table.forEach(({ entry, gradients, dead }, row) => {
    const y = HEAD + row * ROW;
    const strength = choices.muted.has(entry) ? 0.35 : 1;
    if (entry === choices.focus) shapes.push(shape("focus", "rect", { x: 1, y: y + 0.5, width: width - 2, height: ROW - 1, rx: 7, fill: "none", stroke: theme.primary, "stroke-width": 2 }));
    shapes.push(shape(`n${row}`, "text", { x: 8, y: y + 17, "font-size": 12.5, "font-weight": entry === choices.focus ? 650 : 500, fill: theme.text, opacity: strength }, cut(race.entries[entry].label, letters)));
    const put = (key, x, value, color, text) => {
      shapes.push(shape(`b${key}`, "rect", { x: x + 1.5, y: y + 2, width: cell - 3, height: ROW - 4, rx: 5, fill: color, opacity: strength }));
      if (cell >= 26) shapes.push(shape(`t${key}`, "text", { x: x + cell / 2, y: y + 17, "font-size": small ? 9.5 : 11.5, "text-anchor": "middle", fill: value === null ? theme.muted : textOn(color.startsWith("rgb") ? toHex(parseColor(color)) : color), opacity: strength }, text));
    };
    gradients.forEach((value, k) => put(`g${row}-${k}`, left + k * cell, value, value > 0 ? signedColor(theme, (Math.log10(value) - middle) / DECADES) : theme.paper, small ? formatShort(value) : formatTwoDigits(value)));
    dead.forEach((value, k) => put(`d${row}-${k}`, half + k * cell, value, value === null ? theme.paper : deadColor(theme, value), formatPercent(value, 0)));
  });
  return {
    width, height: HEAD + table.length * ROW + 4, title: TEXT.layers, shapes, background: theme.card, font: theme.font, table,
    rowAt: (y) => (y < HEAD || y >= HEAD + table.length * ROW ? null : Math.floor((y - HEAD) / ROW)),
  };
}
