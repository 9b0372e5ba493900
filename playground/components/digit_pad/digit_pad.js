/** A pad to draw a digit on, with mouse, pen, finger or keyboard. The drawing is kept as data; see strokes.js. */

import { begin, BRUSH, extend, movePen, SIZE, thin, undo } from "./strokes.js";
import { fit } from "../common/canvas.js";
import { el } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { throttle } from "../common/throttle.js";

const INTERVAL = 40; // ms between two reports during a stroke
const STEP = 12; // how far an arrow key moves the pen; with shift a third of it

/** @typedef {{pad: string, padLabel: string, padHelp: string, undo: string, clear: string, help: {undo: string, clear: string}}} PadText */

export class DigitPad {
  /**
   * @param {Element} root where the pad is put
   * @param {{onChange: (strokes: number[][], size: number, brush: number) => void, text: PadText}} options
   */
  constructor(root, { onChange, text }) {
    this.strokes = [];
    this.colors = { ink: "#31333f", paper: "#ffffff", pen: "#7c3aed" };
    this.scale = [SIZE, BRUSH];
    this.pen = [SIZE / 2, SIZE / 2];
    this.penDown = false;
    this.pointer = null;
    this.frame = null;
    this.report = throttle(() => onChange(this.strokes, SIZE, BRUSH), INTERVAL);
    this.canvas = el("canvas.pg-pad-canvas", { role: "img", tabindex: 0, "data-testid": "digit-pad", "aria-label": text.padLabel, title: text.padHelp });
    this.undoButton = this.button(text.undo, text.help.undo, ICONS.undo, () => this.set(undo(this.strokes)));
    this.clearButton = this.button(text.clear, text.help.clear, ICONS.clear, () => this.set([]));
    this.element = el("div.pg-pad", {}, this.canvas, el("div.pg-pad-tools", {}, this.undoButton, this.clearButton),
      el("span.pg-pad-hint", { text: text.pad, "aria-hidden": "true" }));
    root.append(this.element);
    this.listen();
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(this.canvas);
  }

  button(name, help, icon, onclick) {
    return el("button.pg-pad-button", { type: "button", "aria-label": name, title: help, html: icon, onclick });
  }

  listen() {
    const { canvas } = this;
    canvas.onpointerdown = (event) => this.pointerDown(event);
    canvas.onpointermove = (event) => this.pointerMove(event);
    canvas.onpointerup = canvas.onpointercancel = (event) => this.pointerUp(event);
    canvas.onkeydown = (event) => this.keyDown(event);
    canvas.onfocus = canvas.onblur = () => {
      if (this.penDown && document.activeElement !== canvas) this.liftPen();
      this.redraw();
    };
  }

  /** @param {{ink: string, paper: string, pen: string}} colors */
  setColors(colors) {
    this.colors = colors;
    this.redraw();
  }

  /** Replace the drawing and report it at once. @param {number[][]} strokes */
  set(strokes) {
    this.strokes = strokes;
    if (strokes.length === 0) this.canvas.focus({ preventScroll: true }); // the buttons go; the focus must not go with them
    this.redraw();
    this.report.flush();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIZE, ((event.clientY - box.top) / box.height) * SIZE];
  }

  pointerDown(event) {
    if (this.pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    this.pointer = event.pointerId;
    this.usesKeys = false;
    try {
      this.canvas.setPointerCapture(event.pointerId); // the stroke goes on outside the pad
    } catch {
      // a pointer that is gone already cannot be captured, and need not be
    }
    this.grow(begin(this.strokes, ...this.place(event)));
  }

  pointerMove(event) {
    if (event.pointerId !== this.pointer) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const points = coalesced.length ? coalesced : [event];
    this.grow(points.reduce((strokes, point) => extend(strokes, ...this.place(point)), this.strokes));
  }

  pointerUp(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.report.flush();
  }

  grow(strokes) {
    if (strokes === this.strokes) return;
    this.strokes = thin(strokes);
    this.redraw();
    this.report.call();
  }

  keyDown(event) {
    const moved = movePen(this.pen, event.key, event.shiftKey ? STEP / 3 : STEP);
    if (moved) {
      this.pen = moved;
      if (this.penDown) this.grow(extend(this.strokes, ...moved));
    } else if (event.key === " ") {
      if (this.penDown) this.liftPen();
      else this.dropPen();
    } else if (event.key === "Escape" && this.penDown) this.liftPen();
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.set(undo(this.strokes));
    else return;
    event.preventDefault();
    this.usesKeys = true;
    this.redraw();
  }

  dropPen() {
    this.penDown = true;
    this.grow(begin(this.strokes, ...this.pen));
  }

  liftPen() {
    this.penDown = false;
    this.report.flush();
  }

  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    const side = this.canvas.clientWidth;
    if (!side) return;
    const context = fit(this.canvas, side, side);
    context.clearRect(0, 0, side, side);
    context.save();
    context.scale(side / SIZE, side / SIZE);
    context.strokeStyle = this.colors.ink;
    context.lineWidth = BRUSH;
    context.lineCap = context.lineJoin = "round";
    for (const stroke of this.strokes) drawStroke(context, stroke);
    const focused = document.activeElement === this.canvas && (this.usesKeys || this.canvas.matches(":focus-visible"));
    if (focused) this.drawPen(context);
    context.restore();
    this.element.classList.toggle("pg-pad-used", this.strokes.length > 0 || focused);
    this.undoButton.disabled = this.strokes.length === 0;
  }

  drawPen(context) {
    const [x, y] = this.pen;
    context.beginPath();
    context.arc(x, y, BRUSH / 2, 0, 7);
    context.lineWidth = 3;
    context.strokeStyle = this.colors.pen;
    context.stroke();
    if (!this.penDown) return;
    context.fillStyle = this.colors.pen;
    context.fill();
  }

  destroy() {
    this.report.cancel();
    this.observer.disconnect();
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.element.remove();
  }
}

// Through the middles of neighbouring points, with the points as handles: no corners however fast the hand is.
function drawStroke(context, stroke) {
  const [x, y] = stroke;
  context.beginPath();
  context.moveTo(x, y);
  if (stroke.length === 2) context.lineTo(x, y + 0.01);
  for (let k = 2; k < stroke.length - 2; k += 2)
    context.quadraticCurveTo(stroke[k], stroke[k + 1], (stroke[k] + stroke[k + 2]) / 2, (stroke[k + 1] + stroke[k + 3]) / 2);
  if (stroke.length > 2) context.lineTo(stroke.at(-2), stroke.at(-1));
  context.stroke();
}
