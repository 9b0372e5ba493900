/** What can be measured of a lane: which column of its rows that is, how it is written, and whether more is better. Pure. */

import { formatLoss, formatPercent, formatR2, formatTwoDigits } from "../common/format.js";
import { FIXED } from "./rows.js";
import { TEXT } from "./text.js";

/**
 * @typedef {{id: string, label: string, short: string, group: string, column: number, log: boolean, format: (value: ?number) => string, more: boolean,
 *   isShare: boolean, of: "loss" | "score" | "gradient" | "dead", help: string}} Measure `log` is whether its axis is logarithmic unless one says otherwise
 */

/** @param {Object} race @returns {Measure[]} in the order of the menu */
export function measuresOf(race) {
  const regression = race.classes === 0;
  const format = regression ? formatR2 : formatPercent;
  const of = (id, label, column, more) => ({ id, label, short: label, group: TEXT.groups.main, column, more, help: TEXT.measureHelp[id] });
  const loss = { log: false, format: formatLoss, isShare: false, of: "loss" };
  const score = { log: false, format, isShare: !regression, of: "score" };
  const layers = race.layers.map((name, k) => [name, k]);
  return [
    { ...of("test-loss", TEXT.measures.testLoss, 3, false), ...loss },
    { ...of("train-loss", TEXT.measures.trainLoss, 2, false), ...loss },
    { ...of("test-score", TEXT.measures.testScore(race.score), 5, true), ...score },
    { ...of("train-score", TEXT.measures.trainScore(race.score), 4, true), ...score },
    ...layers.map(([name, k]) => ({
      ...of(`gradient-${k}`, TEXT.measures.gradient(name), FIXED + k, false), short: name, group: TEXT.groups.gradient, log: true, format: formatTwoDigits, isShare: false, of: "gradient", help: TEXT.measureHelp.gradient,
    })),
    ...layers.slice(0, -1).map(([name, k]) => ({
      ...of(`dead-${k}`, TEXT.measures.dead(name), FIXED + race.layers.length + k, false), short: name, group: TEXT.groups.dead, log: false, format: (value) => formatPercent(value, 0), isShare: true, of: "dead", help: TEXT.measureHelp.dead,
    })),
  ];
}

/** The measure to begin with: losses of different kinds cannot be compared. */
export const firstMeasure = (race) => (race.losses ? "test-loss" : "test-score");

/** How the score of a race is written. @param {Object} race */
export const formatScore = (race) => (race.classes === 0 ? formatR2 : formatPercent);
