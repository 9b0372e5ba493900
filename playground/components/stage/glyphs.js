/** Small drawings of the layers of the digits' network that have no picture of their own, and the curves between columns. */

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

/** A frame around what is looked at. @param {{x: number, y: number, side: number}} box */
export function drawRingAround(context, { x, y, side }, color, width = 2) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  context.roundRect(x - 1, y - 1, side + 2, side + 2, side * 0.16);
  context.stroke();
}
