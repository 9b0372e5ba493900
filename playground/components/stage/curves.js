/** The learning curves: loss and score side by side, and the learning rate where it changes, by Plotly, which is loaded when the rest is on the page. */

import { decimate } from "./decimate.js";
import { el } from "../common/dom.js";
import { smoothed } from "./smooth.js";
import { COLUMNS } from "./state.js";
import { TEXT } from "./text.js";

const POINTS = 400; // most points of a line: as many as there are pixels
const INTERVAL = 250; // ms between two drawings, or more where drawing is slow
const SHARE = 10; // drawing may take a tenth of the time
const LONGEST = 1000; // ms: also where it takes more than that, as the first time does

const LINES = [
  { column: 1, name: TEXT.train, axis: "", role: "train" },
  { column: 2, name: TEXT.test, axis: "", role: "test" },
  { column: 3, name: TEXT.train, axis: "2", role: "train" },
  { column: 4, name: TEXT.test, axis: "2", role: "test" },
];

const RATE = 5; // column of the learning rate
const RATE_LINE = { column: RATE, axis: "3" };

const SMOOTH = 0.85; // how much of a smoothed line comes from before
const PLAIN = { logarithmic: false, smooth: false };

const ACCURACY = { label: TEXT.accuracy, percent: true, range: [0, 1.02] };

let loading = null;

/** @param {string} url @returns {Promise<Object>} Plotly, loaded once for the whole page */
export function loadPlotly(url) {
  loading ??= new Promise((resolve, reject) => {
    const script = el("script", { src: url, async: "" });
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => {
      loading = null;
      reject(new Error(`Plotly did not load from ${url}`));
    };
    document.head.append(script);
  });
  return loading;
}

/** The axis of the score: from 0 to 1, and lower only as far as R² fell, to -1 at most. Pure. */
export function scoreRange({ count, data }) {
  let low = 0;
  for (let row = 0; row < count; row++)
    for (const column of [3, 4]) {
      const value = data[row * COLUMNS + column];
      if (value < low) low = value;
    }
  return [Math.max(-1, low) * 1.02, 1.02];
}

/** Whether the learning rate changes on the way: by its schedule, by a warm-up, or by hand. Pure. @param {import("./state.js").Curve} curve */
export function rateMoves({ count, data }) {
  for (let row = 1; row < count; row++) if (data[row * COLUMNS + RATE] !== data[RATE]) return true;
  return false;
}

/**
 * Plotly traces of a curve, and of the test data in the one before it. Pure.
 * @param {import("./state.js").Curve} curve @param {import("../common/colors.js").Theme} theme @param {boolean} [percent] the score is a share
 * @param {?import("./state.js").Curve} [previous]
 * @param {boolean} [smooth] draw smoothed lines, and behind them faintly what was measured
 */
export function traces(curve, theme, percent = true, previous = null, smooth = false) {
  const last = previous ? LINES.filter(({ role }) => role === "test").map((line) => trace(previous, line, 0, lastRun(theme))) : [];
  const smoothing = smooth && curve.count > 1;
  const behind = smoothing ? LINES.map((line) => trace(curve, line, 0, { ...style(curve, line, theme, percent), ...BEHIND })) : [];
  const rate = rateMoves(curve) ? [{ ...trace(curve, RATE_LINE, 0, rateStyle(theme)), xaxis: "x" }] : [];
  return [...last, ...behind, ...LINES.map((line) => trace(curve, line, smoothing ? SMOOTH : 0, style(curve, line, theme, percent))), ...rate];
}

const BEHIND = { opacity: 0.25, showlegend: false, hoverinfo: "skip", hovertemplate: undefined };

const lastRun = (theme) => ({ mode: "lines", name: TEXT.lastRun, legendgroup: "last", hoverinfo: "skip", opacity: 0.45, line: { color: theme.muted, width: 1.6 } });

// A rate holds until the next one is measured; so it is drawn in steps, and one that is changed by hand is a step.
const rateStyle = (theme) => ({
  mode: "lines",
  name: TEXT.learningRate,
  showlegend: true,
  hovertemplate: "%{y:.3~g}",
  line: { color: theme.rate, width: 1.4, shape: "hv" },
});

const style = ({ count }, { name, axis, role }, theme, percent) => ({
  mode: count === 1 ? "markers" : "lines",
  name,
  legendgroup: role,
  hovertemplate: !axis ? "%{y:.4f}" : percent ? "%{y:.1%}" : "%{y:.3f}",
  line: { color: theme[role], width: role === "test" ? 2.2 : 1.8, dash: role === "test" ? "solid" : "dot" },
  marker: { color: theme[role], size: 6 },
});

function trace(curve, { column, axis }, weight, how) {
  const values = columnOf(curve, column);
  return {
    ...decimate(columnOf(curve, 0), weight > 0 ? smoothed(values, weight) : values, POINTS),
    type: "scatter",
    showlegend: axis === "",
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    ...how,
  };
}

function columnOf({ count, data }, k) {
  const values = new Float32Array(count);
  for (let row = 0; row < count; row++) values[row] = data[row * COLUMNS + k];
  return values;
}

/**
 * Plotly layout of the two panels. Pure.
 * @param {import("../common/colors.js").Theme} theme @param {number} epochs the last one so far @param {boolean} narrow stack them
 * @param {boolean} [empty] @param {{label: string, percent: boolean, range: number[]}} [score] what the second panel shows
 * @param {boolean} [logarithmic] the axis of the loss @param {boolean} [rate] whether the learning rate is shown
 */
export function layout(theme, epochs, narrow, empty = false, score = ACCURACY, logarithmic = false, rate = false) {
  const grid = { gridcolor: theme.grid, zeroline: false, linecolor: theme.border, showline: true, ticks: "", nticks: 6, fixedrange: true };
  const x = { ...grid, showgrid: false, title: { text: TEXT.epochUnit, standoff: 4 }, range: [0, Math.max(1, epochs)], automargin: false };
  const y = { ...grid, nticks: 5 };
  const linear = { type: "linear", rangemode: "tozero", ...(empty ? { range: [0, 1] } : {}) };
  const scale = logarithmic && !empty ? { type: "log", dtick: 1, exponentformat: "power" } : linear;
  const [left, right] = narrow ? [[0, 1], [0, 1]] : rate ? [[0, 0.44], [0.58, 1]] : [[0, 0.46], [0.56, 1]];
  const [top, bottom] = narrow ? [[0.6, 1], [0, 0.4]] : [[0, 1], [0, 1]];
  return {
    autosize: true,
    margin: { l: 52, r: narrow && rate ? 48 : 12, t: 22, b: 36 },
    font: { family: theme.font, size: 11, color: theme.muted },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    uirevision: "stage",
    hovermode: "x unified",
    hoverlabel: { bgcolor: theme.background, bordercolor: theme.border, font: { color: theme.text } },
    legend: { x: left[1], xanchor: "right", yref: "container", y: 1, yanchor: "top", orientation: "h", bgcolor: "rgba(0,0,0,0)", font: { color: theme.text } },
    xaxis: { ...x, domain: left, anchor: "y", hoverformat: ".2f" },
    yaxis: { ...y, domain: top, anchor: "x", title: { text: TEXT.loss, standoff: 6 }, ...scale },
    xaxis2: { ...x, domain: right, anchor: "y2", hoverformat: ".2f" },
    yaxis2: { ...y, domain: bottom, anchor: "x2", title: { text: score.label, standoff: 6 }, range: score.range, tickformat: score.percent ? ".0%" : ".2~f" },
    ...(rate ? { yaxis3: rateAxis(theme) } : {}),
  };
}

/** On the right of the loss, and in the colour of its line, which the legend names. */
const rateAxis = (theme) => ({
  overlaying: "y",
  anchor: "x",
  side: "right",
  rangemode: "tozero",
  showgrid: false,
  zeroline: false,
  fixedrange: true,
  tickmode: "auto",
  nticks: 4,
  tickformat: ".2~g",
  tickfont: { color: theme.rate },
});

const lastEpoch = ({ count, data }) => (count ? data[(count - 1) * COLUMNS] : 0);

export class Curves {
  /** @param {string} plotlyUrl */
  constructor(plotlyUrl) {
    this.url = plotlyUrl;
    this.plot = el("div.pg-plot");
    this.empty = el("p.pg-empty", {}, el("span", { text: TEXT.noCurves }));
    this.element = el("div.pg-curves-plot", { role: "img", "aria-label": TEXT.say.noCurves }, this.plot, this.empty);
    this.options = PLAIN;
    this.buttons = el("div.pg-curves-options", { role: "group", "aria-label": TEXT.curves },
      this.toggle("logarithmic", TEXT.logarithmic, TEXT.help.logarithmic), this.toggle("smooth", TEXT.smooth, TEXT.help.smooth));
    this.curve = { count: 0, data: new Float32Array(0) };
    this.previous = null;
    this.theme = null;
    this.timer = null;
    this.last = -Infinity;
    this.cost = 0;
  }

  toggle(name, text, title) {
    const button = el("button.pg-toggle", { type: "button", text, title, "aria-pressed": "false" });
    button.onclick = () => {
      this.options = { ...this.options, [name]: !this.options[name] };
      button.setAttribute("aria-pressed", String(this.options[name]));
      this.request();
    };
    return button;
  }

  /** Start loading Plotly when the page has nothing better to do. */
  load() {
    const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 200));
    idle(() => loadPlotly(this.url).then((Plotly) => {
      this.Plotly = Plotly;
      this.request();
    }).catch((error) => console.error(error)), { timeout: 1500 });
  }

  set({ curve, previous, scene }, theme, playing) {
    const same = curve === this.curve && previous === this.previous && theme === this.theme && scene === this.scene;
    Object.assign(this, { curve, previous, scene, theme });
    this.empty.firstChild.textContent = playing ? TEXT.noCurvesYet : TEXT.noCurves;
    this.empty.hidden = curve.count > 1;
    if (!same) this.request();
  }

  resize(width, height) {
    this.box = { width, height };
    this.request();
  }

  request() {
    if (this.timer !== null || !this.Plotly || !this.theme || this.destroyed) return;
    const wait = Math.max(0, this.last + Math.min(LONGEST, Math.max(INTERVAL, SHARE * this.cost)) - performance.now());
    this.timer = setTimeout(() => this.draw(), wait);
  }

  draw() {
    this.timer = null;
    if (this.destroyed || !this.box?.width) return;
    const start = performance.now();
    const { count } = this.curve;
    const epochs = lastEpoch(count > 1 ? this.curve : this.previous ?? this.curve); // the last run waits for this one
    const percent = this.scene?.classes !== 0;
    const score = percent ? { ...ACCURACY, label: this.scene?.score ?? ACCURACY.label } : { label: this.scene.score, percent, range: scoreRange(this.curve) };
    const figure = { ...layout(this.theme, epochs, this.box.width < 520, count === 0, score, this.options.logarithmic, rateMoves(this.curve)), ...this.box };
    this.Plotly.react(this.plot, traces(this.curve, this.theme, percent, this.previous, this.options.smooth), figure, { displayModeBar: false, responsive: false });
    this.last = performance.now();
    this.cost = this.last - start;
  }

  destroy() {
    this.destroyed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.Plotly?.purge(this.plot);
  }
}
