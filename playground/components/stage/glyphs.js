/** Small drawings of the layers of the digits' network that have no picture of their own. */

const OFFSET = 3; // between two maps of a stack
const MOST_MAPS = 4;

/** A stack of maps, as large as the largest or smaller. @param {number} part side as a share of the column's width */
export function drawMaps(context, theme, { x, y, width, height }, channels, part, dashed = false) {
  const count = Math.max(1, Math.min(MOST_MAPS, channels));
  const offset = Math.min(OFFSET, width / 10);
  const side = Math.max(5, (width - offset * (count - 1)) * part);
  const left = x + (width - side - offset * (count - 1)) / 2;
  const top = y + (height - side - offset * (count - 1)) / 2;
  context.lineWidth = 1;
  context.strokeStyle = theme.muted;
  context.fillStyle = theme.paper;
  if (dashed) context.setLineDash([2, 2]);
  for (let k = 0; k < count; k++) {
    context.beginPath();
    context.roundRect(left + k * offset, top + k * offset, side, side, Math.min(3, side / 5));
    context.fill();
    context.stroke();
  }
  context.setLineDash([]);
}

/** Units without a picture: the frame does not carry their weights. */
export function drawCircles(context, theme, { x, width, height, y }, units) {
  const shown = Math.min(units, Math.floor(height / 16));
  const pitch = Math.min(20, height / shown);
  const radius = Math.min(4.5, width / 2 - 0.5);
  context.lineWidth = 1;
  context.strokeStyle = theme.muted;
  context.fillStyle = theme.card;
  for (let k = 0; k < shown; k++) {
    context.beginPath();
    context.arc(x + width / 2, y + height / 2 + (k - (shown - 1) / 2) * pitch, radius, 0, 7);
    context.fill();
    context.stroke();
  }
}

/** A layer that only passes on what it gets, such as dropout. */
export function drawThin(context, theme, { x, y, width, height }) {
  context.lineWidth = 1;
  context.strokeStyle = theme.muted;
  context.fillStyle = theme.paper;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.roundRect(x, y + height * 0.12, width, height * 0.76, width / 2);
  context.fill();
  context.stroke();
  context.setLineDash([]);
}

/** Add a curve between two points to the path, flat at its ends. */
export function addCurve(context, x0, y0, x1, y1) {
  const middle = (x0 + x1) / 2;
  context.moveTo(x0, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}
