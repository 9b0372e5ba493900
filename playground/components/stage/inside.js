/** Inside: what goes on in each layer while it learns. A row a layer: sizes over time, and what its weights and answers look like now. */

import { fit } from "../common/canvas.js";
import { el, fold, setAttribute, setText } from "../common/dom.js";
import { formatTick } from "./axes.js";
import { formatWhole } from "../common/format.js";
import { bars, decades, MEASURES, places, series } from "./inside_numbers.js";
import { TEXT } from "./text.js";

const LINE = [92, 34]; // px of a small picture
const WORDS = TEXT.inside;

const picture = () => el("canvas.pg-spark", { "aria-hidden": "true" });

export class InsidePanel {
  constructor() {
    this.table = el("table.pg-table.pg-inside");
    this.since = el("p.pg-side");
    this.empty = el("p.pg-side", { text: WORDS.empty });
    this.element = fold("inside", [WORDS.title], el("p.pg-side", { text: WORDS.help }), this.empty,
      el("div.pg-scroll", { tabindex: "0", role: "group", "aria-label": WORDS.title }, this.table), this.since);
    this.element.ontoggle = () => this.fill();
  }

  setScene(scene, theme) {
    this.theme = theme;
    this.element.hidden = false;
    const layers = scene.layers.filter(({ key, parameters }) => key && parameters);
    const keys = JSON.stringify(layers.map(({ key, name, units }) => [key, name, units]));
    if (keys !== this.keys) this.build(layers);
    this.keys = keys;
    this.fill();
  }

  setFrame() {}

  /** @param {?Object} inside the newest look */
  setInside(inside) {
    if (inside === this.inside) return;
    this.inside = inside;
    this.fill();
  }

  build(layers) {
    const head = (id) => {
      const range = el("span.pg-range");
      return { range, cell: el("th", { scope: "col", title: WORDS.measures[id].help }, el("span", { text: WORDS.measures[id].name }), range) };
    };
    this.heads = MEASURES.map(({ id }) => head(id));
    const plain = ["weightHistogram", "activationHistogram"].map(head);
    this.rows = layers.map((layer) => {
      const cells = MEASURES.map(() => ({ canvas: picture(), value: el("span.pg-number") }));
      const histograms = [0, 1].map(() => ({ canvas: picture(), value: el("span.pg-number.pg-ends") }));
      const all = [...cells, ...histograms].map(({ canvas, value }) => el("td", {}, canvas, value));
      return { cells, histograms, row: el("tr", {}, el("th", { scope: "row", text: WORDS.layer(layer) }), ...all) };
    });
    this.table.replaceChildren(
      el("thead", {}, el("tr", {}, el("th", { text: WORDS.corner }), ...[...this.heads, ...plain].map(({ cell }) => cell))),
      el("tbody", {}, ...this.rows.map(({ row }) => row)),
    );
  }

  fill() {
    const { inside } = this;
    this.empty.hidden = Boolean(inside);
    if (!inside || !this.element.open || inside.keys.length !== this.rows.length) return;
    const all = series(inside);
    setText(this.since, WORDS.since(formatWhole(all.epochs[0]), formatWhole(all.epochs.at(-1))));
    MEASURES.forEach((measure, m) => this.fillMeasure(measure, m, all));
    this.rows.forEach(({ histograms }, k) => {
      this.fillHistogram(histograms[0], inside.weight_shares, inside.weight_ranges[k], k);
      this.fillHistogram(histograms[1], inside.activation_shares, inside.activation_ranges[k], k);
    });
  }

  fillMeasure({ share, format }, m, all) {
    const values = this.rows.map((_, layer) => all.of(layer, m));
    const range = share ? [0, 1] : decades(values.flat());
    setText(this.heads[m].range, range ? (share ? WORDS.shares : WORDS.powers(...range)) : "");
    this.rows.forEach(({ cells }, layer) => {
      const { canvas, value } = cells[m];
      const newest = values[layer].at(-1);
      setText(value, format(newest));
      setAttribute(value, "class", `pg-number${Number.isFinite(newest) ? "" : " pg-zero"}`);
      this.drawLine(canvas, range ? places(all.epochs, values[layer], share, range) : []);
    });
  }

  drawLine(canvas, points) {
    const context = this.clear(canvas);
    const [width, height] = LINE;
    const at = ([x, y]) => [2 + x * (width - 4), height - 3 - y * (height - 6)];
    context.strokeStyle = this.theme.test;
    context.lineWidth = 1.6;
    context.lineJoin = "round";
    context.beginPath();
    points.forEach((point, k) => point && (points[k - 1] ? context.lineTo(...at(point)) : context.moveTo(...at(point))));
    context.stroke();
    const last = points.at(-1);
    if (!last) return;
    context.fillStyle = this.theme.test;
    context.beginPath();
    context.arc(...at(last), 2.2, 0, 7);
    context.fill();
  }

  fillHistogram({ canvas, value }, shares, range, k) {
    const context = this.clear(canvas);
    setText(value, range ? WORDS.ends(...range.map((end) => formatTick(end, range[1] - range[0]))) : "–");
    if (!range) return;
    const [width, height] = LINE;
    const heights = bars(shares, k);
    const each = width / heights.length;
    const zero = range[0] < 0 && range[1] > 0 ? -range[0] / (range[1] - range[0]) : null;
    heights.forEach((part, bin) => {
      const middle = (bin + 0.5) / heights.length;
      context.fillStyle = middle * (range[1] - range[0]) + range[0] < 0 ? this.theme.negative : this.theme.positive;
      context.fillRect(bin * each + 0.5, height - 2 - part * (height - 5), each - 1, part * (height - 5));
    });
    if (zero === null) return;
    context.fillStyle = this.theme.muted;
    context.fillRect(zero * width - 0.5, height - 2, 1, 2);
  }

  clear(canvas) {
    const context = fit(canvas, ...LINE);
    context.clearRect(0, 0, ...LINE);
    context.fillStyle = this.theme.border;
    context.fillRect(0, LINE[1] - 1, LINE[0], 1);
    return context;
  }

  destroy() {}
}
