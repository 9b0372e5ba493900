/** Lines in a picture: where it has a given value, and where one class ends and another begins. Marching squares. Pure. */

// For each set of corners above the level (bits: top left, top right, bottom right, bottom left): pairs of edges to join.
// Edges: 0 top, 1 right, 2 bottom, 3 left.
const JOINS = [[], [3, 0], [0, 1], [3, 1], [1, 2], [3, 0, 1, 2], [0, 2], [3, 2],
  [2, 3], [2, 0], [0, 1, 2, 3], [2, 1], [1, 3], [1, 0], [0, 3], []];

/**
 * @param {ArrayLike<number>} values `side * side` numbers, row by row; each stands for the centre of its cell
 * @param {number} side
 * @param {number} level
 * @returns {number[]} x0, y0, x1, y1 of one segment after the other, in parts of the whole side (0 to 1)
 */
export function contour(values, side, level) {
  const segments = [];
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column;
      const [a, b, c, d] = [values[at], values[at + 1], values[at + side + 1], values[at + side]];
      const joins = JOINS[(a > level) | ((b > level) << 1) | ((c > level) << 2) | ((d > level) << 3)];
      for (const edge of joins) {
        let [x, y] = [column + 0.5, row + 0.5];
        if (edge === 0) x += (level - a) / (b - a);
        else if (edge === 1) (x += 1), (y += (level - b) / (c - b));
        else if (edge === 2) (x += (level - d) / (c - d)), (y += 1);
        else y += (level - a) / (d - a);
        segments.push(x / side, y / side);
      }
    }
  }
  return segments;
}

/**
 * The borders between classes. Each class has the line round its own cells; where two meet their lines are the same.
 * @param {ArrayLike<number>} winners class of each cell @param {ArrayLike<number>} confidence 0 to 255 @param {number} side
 * @returns {number[]} segments as of `contour`
 */
export function borders(winners, confidence, side) {
  const present = new Set(winners);
  if (present.size < 2) return [];
  const values = new Int16Array(winners.length);
  const segments = [];
  for (const winner of present) {
    // One more than the confidence: a cell that is wholly undecided still lies on one side.
    for (let k = 0; k < values.length; k++) values[k] = winners[k] === winner ? 1 + confidence[k] : -1 - confidence[k];
    for (const place of contour(values, side, 0)) segments.push(place);
  }
  return segments;
}
