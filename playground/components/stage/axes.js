/** Axes of a picture in the units of what it shows. Pure. */

export const REACH = 6; // places in a picture go from -6 to 6
const STEPS = [1, 2, 3, 5, 10];
const MOST_TICKS = 6;
const COMPACT = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/**
 * @typedef {{label: string, low: number, high: number}} Described an axis as the scene has it: what it shows, and the numbers at its ends
 * @typedef {{label: string, low: number, high: number, ticks: {text: string, place: number}[]}} Axis `place` is 0 at the beginning, 1 at the end
 */

/** @param {Described} described @returns {Axis} */
export function axisOf({ label, low, high }) {
  return { label, low, high, ticks: ticks(low, high).map((value) => ({ text: formatTick(value, high - low), place: (value - low) / (high - low) })) };
}

/** The same axis, seen from further away. @param {Described} described @param {number} factor @returns {Described} */
export function widened({ label, low, high }, factor) {
  const [middle, half] = [(low + high) / 2, ((high - low) / 2) * factor];
  return { label, low: middle - half, high: middle + half };
}

/** Round numbers between two others, few enough to be read. @returns {number[]} */
export function ticks(low, high) {
  const power = 10 ** Math.floor(Math.log10((high - low) / MOST_TICKS));
  const step = STEPS.map((part) => part * power).find((each) => Math.floor(high / each + 1e-6) - Math.ceil(low / each - 1e-6) < MOST_TICKS);
  const [first, last] = [Math.ceil(low / step - 1e-6), Math.floor(high / step + 1e-6)];
  return Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
}

/** @param {number} value @param {number} span of the axis: the decimals that make a difference there @returns {string} with a real minus sign */
export function formatTick(value, span) {
  const decimals = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(span / 2))));
  const text = Math.abs(value) >= 1e4 ? COMPACT.format(value) : String(Number(value.toFixed(decimals)) || 0);
  return text.replace("-", "−");
}

/** The number at a place of an axis. @param {Described} described @param {number} place -1 at its beginning, 1 at its end */
export const numberAt = ({ low, high }, place) => (low + high) / 2 + ((high - low) / 2) * place;

/** An axis with the numbers at its ends as they are written. @param {Described} described @returns {{label: string, low: string, high: string}} */
export const worded = ({ label, low, high }) => ({ label, low: formatTick(low, high - low), high: formatTick(high, high - low) });
