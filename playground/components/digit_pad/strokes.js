/**
 * A drawing as data: a list of strokes, each a flat list x0, y0, x1, y1, ... on a square of SIZE.
 * Every function returns a new drawing and leaves the old one as it was. Pure.
 */

export const SIZE = 280; // the square everything is drawn on, however large it is on the page
export const BRUSH = 22; // width of the line on that square
const CLOSEST = 2; // points nearer than this to the last one say nothing new
export const MOST_POINTS = 3000; // a drawing must fit into one message

const inside = (value) => Math.round(10 * Math.min(SIZE, Math.max(0, value))) / 10;

/** @param {number[][]} strokes @returns {number[][]} with a new stroke that begins at a point */
export const begin = (strokes, x, y) => [...strokes, [inside(x), inside(y)]];

/** @param {number[][]} strokes @returns {number[][]} the last stroke goes on to a point; the same drawing if it is too near */
export function extend(strokes, x, y) {
  const last = strokes.at(-1);
  if (!last) return begin(strokes, x, y);
  const [px, py] = [inside(x), inside(y)];
  if (Math.hypot(px - last.at(-2), py - last.at(-1)) < CLOSEST) return strokes;
  return [...strokes.slice(0, -1), [...last, px, py]];
}

/** @param {number[][]} strokes @returns {number[][]} without the last stroke */
export const undo = (strokes) => strokes.slice(0, -1);

/** @param {number[][]} strokes @returns {number} */
export const pointCount = (strokes) => strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);

/** Leave out every second point inside each stroke until the drawing fits. @param {number[][]} strokes @returns {number[][]} */
export function thin(strokes, most = MOST_POINTS) {
  if (pointCount(strokes) <= most) return strokes;
  const thinned = strokes.map((stroke) => stroke.filter((_, k) => {
    const point = k >> 1;
    return point % 2 === 0 || point === stroke.length / 2 - 1;
  }));
  return pointCount(thinned) < pointCount(strokes) ? thin(thinned, most) : thinned.slice(-most);
}

/** Where the keyboard's pen goes. @returns {?[number, number]} null if the key does not move it */
export function movePen([x, y], key, step) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const move = moves[key];
  return move ? [inside(x + move[0] * step), inside(y + move[1] * step)] : null;
}
