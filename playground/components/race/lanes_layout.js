/** Where the cards of the lanes go: so many in a row that all can be seen, and each is large enough. Pure. */

export const GAP = { full: 10, compact: 6 };
export const MOST_FULL = 12; // more entries than that have small cards
const PADDING = { full: 8, compact: 5 }; // of a card, on each side of its picture
const LARGEST = 320;
const SMALLEST = { full: 112, compact: 52 };
const BELOW = { full: 104, compact: 48 }; // what a card has besides its picture
const HEIGHT = 620; // px in which all of them should be seen
const ROW_LABEL = 92;

/** Whether the cards stand in rows and columns by the two values that are compared. */
export const isTable = (race, choices) => race.axes.length === 2 && race.entries.length > 3 && choices.lanesAs === "table" && fillsTable(race);

const fillsTable = ({ axes: [down, across], entries }) => entries.length === down.values.length * across.values.length;

/** @returns {boolean} whether the cards are small, and one that is held is shown beside them */
export const isCompact = (race, choices) => race.entries.length > MOST_FULL || isTable(race, choices);

/**
 * @param {number} count @param {number} width @param {boolean} compact @param {?number} fixed columns of a table
 * @returns {{columns: number, side: number}} side of a picture
 */
export function lanesLayout(count, width, compact, fixed = null) {
  const kind = compact ? "compact" : "full";
  const sideFor = (columns, room = width) => Math.floor(Math.min(LARGEST, (room - (columns - 1) * GAP[kind]) / columns - 2 * PADDING[kind]));
  if (fixed) return { columns: fixed, side: Math.max(36, Math.min(170, sideFor(fixed, width - ROW_LABEL))) };
  const fitting = Array.from({ length: count }, (_, k) => k + 1).filter((columns) => columns === 1 || sideFor(columns) >= SMALLEST[kind]);
  const seen = fitting.find((columns) => Math.ceil(count / columns) * (sideFor(columns) + BELOW[kind] + GAP[kind]) <= HEIGHT);
  const columns = even(count, seen ?? fitting.at(-1), fitting);
  return { columns, side: Math.max(36, sideFor(columns)) };
}

/** The rows are as many, but as even as they can be. */
function even(count, columns, fitting) {
  const rows = Math.ceil(count / columns);
  return fitting.find((fewer) => Math.ceil(count / fewer) === rows) ?? columns;
}
