/** A chart on the page: drawn when something is new, and read at the place that somebody points at. */

import { fit } from "../common/canvas.js";
import { el, setAttribute } from "../common/dom.js";
import { drawChart } from "./chart_drawing.js";
import { layoutOf, nearest } from "./chart_layout.js";

const NARROW = 560; // px, below which there is no room for names beside the lines

export class Chart {
  /** @param {{name: string, onPoint?: (at: ?number) => void}} options */
  constructor({ name, onPoint = () => {} }) {
    this.canvas = el("canvas.pg-canvas", { role: "img", "data-testid": name });
    this.element = el("div.pg-chart", {}, this.canvas);
    this.figure = null;
    this.at = null;
    const point = (event) => onPoint(this.placeAt(event));
    this.canvas.onpointermove = point;
    this.canvas.onpointerdown = point;
    this.canvas.onpointerleave = (event) => event.pointerType === "mouse" && onPoint(null);
  }

  /** The number of the place under the pointer. */
  placeAt({ clientX }) {
    if (!this.figure?.x.length || !this.layout) return null;
    const { left } = this.canvas.getBoundingClientRect();
    const { box, first, last } = this.layout;
    return nearest(this.figure.x, first + ((clientX - left - box.left) / box.width) * (last - first));
  }

  /** @param {?import("./chart_layout.js").Figure} figure @param {string} said what is to be seen, for those who do not see it */
  set(figure, said) {
    this.figure = figure;
    setAttribute(this.canvas, "aria-label", said);
  }

  draw(theme, at = this.at) {
    this.at = at;
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    if (!width || !height) return;
    const context = fit(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    if (!this.figure) return;
    const labelled = width >= NARROW && this.figure.lines.length > 0;
    this.layout = layoutOf(this.figure, width, height, labelled);
    const inside = at !== null && at < this.figure.x.length ? at : null;
    drawChart(context, this.figure, theme, { x: 0, y: 0, width, height, labelled, at: inside });
  }
}
