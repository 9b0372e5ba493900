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
