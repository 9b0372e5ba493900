/** The canvas that one draws on, with mouse, pen, finger or keyboard. The drawing is kept as data; see strokes.js. */

import { fit } from "../common/canvas.js";
import { parseColor } from "../common/colors.js";
import { el } from "../common/dom.js";
import { nextFrame } from "../common/next_frame.js";
import { throttle } from "../common/throttle.js";
import { History } from "./history.js";
import { begin, BRUSH, erase, extend, movePen, SIZE, thin, widthsOf } from "./strokes.js";

const STEP = 12; // how far an arrow key moves the pen; with shift a third of it
const ERASER = 1.4; // how much wider than the pen the eraser is

/**
 * @typedef {{ink: Uint8Array, width: number, height: number, number: number, content: ArrayBuffer}} Underlay
 *   a picture that lies under the strokes: 255 is ink, `number` is what the reader calls it, `content` the file that it came from
 * @typedef {{strokes: import("./strokes.js").Stroke[], underlay: ?Underlay}} Drawing
 */

const EMPTY = { strokes: [], underlay: null };

export class PadCanvas {
  /**
   * @param {{onChange: (drawing: Drawing) => void, onState: () => void, interval: number, label: string, title: string}} options `onChange`
   *   is called with each new drawing, at most once in `interval` milliseconds while somebody draws, and at the end; `onState` when buttons may
   *   have to change
   */
  constructor({ onChange, onState, interval, label, title }) {
    this.drawing = this.reported = EMPTY;
    this.history = new History();
    this.onState = onState;
    this.colors = { ink: "#31333f", pen: "#7c3aed" };
    this.tool = "pen";
    this.width = BRUSH;
    this.pen = [SIZE / 2, SIZE / 2];
    this.penDown = false;
    this.pointer = null;
    this.hover = null;
    this.drawSoon = nextFrame(() => this.draw());
    this.report = throttle(() => {
      if (this.drawing === this.reported) return; // the end of a stroke has mostly been told already
      this.reported = this.drawing;
      onChange(this.drawing);
    }, interval);
    this.canvas = el("canvas.pg-pad-canvas", { role: "img", tabindex: 0, "data-testid": "digit-pad", "aria-label": label, title });
    this.listen();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.canvas);
  }

  listen() {
    const { canvas } = this;
    canvas.onpointerdown = (event) => this.pointerDown(event);
    // Where there is one, an event that does not wait for the next frame of the screen: so the answer is a frame earlier.
    const early = "onpointerrawupdate" in canvas;
    if (early) canvas.onpointerrawupdate = (event) => this.pointerMove(event);
    canvas.onpointermove = (event) => {
      this.hovered(event.pointerType === "touch" ? null : this.place(event));
      if (!early) this.pointerMove(event);
    };
    canvas.onpointerup = canvas.onpointercancel = (event) => this.pointerUp(event);
    canvas.onpointerleave = () => this.hovered(null);
    canvas.onkeydown = (event) => this.keyDown(event);
    canvas.onfocus = canvas.onblur = () => {
      if (this.penDown && document.activeElement !== canvas) this.liftPen();
      this.changed();
    };
  }

  /** @param {{ink: string, pen: string}} colors */
  setColors(colors) {
    this.colors = colors;
    this.redraw();
  }

  /** @param {"pen" | "eraser"} tool */
  setTool(tool) {
    this.tool = tool;
    this.liftPen();
    this.changed();
  }

  setWidth(width) {
    this.width = width;
    this.changed();
  }

  get isEmpty() {
    return this.drawing.strokes.length === 0 && !this.drawing.underlay;
  }

  /** Put another drawing in place of this one, which undo brings back, and report it at once. @param {Drawing} drawing */
  set(drawing) {
    this.history.note(this.drawing);
    this.replace(drawing);
  }

  clear() {
    if (!this.isEmpty) this.set(EMPTY);
    this.canvas.focus({ preventScroll: true }); // the button may go; the focus must not go with it
  }

  undo() {
    this.replace(this.history.undo(this.drawing));
  }

  redo() {
    this.replace(this.history.redo(this.drawing));
  }

  /** Go on with another drawing; a stroke that was under way is no part of it. */
  replace(drawing) {
    this.penDown = false;
    this.pointer = null;
    this.show(drawing);
  }

  /** Show the same drawing in another form, and report it at once. @param {Drawing} drawing */
  show(drawing) {
    this.drawing = drawing;
    this.changed();
    this.report.flush();
  }

  changed() {
    this.redraw();
    this.onState();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIZE, ((event.clientY - box.top) / box.height) * SIZE];
  }

  pointerDown(event) {
    if (this.pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    this.pointer = event.pointerId;
    this.usesKeys = false;
    // The other end of a pen rubs out, as on paper.
    this.using = event.pointerType === "pen" && event.buttons & 32 ? "eraser" : this.tool;
    try {
      this.canvas.setPointerCapture(event.pointerId); // the stroke goes on outside the pad
    } catch {
      // a pointer that is gone already cannot be captured, and need not be
    }
    this.start(...this.place(event), pressureOf(event));
  }

  pointerMove(event) {
    if (event.pointerId !== this.pointer) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const events = coalesced.length ? coalesced : [event];
    this.grow(events.reduce((strokes, each) => this.goOn(strokes, ...this.place(each), pressureOf(each)), this.drawing.strokes));
  }

  pointerUp(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.report.flush();
    this.onState();
  }

  hovered(place) {
    if (this.hover === null && place === null) return;
    this.hover = place;
    if (this.tool === "eraser") this.redraw();
  }

  start(x, y, pressure = null) {
    const { strokes } = this.drawing;
    const next = this.using === "eraser" ? erase(strokes, x, y, this.eraser) : begin(strokes, x, y, this.width, pressure);
    this.history.note(this.drawing);
    this.grow(next);
    this.onState();
  }

  goOn(strokes, x, y, pressure) {
    return this.using === "eraser" ? erase(strokes, x, y, this.eraser) : extend(strokes, x, y, pressure);
  }

  get eraser() {
    return (ERASER * this.width) / 2;
  }

  grow(strokes) {
    if (strokes === this.drawing.strokes) return;
    this.drawing = { ...this.drawing, strokes: thin(strokes) };
    this.redraw();
    this.report.call();
  }

  keyDown(event) {
    const moved = movePen(this.pen, event.key, event.shiftKey ? STEP / 3 : STEP);
    const command = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : null;
    if (moved && !command) {
      this.pen = moved;
      if (this.penDown) this.grow(this.goOn(this.drawing.strokes, ...moved, null));
    } else if (event.key === " ") {
      if (this.penDown) this.liftPen();
      else this.dropPen();
    } else if (event.key === "Escape" && this.penDown) this.liftPen();
    else if (command === "z" && !event.shiftKey) this.undo();
    else if (command === "y" || command === "z") this.redo();
    else if (event.key === "Delete") this.clear();
    else return;
    event.preventDefault();
    this.usesKeys = true;
    this.changed();
  }

  dropPen() {
    this.penDown = true;
    this.using = this.tool;
    this.start(...this.pen);
  }

  liftPen() {
    if (this.penDown) this.report.flush();
    this.penDown = false;
  }

  redraw() {
    this.drawSoon.ask();
  }

  get isFocused() {
    return document.activeElement === this.canvas && (this.usesKeys || this.canvas.matches(":focus-visible"));
  }

  draw() {
    const side = this.canvas.clientWidth;
    if (!side) return;
    const context = fit(this.canvas, side, side);
    context.clearRect(0, 0, side, side);
    context.save();
    context.scale(side / SIZE, side / SIZE);
    drawDrawing(context, this.drawing, this.colors.ink);
    if (this.isFocused) this.drawPen(context);
    else if (this.tool === "eraser" && this.hover) this.drawRing(context, this.hover, this.eraser);
    context.restore();
  }

  drawPen(context) {
    this.drawRing(context, this.pen, this.tool === "eraser" ? this.eraser : this.width / 2);
    if (!this.penDown) return;
    context.fillStyle = this.colors.pen;
    context.fill();
  }

  drawRing(context, [x, y], radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.lineWidth = 2.5;
    context.strokeStyle = this.colors.pen;
    context.stroke();
  }

  destroy() {
    this.report.cancel();
    this.observer.disconnect();
    this.drawSoon.cancel();
  }
}

/** How hard a pen is pressed, or null for what feels no pressure. A mouse says 0.5 whatever one does. */
const pressureOf = ({ pointerType, pressure }) => (pointerType === "pen" && pressure > 0 ? pressure : null);

const inked = new WeakMap(); // the pictures as they were drawn last

/** A picture in the colour of the pen. @param {Underlay} underlay @param {string} color @returns {HTMLCanvasElement} */
function inkedPicture(underlay, color) {
  const known = inked.get(underlay);
  if (known?.color === color) return known.canvas;
  const canvas = Object.assign(document.createElement("canvas"), { width: underlay.width, height: underlay.height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(underlay.width, underlay.height);
  const [r, g, b] = parseColor(color);
  underlay.ink.forEach((ink, k) => image.data.set([r, g, b, ink], 4 * k));
  context.putImageData(image, 0, 0);
  inked.set(underlay, { color, canvas });
  return canvas;
}

/** Draw on a square of SIZE. @param {CanvasRenderingContext2D} context @param {Drawing} drawing @param {string} ink */
export function drawDrawing(context, { strokes, underlay }, ink) {
  if (underlay) {
    const zoom = SIZE / Math.max(underlay.width, underlay.height);
    const [width, height] = [underlay.width * zoom, underlay.height * zoom];
    context.drawImage(inkedPicture(underlay, ink), (SIZE - width) / 2, (SIZE - height) / 2, width, height);
  }
  context.strokeStyle = ink;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) (stroke.pressures ? drawPressed : drawStroke)(context, stroke);
}

// Through the middles of neighbouring points, with the points as handles: no corners however fast the hand is.
function drawStroke(context, { points, width }) {
  const [x, y] = points;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x, y);
  if (points.length === 2) context.lineTo(x, y + 0.01);
  for (let k = 2; k < points.length - 2; k += 2)
    context.quadraticCurveTo(points[k], points[k + 1], (points[k] + points[k + 2]) / 2, (points[k + 1] + points[k + 3]) / 2);
  if (points.length > 2) context.lineTo(points.at(-2), points.at(-1));
  context.stroke();
}

// Piece by piece, each as wide as the pen was pressed there.
function drawPressed(context, stroke) {
  const { points } = stroke;
  const widths = widthsOf(stroke);
  for (let k = 0; k < points.length; k += 2) {
    context.lineWidth = widths[k / 2];
    context.beginPath();
    context.moveTo(points[Math.max(0, k - 2)], points[Math.max(1, k - 1)]);
    context.lineTo(points[k], points[k + 1] + (k === 0 ? 0.01 : 0));
    context.stroke();
  }
}
