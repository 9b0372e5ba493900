/** How a slider goes from one end to the other, for numbers of any size. Pure. */

const SPREAD = 500; // from so many times as much on, a slider goes by orders of magnitude
const NEARLY_ONE = 0.99; // what ends between here and 1 is a share that is kept: what counts is how much is not

/**
 * @typedef {{low: number, high: number, whole?: boolean}} Bounds
 * @param {Bounds} bounds @returns {{partOf: (value: number) => number, valueAt: (part: number) => number}} `part` is 0 at the lower end, 1 at the upper one
 */
export function scaleOf({ low, high, whole = false }) {
  const [bend, unbend] = bendOf(low, high);
  const [first, last] = [bend(low), bend(high)];
  return {
    partOf: (value) => Math.max(0, Math.min(1, (bend(value) - first) / (last - first || 1))),
    valueAt: (part) => {
      if (part <= 0 || part >= 1) return part <= 0 ? low : high;
      const value = unbend(first + part * (last - first));
      return Math.max(low, Math.min(high, whole ? Math.round(value) : rounded(value, high - low, bend !== same)));
    },
  };
}

const same = (value) => value;

function bendOf(low, high) {
  if (low >= 0 && high < 1 && high > NEARLY_ONE) return [(value) => -Math.log10(1 - value), (at) => 1 - 10 ** -at];
  if (low > 0 && high / low >= SPREAD) return [Math.log10, (at) => 10 ** at];
  if (low === 0 && high >= SPREAD) return [Math.log1p, Math.expm1];
  return [same, same];
}

/** A number as short as it may be: what a slider says need not be more exact than a hand. */
function rounded(value, span, bent) {
  if (!bent) return Number(value.toFixed(Math.max(0, Math.min(8, 2 - Math.floor(Math.log10(span) + 1e-9)))));
  return value > 0.9 && value < 1 ? Number((1 - Number((1 - value).toPrecision(2))).toPrecision(8)) : Number(value.toPrecision(2));
}

/** @param {number} value @returns {string} as people write it */
export function formatSetting(value) {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) return value.toExponential().replace("e+", "e").replace(/-/g, "−");
  return String(Number(value.toPrecision(6))).replace("-", "−");
}
