/** The measured points of all lanes, and what they are over the seeds of an entry: mean and spread. Pure. */

export const FIXED = 6; // columns before those of the layers: lane, epoch, and four measures
const LANE = 0;
const EPOCH = 1;
const T_975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093];

/** @typedef {{epochs: number[], mean: number[], low: number[], high: number[], count: number[]}} Series `mean` is NaN where no lane says anything */

/** Half of the 95 % interval of a mean, by Student's t. @param {number[]} values @returns {number} NaN for fewer than two */
export function halfInterval(values) {
  const n = values.length;
  if (n < 2) return NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return (T_975[n - 2] ?? 1.96) * Math.sqrt(variance / n);
}

export class Rows {
  /** @param {number} lanes @param {number} columns of a row */
  constructor(lanes, columns) {
    Object.assign(this, { columns, count: 0, version: 0 });
    this.lanes = Array.from({ length: lanes }, () => []); // of each lane its rows
    this.versions = new Uint32Array(lanes);
    this.out = new Set();
  }

  /**
   * Leave lanes that have diverged out of what entries are over their seeds, as the leader board does; those that are out stay out.
   * @param {number[]} lanes
   */
  leaveOut(lanes) {
    for (const lane of lanes) {
      if (this.out.has(lane)) continue;
      this.out.add(lane);
      this.versions[lane] += 1;
    }
  }

  /** The rows of those lanes of an entry that go on. */
  going(first, lanes) {
    return this.lanes.slice(first, first + lanes).filter((_, k) => !this.out.has(first + k));
  }

  /**
   * @param {number} from index of the first row; rows that are known already are not taken twice, and after a gap none are
   * @param {Float32Array} data @returns {boolean} whether there was anything new
   */
  add(from, data) {
    const rows = Math.floor(data.length / this.columns);
    const skip = this.count - from;
    if (skip < 0 || skip >= rows) return false;
    for (let k = skip; k < rows; k++) {
      const row = data.subarray(k * this.columns, (k + 1) * this.columns);
      const lane = this.lanes[row[LANE]];
      if (!lane) continue;
      lane.push(row);
      this.versions[row[LANE]] += 1;
    }
    this.count = from + rows;
    this.version += 1;
    return true;
  }

  /** The version of an entry's rows: another one is other rows. @returns {number} */
  versionOf(first, lanes) {
    let sum = 0;
    for (let k = first; k < first + lanes; k++) sum += this.versions[k] ?? 0;
    return sum;
  }

  /** The last epoch of a lane at which it was measured; -1 where it was not. */
  lastEpoch(lane) {
    return this.lanes[lane]?.at(-1)?.[EPOCH] ?? -1;
  }

  /**
   * A measure of an entry over the epochs.
   * @param {number} first lane @param {number} lanes how many @param {number} column
   * @param {"range" | "interval"} spread lowest and highest, or the ends of the 95 % interval of the mean
   * @returns {Series}
   */
  series(first, lanes, column, spread = "range") {
    const parts = this.going(first, lanes).filter((rows) => rows.length);
    const at = parts.map(() => 0);
    const out = { epochs: [], mean: [], low: [], high: [], count: [] };
    const values = [];
    for (;;) {
      let epoch = Infinity;
      parts.forEach((rows, k) => (epoch = at[k] < rows.length ? Math.min(epoch, rows[at[k]][EPOCH]) : epoch));
      if (epoch === Infinity) return out;
      values.length = 0;
      parts.forEach((rows, k) => {
        for (; at[k] < rows.length && rows[at[k]][EPOCH] <= epoch; at[k]++) if (Number.isFinite(rows[at[k]][column])) values.push(rows[at[k]][column]);
      });
      push(out, epoch, values, spread);
    }
  }

  /** A measure of an entry at the last measured moment not after an epoch. @returns {?{epoch: number, mean: number, low: number, high: number, count: number}} */
  at(first, lanes, column, epoch = Infinity) {
    const values = [];
    let when = -1;
    for (const rows of this.going(first, lanes)) {
      const row = rows[lastBefore(rows, epoch)];
      if (!row) continue;
      when = Math.max(when, row[EPOCH]);
      if (Number.isFinite(row[column])) values.push(row[column]);
    }
    return values.length ? { epoch: when, mean: values.reduce((sum, value) => sum + value, 0) / values.length, low: Math.min(...values), high: Math.max(...values), count: values.length } : null;
  }
}

function push(out, epoch, values, spread) {
  const mean = values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : NaN;
  const half = spread === "interval" && values.length > 1 ? halfInterval(values) : NaN;
  out.epochs.push(epoch);
  out.mean.push(mean);
  out.low.push(spread === "interval" ? mean - half : values.length ? Math.min(...values) : NaN);
  out.high.push(spread === "interval" ? mean + half : values.length ? Math.max(...values) : NaN);
  out.count.push(values.length);
}

/** @returns {number} the last row that is not after an epoch, by halving; -1 where there is none */
function lastBefore(rows, epoch) {
  let [low, high] = [-1, rows.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (rows[middle][EPOCH] <= epoch) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The place in a series of the last epoch that is not after another one. @param {number[]} epochs @returns {number} -1 where there is none */
export function placeAt(epochs, epoch) {
  let [low, high] = [-1, epochs.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (epochs[middle] <= epoch) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Thin a series out, keeping its ends and the extremes of its mean. @param {Series} series @param {number} most @returns {Series} */
export function thinned(series, most) {
  const n = series.epochs.length;
  if (n <= most) return series;
  const kept = [0];
  const buckets = Math.max(1, Math.floor((most - 2) / 2));
  for (let b = 0; b < buckets; b++) {
    const [from, to] = [1 + Math.floor((b * (n - 2)) / buckets), 1 + Math.floor(((b + 1) * (n - 2)) / buckets)];
    let [low, high] = [from, from];
    for (let k = from; k < to; k++) {
      if (series.mean[k] < series.mean[low]) low = k;
      if (series.mean[k] > series.mean[high]) high = k;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(n - 1);
  return Object.fromEntries(Object.entries(series).map(([key, values]) => [key, kept.map((k) => values[k])]));
}
