/** From numbers to places, and round numbers to write beside an axis. Pure. */

import { ticks as linearTicks } from "../stage/axes.js";

/** @typedef {{low: number, high: number, log: boolean, ticks: number[], at: (value: number) => number}} Scale `at` is 0 at its beginning, 1 at its end */

const STEPS = [1, 2, 2.5, 5, 10];

/** A step that is round, of which about `count` fit into a span. */
export function roundStep(span, count) {
  const power = 10 ** Math.floor(Math.log10(span / count));
  return STEPS.map((part) => part * power).find((step) => span / step <= count + 1e-9) ?? 10 * power;
}

/** A linear scale whose ends are round, so that it stays as it is while the numbers change a little. @returns {Scale} */
export function linear(low, high, { count = 5, least = -Infinity, most = Infinity } = {}) {
  if (!(high > low)) [low, high] = [low - 0.5, low + 0.5];
  const step = roundStep(high - low, count);
  const from = Math.max(least, Math.floor(low / step + 1e-9) * step);
  const to = Math.min(most, Math.ceil(high / step - 1e-9) * step);
  const ticks = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; k++) ticks.push(k * step || 0);
  return { low: from, high: to, log: false, ticks, at: (value) => (value - from) / (to - from) };
}

// The number that is written so: a product would not be quite 0.0001.
const times = (part, power) => Number(`${part}e${power}`);

/** A logarithmic scale; its ends are powers of ten, or 2 or 5 times one. @returns {Scale} */
export function logarithmic(low, high) {
  const round = (value, up) => {
    const power = Math.floor(Math.log10(value) + 1e-9);
    const parts = up ? [1, 2, 5, 10] : [10, 5, 2, 1];
    const fits = (part) => (up ? times(part, power) >= value * (1 - 1e-9) : times(part, power) <= value * (1 + 1e-9));
    return times(parts.find(fits), power);
  };
  let [from, to] = [round(low, false), round(high, true)];
  if (!(to > from)) [from, to] = [from / 2, to * 2];
  const decades = Math.log10(to / from);
  const parts = decades > 2 ? [1] : [1, 2, 5];
  const every = decades > 8 ? Math.ceil(decades / 6) : 1;
  const ticks = [];
  for (let power = Math.floor(Math.log10(from) + 1e-9); power <= Math.log10(to) + 1e-9; power++)
    if (power % every === 0) for (const part of parts) if (times(part, power) >= from * (1 - 1e-9) && times(part, power) <= to * (1 + 1e-9)) ticks.push(times(part, power));
  const [a, b] = [Math.log10(from), Math.log10(to)];
  return { low: from, high: to, log: true, ticks, at: (value) => (Math.log10(value) - a) / (b - a) };
}

/** Ends of the epochs that are shown: they double from time to time instead of growing all the time. @param {number} now @param {number} epochs of the race */
export function epochsShown(now, epochs) {
  for (const part of [16, 8, 4, 2]) if (now <= epochs / part && epochs / part >= 4) return epochs / part;
  return epochs;
}

/** @returns {Scale} epochs from 0 to `end` */
export function epochScale(end) {
  return { low: 0, high: end, log: false, ticks: linearTicks(0, end).filter((tick) => Number.isInteger(tick)), at: (value) => value / end };
}

/**
 * The ends of what series show: one that has gone far off does not press all others flat.
 * @param {number[]} values finite @param {boolean} robust @returns {?[number, number]} null where there are none
 */
export function ends(values, robust) {
  if (!values.length) return null;
  const sorted = Float64Array.from(values).sort();
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const usual = sorted[Math.floor(0.95 * (sorted.length - 1))];
  return [low, robust && high > 4 * usual && usual > 0 ? 1.6 * usual : high];
}
