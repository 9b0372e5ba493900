/** Figures in words and numbers: for whoever reads them at a place, and for whoever cannot see them. Pure. */

import { formatTick } from "../stage/axes.js";
import { formatPower, lastFinite } from "./chart_layout.js";
import { TEXT } from "./text.js";

/** @param {number} value @param {boolean} [power] it is a power of ten @returns {string} */
export function formatRead(value, power = false) {
  if (power && value === -Infinity) return "0";
  if (!Number.isFinite(value)) return TEXT.none;
  const number = power ? 10 ** value : value;
  if (power && (Math.abs(value) >= 4 || !Number.isFinite(number))) return withPower(value);
  if (number !== 0 && (Math.abs(number) < 1e-3 || Math.abs(number) >= 1e5)) return number.toExponential(2).replace("e+", "e").replace(/-/g, "−");
  return String(Number(number.toPrecision(4))).replace("-", "−");
}

/** @param {number} value a power of ten @returns {string} such as "3.2·10⁻⁵" */
function withPower(value) {
  const part = Number((10 ** (value - Math.floor(value))).toPrecision(2));
  const power = formatPower(Math.floor(value) + Number(part === 10));
  return part === 1 || part === 10 ? power : `${part}·${power}`;
}

/** Where a figure is read. @returns {string} such as "weighted sum z = 1.5" */
export function positionOf({ x, xLabel }, at) {
  if (!x.length) return "";
  return `${xLabel} = ${formatTick(x[at], (x[x.length - 1] - x[0]) / 10 || 1)}`;
}

/** A figure in a sentence. @param {import("./chart_layout.js").Figure} figure @param {number} at the place that is read */
export function sayFigure(figure, at) {
  const { x, lines, xLabel, yLabel, power } = figure;
  const where = (k) => formatTick(x[k], (x[x.length - 1] - x[0]) / 10 || 1);
  const said = lines.filter(({ label, dashed, faint }) => label && !dashed && !faint).map(({ label, values }) => {
    const first = values.findIndex(Number.isFinite);
    const last = lastFinite(values);
    if (first < 0) return `${label}: ${TEXT.none}`;
    const read = Number.isFinite(values[at]) ? formatRead(values[at], power) : null;
    return TEXT.say.line(label, [where(first), formatRead(values[first], power)], [where(last), formatRead(values[last], power)], read, where(at));
  });
  return TEXT.say.chart(xLabel, yLabel, said);
}
