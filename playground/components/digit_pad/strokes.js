/**
 * A drawing as data: a list of strokes on a square of SIZE, each with its points as a flat list x0, y0, x1, y1, ..., the width of its pen and,
 * from a pen that feels it, how hard it was pressed at each point.
 * Every function returns a new drawing and leaves the old one as it was. Pure.
 *
 * @typedef {{points: number[], width: number, pressures?: number[]}} Stroke
 */

export const SIZE = 280; // the square everything is drawn on, however large it is on the page
export const BRUSH = 22; // width of the line on that square, unless somebody chooses another
export const WIDTHS = [6, 48]; // the thinnest and the widest pen
export const MOST_POINTS = 2500; // a drawing must fit into one message
export const MOST_STROKES = 150;
const CLOSEST = 2; // points nearer than this to the last one say nothing new

const inside = (value) => Math.round(10 * Math.min(SIZE, Math.max(0, value))) / 10;
const rounded = (pressure) => Math.round(100 * Math.min(1, Math.max(0, pressure))) / 100;

/** @param {Stroke[]} strokes @param {?number} [pressure] 0 to 1, of a pen that feels it @returns {Stroke[]} with a new stroke that begins at a point */
export const begin = (strokes, x, y, width = BRUSH, pressure = null) =>
  [...strokes, { points: [inside(x), inside(y)], width, ...(pressure === null ? {} : { pressures: [rounded(pressure)] }) }];

/** @param {Stroke[]} strokes @returns {Stroke[]} the last stroke goes on to a point; the same drawing if it is too near */
export function extend(strokes, x, y, pressure = null) {
  const last = strokes.at(-1);
  if (!last) return begin(strokes, x, y, BRUSH, pressure);
  const [px, py] = [inside(x), inside(y)];
  if (Math.hypot(px - last.points.at(-2), py - last.points.at(-1)) < CLOSEST) return strokes;
  const grown = { ...last, points: [...last.points, px, py] };
  if (last.pressures) grown.pressures = [...last.pressures, rounded(pressure ?? last.pressures.at(-1))];
  return [...strokes.slice(0, -1), grown];
}

/** @param {Stroke[]} strokes @returns {number} */
export const pointCount = (strokes) => strokes.reduce((sum, { points }) => sum + points.length / 2, 0);

/** The points of a stroke at some positions. @param {Stroke} stroke @param {number[]} kept @returns {Stroke} */
const pick = (stroke, kept) => ({
  ...stroke,
  points: kept.flatMap((k) => [stroke.points[2 * k], stroke.points[2 * k + 1]]),
  ...(stroke.pressures ? { pressures: kept.map((k) => stroke.pressures[k]) } : {}),
});

const positions = ({ points }) => Array.from({ length: points.length / 2 }, (_, k) => k);

/** Leave out every second point inside each stroke until the drawing fits. @param {Stroke[]} strokes @returns {Stroke[]} */
export function thin(strokes, most = MOST_POINTS) {
  if (strokes.length > MOST_STROKES) return thin(strokes.slice(-MOST_STROKES), most);
  if (pointCount(strokes) <= most) return strokes;
  const thinned = strokes.map((stroke) => pick(stroke, positions(stroke).filter((k, _, { length }) => k % 2 === 0 || k === length - 1)));
  return pointCount(thinned) < pointCount(strokes) ? thin(thinned, most) : thinned.slice(-most);
}

/**
 * Rub out what lies under a round eraser: a stroke that it crosses falls into the parts on either side.
 * @param {Stroke[]} strokes @param {number} x @param {number} y @param {number} radius of the eraser
 * @returns {Stroke[]} the same drawing if nothing lies there
 */
export function erase(strokes, x, y, radius) {
  let touched = false;
  const rest = strokes.flatMap((stroke) => {
    const dense = densified(stroke, radius);
    const kept = parts(dense, x, y, radius + stroke.width / 2);
    if (kept.length === 1 && kept[0].points.length === dense.points.length) return [stroke];
    touched = true;
    return kept;
  });
  return touched ? thin(rest) : strokes;
}

/** The parts of a stroke that are farther than `reach` from a point. @returns {Stroke[]} */
function parts(stroke, x, y, reach) {
  const runs = [];
  let run = [];
  for (const k of positions(stroke)) {
    if (Math.hypot(stroke.points[2 * k] - x, stroke.points[2 * k + 1] - y) > reach) run.push(k);
    else if (run.length) runs.push(run.splice(0));
  }
  if (run.length) runs.push(run);
  return runs.map((kept) => pick(stroke, kept));
}

/** A stroke with points no farther apart than `gap`, so that an eraser finds the line between two of them. @returns {Stroke} */
function densified(stroke, gap) {
  const { points, pressures } = stroke;
  const dense = { ...stroke, points: points.slice(0, 2), ...(pressures ? { pressures: pressures.slice(0, 1) } : {}) };
  for (let k = 2; k < points.length; k += 2) {
    const [x0, y0, x1, y1] = points.slice(k - 2, k + 2);
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / gap));
    for (let step = 1; step <= steps; step++) {
      const share = step / steps;
      dense.points.push(inside(x0 + (x1 - x0) * share), inside(y0 + (y1 - y0) * share));
      if (pressures) dense.pressures.push(rounded(pressures[k / 2 - 1] + (pressures[k / 2] - pressures[k / 2 - 1]) * share));
    }
  }
  return dense;
}

/** Where the keyboard's pen goes. @returns {?[number, number]} null if the key does not move it */
export function movePen([x, y], key, step) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const move = moves[key];
  return move ? [inside(x + move[0] * step), inside(y + move[1] * step)] : null;
}

/** How wide the line is at each of its points. @param {Stroke} stroke @returns {number[]} */
export function widthsOf({ points, width, pressures }) {
  if (!pressures) return Array(points.length / 2).fill(width);
  const mean = pressures.reduce((sum, pressure) => sum + pressure, 0) / pressures.length || 1;
  return pressures.map((pressure) => width * Math.min(1.5, Math.max(0.6, pressure / mean)));
}
