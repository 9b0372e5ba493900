/** Digits to start from: a few points for each stroke, with a smooth line through them. Pure. */

import { BRUSH, SIZE } from "../digit_pad/strokes.js";

const PARTS = 8; // between two points

/** Points as shares of the pad, in percent: x, y, x, y, ... A point that is written twice is a corner. */
const DIGITS = [
  { name: "0", strokes: [[52, 18, 36, 26, 29, 50, 36, 76, 52, 83, 67, 74, 72, 50, 66, 26, 52, 18]] },
  { name: "1", strokes: [[55, 17, 52, 40, 49, 62, 46, 84]] },
  { name: "2", strokes: [[31, 33, 38, 21, 52, 18, 65, 27, 62, 43, 48, 61, 31, 80, 31, 80, 42, 78, 56, 79, 71, 81]] },
  { name: "3", strokes: [[33, 24, 46, 17, 61, 23, 61, 37, 46, 47, 46, 47, 63, 53, 67, 69, 54, 82, 37, 80, 29, 72]] },
  { name: "4", strokes: [[40, 18, 35, 38, 29, 56, 29, 56, 48, 55, 72, 54], [62, 20, 60, 42, 57, 64, 55, 85]] },
  { name: "5", strokes: [[68, 19, 52, 20, 38, 21, 38, 21, 36, 33, 34, 46, 34, 46, 50, 42, 65, 51, 67, 67, 56, 81, 40, 82, 29, 75]] },
  { name: "6", strokes: [[62, 17, 45, 32, 34, 54, 34, 71, 45, 83, 60, 80, 66, 66, 58, 54, 44, 57, 35, 68]] },
  { name: "7", strokes: [[30, 22, 48, 21, 69, 20, 69, 20, 61, 41, 52, 62, 45, 85]] },
  { name: "8", strokes: [[64, 26, 51, 17, 37, 24, 39, 38, 52, 48, 65, 60, 64, 76, 50, 84, 36, 77, 36, 62, 50, 49, 62, 38, 64, 26]] },
  { name: "9", strokes: [[66, 29, 53, 18, 39, 24, 35, 38, 45, 48, 59, 44, 66, 29, 66, 29, 64, 48, 61, 66, 57, 85]] },
  { name: "7 with a bar", strokes: [[30, 22, 48, 21, 69, 20, 69, 20, 61, 41, 52, 62, 45, 85], [40, 52, 54, 51, 70, 50]] },
  { name: "1 with a hook", strokes: [[33, 39, 44, 29, 55, 17, 55, 17, 54, 40, 52, 62, 51, 84]] },
];

/** A smooth line through points (Catmull and Rom). @param {number[]} points @returns {number[]} with PARTS points between two of them */
export function smooth(points) {
  const at = (k) => points.slice(2 * k, 2 * k + 2);
  const count = points.length / 2;
  const line = [...at(0)];
  for (let k = 0; k + 1 < count; k++) {
    const [before, from, to, after] = [at(Math.max(0, k - 1)), at(k), at(k + 1), at(Math.min(count - 1, k + 2))];
    if (from[0] === to[0] && from[1] === to[1]) continue; // a corner
    for (let part = 1; part <= PARTS; part++) {
      const t = part / PARTS;
      for (const axis of [0, 1]) {
        const [p0, p1, p2, p3] = [before[axis], from[axis], to[axis], after[axis]];
        line.push(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t ** 2 + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3));
      }
    }
  }
  return line;
}

/** @type {{name: string, strokes: import("../digit_pad/strokes.js").Stroke[]}[]} */
export const EXAMPLES = DIGITS.map(({ name, strokes }) => ({
  name,
  strokes: strokes.map((points) => ({ points: smooth(points).map((value) => Math.round((value / 100) * SIZE * 10) / 10), width: BRUSH })),
}));
