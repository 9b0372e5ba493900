/**
 * The output card's picture: what the network says, and in its place one neuron's picture while the pointer is on it.
 * A kind of output extends `Output`; which kind shows a scene is said in views.js.
 */

import { fit, Pictures, still } from "../common/canvas.js";
import { outputLayout } from "./layout.js";
import { ALL_SHOWN } from "./output_options.js";
import { VEIL } from "./plot.js";

const THUMB = 25;

export class Output {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.small = new Pictures(THUMB, 1);
    this.focus = null;
    this.shown = ALL_SHOWN;
  }

  /** @param {import("./output_options.js").Shown} shown what of the picture is drawn */
  setShown(shown) {
    this.shown = shown;
    if (!this.scene) return;
    this.drawStills();
    if (this.frame && !this.focus) this.prepare(this.frame);
  }

  setScene(scene, theme, width, height) {
    this.scene = scene;
    this.theme = theme;
    this.size = [width, height];
    this.context = fit(this.canvas, width, height);
    this.layout = outputLayout(width, height, this.legendHeight());
    this.drawStills();
    this.frame = null;
  }

  drawStills() {
    this.still = still(...this.size, (context) => this.drawStill(context));
    this.stillFocus = still(...this.size, (context) => this.drawStillFocus(context));
  }

  setFrame(frame) {
    this.frame = frame;
    if (!this.focus) this.prepare(frame);
  }

  /** Show one neuron's picture in the place of the output, or the output again. @param {?Uint8Array} bytes 25 x 25 */
  setFocus(bytes) {
    const before = this.focus;
    this.focus = bytes;
    if (bytes) {
      this.small.put(0, bytes, this.theme.scale);
      this.small.flush();
    } else if (before && this.frame) this.prepare(this.frame);
  }

  draw() {
    const { context, size, layout: { plot }, frame } = this;
    context.clearRect(0, 0, ...size);
    if (this.focus) {
      context.globalAlpha = VEIL;
      this.small.draw(context, 0, plot.x, plot.y, plot.side);
      context.globalAlpha = 1;
    } else if (frame) this.drawOutput(frame);
    context.drawImage(this.focus ? this.stillFocus : this.still, 0, 0, ...size);
    if (!this.focus && frame) this.drawOver(frame);
  }

  /** @returns {number} height of the legend */
  legendHeight() {
    return 30;
  }

  /** Make a frame ready, so that drawing it again costs little. */
  prepare() {}

  /** What moves. */
  drawOutput() {}

  /** What moves, over what stands still. */
  drawOver() {}

  /** What stands still for a whole run: points, axes and legend. */
  drawStill() {}

  /** What stands still while a neuron is shown. */
  drawStillFocus() {}
}
