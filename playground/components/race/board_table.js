/** What the leader board says, and in which order. Pure. */

import { formatLoss, formatWhole } from "../common/format.js";
import { formatScore } from "./measures.js";
import { TEXT } from "./text.js";

/** Columns that can be sorted by, and whether the largest comes first at the first click. */
export const COLUMNS = ["rank", "entry", "score", "verdict", "loss", "best", "epochs", "seconds", "per_epoch"];
const LARGEST_FIRST = new Set(["score"]);
const VERDICTS = ["leader", "open", "behind", "none"];

/** @param {string} by a column @param {{by: string, down: boolean}} sort so far @returns {{by: string, down: boolean}} after a click on its head */
export const sortedBy = (by, sort) => (by === sort.by ? { by, down: !sort.down } : { by, down: LARGEST_FIRST.has(by) });

const keyOf = (race, by) => (row) => {
  if (by === "entry") return row.entry; // in the order in which they were given, which means more than the alphabet
  if (by === "verdict") return VERDICTS.indexOf(row.verdict);
  return typeof row[by] === "number" ? row[by] : (row[by]?.mean ?? null);
};

/** The rows in the order one has asked for; what there is not comes last, and equals in the order of their rank. */
export function sorted(race, board, { by, down }) {
  const key = keyOf(race, by);
  return [...board].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (one === null || other === null) return (one === null) - (other === null) || a.rank - b.rank;
    return (down ? other - one : one - other) || a.rank - b.rank;
  });
}

/** @param {number} seconds @returns {string} such as "0.8 ms", "12 ms" or "1.4 s" */
export function formatSeconds(seconds) {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return "–";
  if (seconds < 0.01) return `${(1000 * seconds).toFixed(1)} ms`;
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${formatWhole(seconds)} s`;
}

/** How each column is written. @returns {Object<string, (value: number) => string>} */
export const formats = (race) => ({ score: formatScore(race), loss: formatLoss, best: formatLoss, epochs: formatWhole, seconds: formatSeconds });

/** Where the marks of intervals go: from the least to the greatest end of all of them. @returns {?[number, number]} */
export function spanOf(board, column) {
  const values = board.flatMap(({ [column]: at }) => (at ? [at.low ?? at.mean, at.high ?? at.mean, at.mean] : [])).filter(Number.isFinite);
  if (!values.length) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? [low, high] : [low - 1, high + 1];
}

/**
 * A cell with a mean, its interval, and how many lanes it is of, where they are not all.
 * @param {?{mean: number, low: ?number, high: ?number, count: number}} value @param {(value: number) => string} format @param {number} lanes
 */
export function cellText(value, format, lanes) {
  if (!value) return { mean: "–", interval: "", count: "" };
  const known = typeof value.low === "number" && typeof value.high === "number";
  return { mean: format(value.mean), interval: known ? TEXT.interval(format(value.low), format(value.high)) : "", count: value.count < lanes ? TEXT.ofLanes(value.count, lanes) : "" };
}
