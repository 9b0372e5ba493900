/** The units, maps and classes one can point at in the network of the digits, by pointer and by arrow keys. Pure. */

/** @typedef {{column: number, layer: number, unit: number}} Spot `column` is its place among the columns of the layout */

/** How many spots a column has. @param {import("./digits_layout.js").Column} column @param {number} classes */
const countOf = ({ kind, grid }, classes) => grid?.count ?? (kind === "outputs" ? classes : 0);

/** The square of one unit. @param {import("./digits_layout.js").DigitsLayout} layout @param {{column: number, unit: number}} spot */
export function spotBox({ columns, pitch, unit: side }, { column, unit }) {
  const { x, y, grid } = columns[column];
  if (!grid) return { x, y: y + pitch * (unit + 0.5) - side / 2, side };
  const gap = gapOf(grid.cell);
  return { x: x + (unit % grid.columns) * grid.cell + gap, y: y + Math.floor(unit / grid.columns) * grid.cell + gap, side: grid.cell - 2 * gap };
}

/** Room around each cell of a grid. @param {number} cell @returns {number} */
export const gapOf = (cell) => Math.max(0.5, Math.min(2.5, cell * 0.06));

/** @returns {?Spot} what is at a place */
export function spotAt({ columns, pitch }, classes, x, y) {
  for (const [column, one] of columns.entries()) {
    const count = countOf(one, classes);
    if (!count || x < one.x - 3 || x > one.x + one.width + 3 || y < one.y || y >= one.y + one.height) continue;
    const { grid } = one;
    const across = grid ? Math.max(0, Math.min(grid.columns - 1, Math.floor((x - one.x) / grid.cell))) : 0;
    const unit = grid ? Math.floor((y - one.y) / grid.cell) * grid.columns + across : Math.floor((y - one.y) / pitch);
    if (unit < count) return { column, layer: one.layer, unit };
  }
  return null;
}

/** All places where a unit is shown: a filter's kernel and its map are two. @returns {Spot[]} */
export const spotsOf = ({ columns }, classes, layer, unit) => columns.flatMap((one, column) =>
  (one.layer === layer && unit < countOf(one, classes) ? [{ column, layer, unit }] : []));

/**
 * The spot an arrow key leads to.
 * @param {import("./digits_layout.js").DigitsLayout} layout @param {number} classes @param {?Spot} spot null is nowhere yet @param {string} key
 * @returns {?Spot | undefined} null to leave (Escape), undefined if the key means nothing here
 */
export function nextSpot(layout, classes, spot, key) {
  if (key === "Escape") return null;
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (!moves[key]) return undefined;
  const { columns } = layout;
  const withSpots = columns.flatMap((one, k) => (countOf(one, classes) ? [k] : []));
  if (!withSpots.length) return undefined;
  if (!spot) return { column: withSpots[0], layer: columns[withSpots[0]].layer, unit: 0 };
  const [right, down] = moves[key];
  const { grid } = columns[spot.column];
  const wide = grid?.columns ?? 1;
  const count = countOf(columns[spot.column], classes);
  const across = (spot.unit % wide) + right;
  const inside = spot.unit + right + down * wide;
  if (across >= 0 && across < wide) return inside >= 0 && inside < count ? { ...spot, unit: inside } : spot;
  const column = withSpots[withSpots.indexOf(spot.column) + right];
  if (column === undefined) return spot;
  return nearest(layout, classes, column, spotBox(layout, spot), right);
}

// The spot of another column at about the same height, on the side one comes from.
function nearest(layout, classes, column, from, right) {
  const one = layout.columns[column];
  const wide = one.grid?.columns ?? 1;
  const count = countOf(one, classes);
  const pitch = one.grid?.cell ?? layout.pitch;
  const row = Math.max(0, Math.min(Math.ceil(count / wide) - 1, Math.floor((from.y + from.side / 2 - one.y) / pitch)));
  const unit = Math.min(count - 1, row * wide + (right > 0 ? 0 : wide - 1));
  return { column, layer: one.layer, unit };
}
