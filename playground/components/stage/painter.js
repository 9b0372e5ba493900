/**
 * Painting on the picture of the plane, with mouse, pen, finger or keyboard, while the network trains.
 * What is painted is shown at once and sent a few times a second; the stage believes its own hand until the server says the same.
 */

import { numberAt, REACH } from "./axes.js";
import { el, setText } from "../common/dom.js";
import { asArrays, counts, ERASER, GRASP, moveCursor, readPainting, SPRAY, withClass, withoutClass, worked, writePainting } from "./paint_strokes.js";
import { PaintTools, restingTool } from "./paint_tools.js";
import { drawBrush } from "./plot.js";
import { TEXT } from "./text.js";
import { throttle } from "../common/throttle.js";

const INTERVAL = 150; // ms between two parts of a stroke
const STEP = 0.3; // how far an arrow key moves the cursor; with shift a third of it
const NOTHING = { classes: 2, dots: [] };

export class Painter {
  /**
   * @param {HTMLCanvasElement} canvas of the output
   * @param {{send: (command: Object) => void, redraw: () => void, onPoints: () => void, plot: () => ?import("./plot.js").Plot}} options
   *   `onPoints` is called when other points are to be shown, `plot` says where the plane is on the canvas
   */
  constructor(canvas, { send, redraw, onPoints, plot }) {
    Object.assign(this, { canvas, send, redraw, onPoints, plot });
    this.painting = NOTHING;
    this.ahead = false; // whether something is painted that the scene does not have yet
    this.stroke = null;
    this.strokes = Date.now(); // so that no stroke of this page has the number of one from before it was loaded
    this.cursor = [0, 0];
    this.tool = { kind: restingTool(), label: 0, spray: false };
    this.tools = new PaintTools({
      choose: (changes) => this.choose(changes),
      addClass: () => this.addClass(),
      removeClass: () => this.atOnce(withoutClass(this.painting)),
      clear: () => this.atOnce({ ...this.painting, dots: [] }),
    });
    this.takeOver = el("button.pg-toggle.pg-take-over", { type: "button", text: TEXT.paint.takeOver, title: TEXT.paint.takeOverHelp,
      onclick: () => this.send({ type: "take_over" }) });
    this.empty = el("p.pg-paint-empty", {}, el("span", { text: TEXT.paint.empty }));
    this.status = el("p.pg-hidden", { role: "status", "aria-live": "polite" });
    this.takeOver.hidden = this.empty.hidden = true;
    this.report = throttle(() => this.sendStroke(false), INTERVAL);
    this.listen();
  }

  listen() {
    const { canvas } = this;
    canvas.onpointerdown = (event) => this.pointerDown(event);
    canvas.onpointermove = (event) => this.pointerMove(event);
    canvas.onpointerup = canvas.onpointercancel = (event) => event.pointerId === this.stroke?.pointer && this.end();
    canvas.onpointerleave = () => this.point(null);
    canvas.onkeydown = (event) => this.keyDown(event);
    canvas.onblur = () => {
      this.end();
      this.usesKeys = false;
      this.redraw();
    };
  }

  get paints() {
    return Boolean(this.scene?.painting && this.scene.painting.points !== null);
  }

  get active() {
    return this.paints && this.tool.kind !== null;
  }

  setScene(scene, theme) {
    if (scene.run !== this.scene?.run) this.drop();
    this.scene = scene;
    this.theme = theme;
    const { points } = scene.painting ?? {};
    this.takeOver.hidden = points !== null;
    this.tools.element.hidden = this.tools.count.hidden = !this.paints;
    if (this.paints) {
      if (!this.ahead || (!this.stroke && writePainting(this.painting) === points)) this.believe(points);
      this.canvas.tabIndex = 0;
    } else this.canvas.removeAttribute("tabindex");
    this.show();
  }

  believe(points) {
    this.painting = readPainting(points);
    this.ahead = false;
  }

  /** Put the tool down, and no longer hold what was painted for true. @returns {boolean} whether that was more than the scene has */
  drop() {
    const { ahead } = this;
    this.report.cancel();
    this.stroke = null;
    this.ahead = false;
    return ahead;
  }

  /** Something else than a stroke was done, or a stroke was refused: what the scene says is true. */
  forget() {
    if (!this.drop()) return;
    this.believe(this.scene.painting?.points ?? ".");
    this.onPoints();
    this.show();
  }

  /** @param {string} did what the server says was done last */
  settled(did) {
    if (did !== "paint" && did !== "restart") this.forget();
  }

  /** The points to show, as a scene has them. */
  get arrays() {
    return asArrays(this.painting, this.scene);
  }

  /** The frame with its mistakes at the points that are shown. */
  dressed(frame) {
    if (!this.ahead || !frame?.mistaken) return frame;
    return { ...frame, mistaken: Uint8Array.from(this.arrays.from, (k) => (k < 0 ? 0 : frame.mistaken[k])) };
  }

  show() {
    const { painting, tool, theme, scene } = this;
    const { most_points: most, most_classes: mostClasses } = scene.painting ?? {};
    if (tool.label >= painting.classes) this.tool = { ...tool, label: painting.classes - 1 };
    if (this.paints) this.tools.show(painting, this.tool, { colors: theme.classes, most, mostClasses });
    this.empty.hidden = !this.paints || painting.dots.length > 0;
    this.canvas.style.touchAction = this.active ? "none" : "";
    this.canvas.style.cursor = this.active ? "crosshair" : "";
  }

  choose(changes) {
    this.end();
    this.tool = { ...this.tool, ...changes };
    if (changes.spray && this.tool.kind !== "brush") this.tool.kind = "brush";
    this.show();
    this.redraw();
  }

  addClass() {
    this.atOnce(withClass(this.painting));
    this.choose({ kind: "brush", label: this.painting.classes - 1 });
  }

  /** A change that is a stroke of its own. */
  atOnce(painting) {
    this.end();
    this.begin(null);
    this.become(painting);
    this.end();
  }

  // Strokes

  begin(pointer) {
    this.strokes += 1;
    this.stroke = { number: this.strokes, pointer, at: null, dot: null, before: this.painting };
  }

  become(painting) {
    if (painting === this.painting) return;
    this.painting = painting;
    this.ahead = true;
    this.onPoints();
    this.show();
    if (this.stroke) this.report.call();
  }

  end() {
    const { stroke } = this;
    if (!stroke) return;
    this.report.cancel();
    if (this.painting !== stroke.before) this.sendStroke(true);
    this.stroke = null;
    this.redraw();
  }

  sendStroke(done) {
    this.send({ type: "paint", points: writePainting(this.painting), stroke: this.stroke.number, done });
  }

  /** Use the tool at the place where a stroke begins, or where it comes to. */
  work(place) {
    const [painting, where] = worked(this.painting, this.tool, this.stroke, place, this.scene.painting.most_points, Math.random);
    Object.assign(this.stroke, where);
    this.become(painting);
  }

  // Mouse, pen and finger

  /** @returns {?[number, number]} coordinates on the plane, or null beside it */
  placeAt({ offsetX, offsetY }) {
    const plot = this.plot();
    if (!plot) return null;
    const [x, y] = [(2 * (offsetX - plot.x)) / plot.side - 1, 1 - (2 * (offsetY - plot.y)) / plot.side].map((part) => REACH * part);
    return [x, y].every((value) => Math.abs(value) <= REACH) ? [x, y] : null;
  }

  pointerDown(event) {
    const place = this.active && !this.stroke && (event.pointerType !== "mouse" || event.button === 0) && this.placeAt(event);
    if (!place) return;
    try {
      this.canvas.setPointerCapture(event.pointerId);
    } catch {
      // a pointer that is gone already cannot be captured, and need not be
    }
    this.usesKeys = false;
    this.begin(event.pointerId);
    this.work(place);
    this.point(place);
  }

  pointerMove(event) {
    if (!this.active) return;
    if (event.pointerId === this.stroke?.pointer)
      for (const each of event.getCoalescedEvents?.() ?? [event]) {
        const place = this.placeAt(each);
        if (place) this.work(place);
      }
    this.point(event.pointerType === "touch" && !this.stroke ? null : this.placeAt(event));
  }

  point(place) {
    if (place === null && !this.pointed) return;
    this.pointed = place;
    this.redraw();
  }

  // Keyboard

  keyDown(event) {
    if (!this.paints || event.ctrlKey || event.metaKey || event.altKey || !this.press(event)) return;
    event.preventDefault();
    this.usesKeys = true;
    this.redraw();
  }

  /** @returns {boolean} whether the key means something here */
  press({ key, shiftKey, repeat }) {
    const cursor = moveCursor(this.cursor, key, shiftKey ? STEP / 3 : STEP);
    const label = Number(key) - 1;
    if (cursor && this.active) {
      this.cursor = cursor;
      if (this.stroke) this.work(cursor); // a point that was taken goes along
    } else if ((key === " " || key === "Enter") && this.active) {
      if (!repeat) this.pressTool();
    } else if (Number.isInteger(label) && label >= 0 && label < this.painting.classes) this.choose({ kind: "brush", label });
    else if (key.toLowerCase() === "e") this.choose({ kind: "erase" });
    else if (key.toLowerCase() === "m") this.choose({ kind: "move" });
    else if (key === "Escape" && this.active) this.choose({ kind: null });
    else return false;
    this.say();
    return true;
  }

  pressTool() {
    if (this.stroke) return this.end();
    this.begin(null);
    this.work(this.cursor);
    if (!this.stroke.dot) this.end();
  }

  say() {
    const [x, y] = this.cursor.map((value, axis) => numberAt(this.scene.axes[axis], value / REACH).toFixed(1).replace("-", "−"));
    setText(this.status, TEXT.paint.status(TEXT.paint.tool[this.tool.kind ?? "none"](this.tool.label + 1), x, y, this.words()));
  }

  /** @returns {string} how many points there are, or nothing where there is nothing painted */
  words() {
    return this.paints ? TEXT.paint.words(counts(this.painting)) : "";
  }

  /** The tool where it would work now, over the picture. */
  draw(context) {
    const place = this.usesKeys && document.activeElement === this.canvas ? this.cursor : this.pointed;
    const plot = this.plot();
    if (!this.active || !place || !plot) return;
    const { tool, theme } = this;
    const radius = { brush: tool.spray ? SPRAY : 0.22, erase: ERASER, move: this.stroke?.dot ? 0.3 : GRASP / 2 }[tool.kind];
    drawBrush(context, plot, place, radius, tool.kind === "brush" ? theme.classes[tool.label] : theme.text, theme);
  }

  describe() {
    return this.paints ? `${this.words()} ${TEXT.paint.keys}` : "";
  }

  destroy() {
    this.report.cancel();
  }
}
