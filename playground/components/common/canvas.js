/** Canvases that are sharp on any screen, and pictures that cost little to draw. */

const MAX_RATIO = 2;

/** @returns {number} device pixels in a CSS pixel, as far as we care */
export const pixelRatio = () => Math.min(MAX_RATIO, Math.max(1, globalThis.devicePixelRatio || 1));

/**
 * Give a canvas the size it has on the page, and a context that counts in CSS pixels.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 * @returns {CanvasRenderingContext2D}
 */
export function fit(canvas, width, height) {
  const ratio = pixelRatio();
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** A text as far as there is room for it: cut with an ellipsis, or nothing at all. @returns {string} */
export function fitText(context, text, room) {
  if (context.measureText(text).width <= room) return text;
  let [low, high] = [0, text.length - 1]; // so many characters fit, so many do not
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? `${text.slice(0, low).trimEnd()}…` : "";
}

/**
 * A canvas off the page for what stands still, drawn once and then copied.
 * @param {number} width @param {number} height @param {(context: CanvasRenderingContext2D) => void} draw
 * @returns {HTMLCanvasElement}
 */
export function still(width, height, draw) {
  const canvas = document.createElement("canvas");
  draw(fit(canvas, width, height));
  return canvas;
}

/**
 * Give a canvas the pixels of a picture; how large that is on the page, the style sheet says.
 * @param {HTMLCanvasElement} canvas @param {Uint32Array} colors row by row @param {number} width
 */
export function putPixels(canvas, colors, width) {
  const height = Math.round(colors.length / width);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  new Uint32Array(image.data.buffer).set(colors);
  context.putImageData(image, 0, 0);
}

/** Many small square pictures of one byte a pixel, coloured by a scale and kept in one canvas. */
export class Pictures {
  /** @param {number} side pixels @param {number} count pictures */
  constructor(side, count) {
    this.side = side;
    this.count = count;
    this.perRow = Math.max(1, Math.ceil(Math.sqrt(count)));
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.perRow * side;
    this.canvas.height = Math.max(1, Math.ceil(count / this.perRow)) * side;
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.pattern = null;
  }

  /** Colour pictures `first` and following from bytes. Call `flush` when all are in. */
  put(first, bytes, scale) {
    const { side, perRow, pixels } = this;
    const width = perRow * side;
    const count = Math.min(this.count - first, Math.floor(bytes.length / (side * side)));
    let from = 0;
    for (let k = first; k < first + count; k++) {
      let to = Math.floor(k / perRow) * side * width + (k % perRow) * side;
      for (let row = 0; row < side; row++, to += width - side)
        for (let column = 0; column < side; column++) pixels[to++] = scale[bytes[from++]];
    }
  }

  flush() {
    this.context.putImageData(this.image, 0, 0);
    this.pattern = null;
  }

  /** Draw picture k into a square. */
  drawSquare(context, k, x, y, size) {
    const inset = this.count > 1 && context.imageSmoothingEnabled ? 0.5 : 0; // so that neighbours do not shine in
    const [left, top] = [(k % this.perRow) * this.side, Math.floor(k / this.perRow) * this.side];
    const side = this.side - 2 * inset;
    context.drawImage(this.canvas, left + inset, top + inset, side, side, x, y, size, size);
  }

  /** Draw picture k into a square with round corners. Where pixels are smoothed, half a one is left out, so that neighbours do not shine in. */
  draw(context, k, x, y, size, radius = 0) {
    const inset = this.count > 1 && context.imageSmoothingEnabled ? 0.5 : 0;
    const zoom = size / (this.side - 2 * inset);
    const left = (k % this.perRow) * this.side + inset;
    const top = Math.floor(k / this.perRow) * this.side + inset;
    this.pattern ??= context.createPattern(this.canvas, "no-repeat");
    context.save();
    context.translate(x - left * zoom, y - top * zoom);
    context.scale(zoom, zoom);
    context.fillStyle = this.pattern;
    context.beginPath();
    context.roundRect(left, top, size / zoom, size / zoom, radius / zoom);
    context.fill();
    context.restore();
  }
}
