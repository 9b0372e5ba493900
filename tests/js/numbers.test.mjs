import assert from "node:assert/strict";
import test from "node:test";
import { borders, contour } from "../../playground/components/stage/contour.js";
import { readouts } from "../../playground/components/stage/controls.js";
import { epochsPerSecond, SPEEDS, speedIndex, speedText } from "../../playground/components/stage/speeds.js";
import { layout, rateMoves, scoreRange, traces } from "../../playground/components/stage/curves.js";
import { smoothed } from "../../playground/components/stage/smooth.js";
import { decimate } from "../../playground/components/stage/decimate.js";
import { formatEpoch, formatLoss, formatPercent, formatR2, formatWeight, formatWhole, scoreFormat } from "../../playground/components/common/format.js";
import { strength } from "../../playground/components/stage/network.js";
import { countRight } from "../../playground/components/stage/wall.js";

test("a loss has three decimals", () => assert.deepEqual([0.12345, 0, 12.3456].map(formatLoss), ["0.123", "0.000", "12.346"]));
test("a large loss is written short", () => assert.deepEqual([345.67, 123456].map(formatLoss), ["345.7", "1.2e5"]));
test("an accuracy is a percentage", () => assert.deepEqual([0.974, 1, 0].map((v) => formatPercent(v)), ["97.4 %", "100.0 %", "0.0 %"]));
test("R² has three decimals and a real minus sign", () => assert.deepEqual([0.9414, -2.5, null].map(formatR2), ["0.941", "−2.500", "–"]));
test("the score of a scene is a share of right answers, or R² where a number is told", () => {
  assert.deepEqual([{ classes: 2 }, { classes: 10 }, { classes: 0 }].map((scene) => scoreFormat(scene)(0.5)), ["50.0 %", "50.0 %", "0.500"]);
});
test("the bar names the score, and keeps its places", () => {
  const labels = (scene) => readouts(scene).map(([, label]) => label).slice(3);
  assert.deepEqual(labels({ classes: 3, score: "Accuracy" }), ["Train accuracy", "Test accuracy"]);
  assert.deepEqual(labels({ classes: 0, score: "R²" }), ["Train R²", "Test R²"]);
  assert.deepEqual(readouts({ classes: 0, score: "R²" }).map(([id]) => id), readouts({}).map(([id]) => id));
  assert.equal(readouts({ classes: 0, score: "R²" })[4][3]({ test_score: -0.25 }), "−0.250");
});
test("an epoch has thousands separators", () => assert.equal(formatWhole(1234567), "1,234,567"));
test("a long epoch is seen to go on, and a short one is not worth the digit", () => {
  assert.equal(formatEpoch({ epoch: 0, step: 1875 * 0.8 }, 1875), "0.8");
  assert.equal(formatEpoch({ epoch: 0, step: 1874 }, 1875), "0.9");
  assert.equal(formatEpoch({ epoch: 5, step: 5 * 1875 }, 1875), "5");
  assert.equal(formatEpoch({ epoch: 100, step: 100 * 1875 + 900 }, 1875), "100");
  assert.equal(formatEpoch({ epoch: 3, step: 170 }, 50), "3");
});
test("a weight has a real minus sign", () => assert.equal(formatWeight(-0.5), "−0.50"));
test("what is not known is a dash", () => {
  for (const unknown of [null, undefined, NaN, Infinity])
    assert.deepEqual([formatLoss, formatPercent, formatWhole, formatWeight].map((format) => format(unknown)), ["–", "–", "–", "–"]);
});

const ramp = (n) => Float32Array.from({ length: n }, (_, k) => k);

test("a short line is not thinned", () => assert.deepEqual(decimate(ramp(5), ramp(5), 10).x, [0, 1, 2, 3, 4]));

test("a long line keeps its ends, its extremes and its order, and is not too long", () => {
  for (const n of [1001, 1500, 20_000, 99_999]) {
    const y = ramp(n).map((k) => Math.sin(k / 50));
    y[Math.floor(n / 3)] = 9;
    y[Math.floor(n / 2)] = -9;
    const thin = decimate(ramp(n), y, 1000);
    assert.ok(thin.x.length <= 1000 && thin.x.length > 900);
    assert.deepEqual([thin.x[0], thin.x.at(-1)], [0, n - 1]);
    assert.ok(thin.y.includes(9) && thin.y.includes(-9));
    assert.ok(thin.x.every((x, k) => k === 0 || x > thin.x[k - 1]));
  }
});

test("a gap in a line is null, and does not hide the extremes around it", () => {
  const y = ramp(5000).fill(NaN, 1000, 2000);
  y[2500] = 1e4;
  const thin = decimate(ramp(5000), y, 100);
  assert.ok(thin.y.includes(null) && thin.y.includes(1e4));
});

test("the contour of a slope is the straight line between its sides", () => {
  const values = Array.from({ length: 16 }, (_, k) => k % 4);
  const segments = contour(values, 4, 1.5);
  assert.equal(segments.length, 3 * 4);
  for (let k = 0; k < segments.length; k += 2) assert.equal(segments[k], 0.5);
});

test("a picture all above or all below the level has no contour", () => {
  assert.deepEqual(contour(new Uint8Array(16), 4, 127.5), []);
  assert.deepEqual(contour(new Uint8Array(16).fill(255), 4, 127.5), []);
});

test("the contour round one point is closed", () => {
  const values = new Uint8Array(25);
  values[12] = 255;
  const segments = contour(values, 5, 127.5);
  const ends = new Map();
  for (let k = 0; k < segments.length; k += 2) {
    const end = `${segments[k].toFixed(6)} ${segments[k + 1].toFixed(6)}`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  assert.equal(segments.length, 16);
  assert.ok([...ends.values()].every((count) => count === 2));
});

test("between two classes there is one line, half way between their cells", () => {
  const winners = Array.from({ length: 16 }, (_, k) => (k % 4 < 2 ? 0 : 1));
  const segments = borders(winners, new Uint8Array(16).fill(80), 4);
  assert.equal(segments.length, 2 * 3 * 4); // the line of either class
  for (let k = 0; k < segments.length; k += 2) assert.equal(segments[k], 0.5);
});

test("where all is one class there is no border, and undecided cells do no harm", () => {
  assert.deepEqual(borders(new Uint8Array(16), new Uint8Array(16), 4), []);
  const segments = borders(Uint8Array.from({ length: 16 }, (_, k) => (k < 8 ? 1 : 2)), new Uint8Array(16), 4);
  assert.ok(segments.length > 0 && segments.every(Number.isFinite));
});

for (const steps of [1, 25, 1875])
  test(`the slider finds each of its own speeds and the nearest one for others, at ${steps} batches an epoch`, () => {
    SPEEDS.forEach((speed) => assert.equal(epochsPerSecond(SPEEDS[speedIndex(epochsPerSecond(speed, steps), steps)], steps), epochsPerSecond(speed, steps)));
    assert.deepEqual(SPEEDS[speedIndex(40, steps)], { epochs: 30 });
    assert.equal(SPEEDS[speedIndex(1e-9, steps)].batches, 1);
  });

test("a speed is said in words", () => {
  assert.equal(speedText({ epochs: 30 }), "30 epochs/s");
  assert.equal(speedText({ batches: 4 }), "4 batches/s");
  assert.equal(speedText({ epochs: 1 }, true), "1 epoch per second");
  assert.equal(speedText({ batches: 1 }, true), "1 batch per second");
  assert.equal(speedText({ epochs: null }, true), "full speed");
});

test("a stronger weight looks stronger, whatever its sign", () => {
  assert.equal(strength(0), 0);
  assert.equal(strength(-2), strength(2));
  assert.ok(strength(3) > strength(2) && strength(1e6) <= 1);
});

test("right answers are counted", () => assert.equal(countRight(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 0, 3)), 2));

const theme = { train: "#111111", test: "#222222" };

test("the curves have a line each for train and test in two panels", () => {
  const lines = traces({ count: 2, data: Float32Array.of(0, 0.5, 0.25, 0.125, 0, 0.1, 1, 0.25, 0.5, 1, 0.75, 0.1) }, theme);
  assert.deepEqual(lines.map(({ yaxis }) => yaxis), ["y", "y", "y2", "y2"]);
  assert.deepEqual(lines.map(({ y }) => y), [[0.5, 0.25], [0.25, 0.5], [0.125, 1], [0, 0.75]]);
  assert.deepEqual(lines[0].x, [0, 1]);
});

test("the last run is drawn behind this one, faintly, and only what it did on test data", () => {
  const last = { count: 2, data: Float32Array.of(0, 0.5, 0.25, 0.125, 0, 0.1, 1, 0.25, 0.5, 1, 0.75, 0.1) };
  const lines = traces({ count: 1, data: new Float32Array(6) }, theme, true, last);
  assert.deepEqual(lines.slice(0, 2).map(({ y, yaxis, opacity }) => [y, yaxis, opacity < 1]), [[[0.25, 0.5], "y", true], [[0, 0.75], "y2", true]]);
  assert.equal(lines.length, 6);
});

test("a smoothed line begins where the values do, follows them slowly, and passes over gaps", () => {
  assert.deepEqual([...smoothed([2, 2, 2], 0.9)].map((value) => value.toFixed(5)), ["2.00000", "2.00000", "2.00000"]);
  assert.deepEqual([...smoothed([1, 3], 0.5)].map((value) => value.toFixed(4)), ["1.0000", (7 / 3).toFixed(4)]);
  assert.deepEqual([...smoothed([1, NaN, 1], 0.5)], [1, NaN, 1]);
  assert.deepEqual([...smoothed([5, 1], 0)], [5, 1]);
});

test("smoothed curves have what was measured behind them", () => {
  const curve = { count: 3, data: Float32Array.from([0, 1, 1, 0, 0, 0, 1, 2, 2, 0, 0, 0, 2, 1, 1, 0, 0, 0]) };
  const drawn = traces(curve, theme, true, null, true);
  assert.deepEqual(drawn.map(({ opacity }) => opacity ?? 1), [0.25, 0.25, 0.25, 0.25, 1, 1, 1, 1]);
  assert.deepEqual(drawn[0].y, [1, 2, 1]);
  assert.ok(drawn[4].y[1] > 1 && drawn[4].y[1] < 2);
  assert.equal(drawn.filter(({ showlegend }) => showlegend).length, 2);
});

test("the loss may stand on a logarithmic axis, once there is one", () => {
  assert.equal(layout(theme, 3, false, false, undefined, true).yaxis.type, "log");
  assert.equal(layout(theme, 0, false, true, undefined, true).yaxis.type, "linear");
  assert.equal(layout(theme, 3, false).yaxis.type, "linear");
});

test("the axes of the curves have titles", () => {
  const { xaxis, yaxis, yaxis2 } = layout(theme, 3, false);
  assert.deepEqual([xaxis, yaxis, yaxis2].map(({ title }) => title.text), ["epoch", "Loss", "Accuracy"]);
});

test("on a narrow page the two panels stand one above the other", () => {
  const { yaxis, yaxis2, xaxis2 } = layout(theme, 3, true);
  assert.ok(yaxis.domain[0] > yaxis2.domain[1]);
  assert.deepEqual(xaxis2.domain, [0, 1]);
});

test("a learning rate that stays the same takes no room; one that changes is a line in steps with its own axis", () => {
  const curve = (...rates) => ({ count: rates.length, data: Float32Array.from(rates.flatMap((rate, k) => [k, 1, 1, 0, 0, rate])) });
  assert.ok(!rateMoves(curve(0.1, 0.1)) && !rateMoves(curve(0.1)) && !rateMoves(curve()));
  assert.ok(rateMoves(curve(0.1, 0.1, 0.05)));
  assert.equal(traces(curve(0.1, 0.1), theme).length, 4);
  assert.equal(layout(theme, 3, false).yaxis3, undefined);
  const line = traces(curve(0.1, 0.1, 0.05), theme).at(-1);
  assert.deepEqual(line.y.map((rate) => rate.toFixed(3)), ["0.100", "0.100", "0.050"]);
  assert.deepEqual([line.yaxis, line.xaxis, line.line.shape], ["y3", "x", "hv"]);
  assert.deepEqual([layout(theme, 3, false, false, undefined, false, true).yaxis3].map(({ overlaying, side }) => [overlaying, side]), [["y", "right"]]);
  assert.equal(traces(curve(0.1, 0.2), theme, true, null, true).length, 9); // it is never smoothed
});

test("the axis of R² reaches down as far as the curve, to -1 at most", () => {
  const range = (...scores) => scoreRange({ count: scores.length, data: Float32Array.from(scores.flatMap((score) => [0, 0, 0, score, score, 0])) });
  assert.equal(range(0.2, 0.9)[0], 0);
  assert.ok(Math.abs(range(-0.5, 0.9)[0] + 0.51) < 1e-6);
  assert.ok(range(-40, NaN, 0.9)[0] > -1.1);
});

test("the second panel has the name of the score, and percents only for shares", () => {
  const { yaxis2 } = layout(theme, 3, false, false, { label: "R²", percent: false, range: [-1, 1] });
  assert.deepEqual([yaxis2.title.text, yaxis2.range], ["R²", [-1, 1]]);
  assert.ok(!yaxis2.tickformat.includes("%"));
  assert.ok(!traces({ count: 1, data: new Float32Array(6) }, theme, false)[2].hovertemplate.includes("%}"));
});
