/** What a network mixes up. Pure. */

/**
 * The most frequent mistake.
 * @param {?number[][]} table rows are what it was, columns what it was taken for
 * @returns {?{answer: number, guess: number, count: number}} null where there is no mistake
 */
export function mostConfused(table) {
  let worst = null;
  (table ?? []).forEach((row, answer) => row.forEach((count, guess) => {
    if (answer !== guess && count > (worst?.count ?? 0)) worst = { answer, guess, count };
  }));
  return worst;
}

/** For each class, the share of its samples that is recognised. @param {number[][]} table @returns {number[]} NaN where there are none */
export const recalls = (table) => table.map((row, k) => row[k] / sum(row));

/** For each class, the share of what is taken for it that is of it. @param {number[][]} table @returns {number[]} NaN where nothing is */
export const precisions = (table) => table.map((row, k) => row[k] / sum(table.map((each) => each[k])));

/** @param {number[]} numbers @returns {number} */
export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
