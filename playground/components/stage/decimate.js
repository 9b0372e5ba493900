/** Thins a line for drawing without losing what the eye looks for: its ends and its extremes. Pure. */

/**
 * @param {ArrayLike<number>} x growing
 * @param {ArrayLike<number>} y NaN where there is a gap
 * @param {number} limit most points to keep, at least 4
 * @returns {{x: number[], y: (number|null)[]}} gaps are null
 */
export function decimate(x, y, limit) {
  const n = Math.min(x.length, y.length);
  const kept = n <= limit ? Array.from({ length: n }, (_, i) => i) : extremes(y, n, limit);
  return { x: kept.map((i) => x[i]), y: kept.map((i) => (Number.isFinite(y[i]) ? y[i] : null)) };
}

// Between the two ends, each bucket gives its lowest and its highest point, in the order they come.
function extremes(y, n, limit) {
  const buckets = Math.floor((limit - 2) / 2);
  const kept = [0];
  for (let b = 0; b < buckets; b++) {
    const from = 1 + Math.floor((b * (n - 2)) / buckets);
    const to = 1 + Math.floor(((b + 1) * (n - 2)) / buckets);
    let [low, high] = [from, from];
    for (let i = from; i < to; i++) {
      if (y[i] < y[low] || Number.isNaN(y[low])) low = i;
      if (y[i] > y[high] || Number.isNaN(y[high])) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(n - 1);
  return kept;
}
