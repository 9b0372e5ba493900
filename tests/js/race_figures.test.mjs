import assert from "node:assert/strict";
import test from "node:test";
import { themeFrom } from "../../playground/components/common/colors.js";
import { boardFigure } from "../../playground/components/race/board_figure.js";
import { cellText, formatSeconds, sorted, sortedBy, spanOf } from "../../playground/components/race/board_table.js";
import { Choices } from "../../playground/components/race/choices.js";
import { clipped, curvesFigure, SeriesCache, targetOf, valuesAt } from "../../playground/components/race/curves_figure.js";
import { cellValues, goodness, heatmapFigure } from "../../playground/components/race/heatmap.js";
import { boardTable, csv, rowsTable } from "../../playground/components/race/keep.js";
import { layersFigure, middleOf } from "../../playground/components/race/layers_figure.js";
import { lanesFigure } from "../../playground/components/race/lanes_figure.js";
import { measuresOf } from "../../playground/components/race/measures.js";
import { looksOf } from "../../playground/components/race/palette.js";
import { axesOf, axisAt, lineAt, outside, parallelFigure } from "../../playground/components/race/parallel.js";
import { Rows } from "../../playground/components/race/rows.js";
import { ends, epochsShown, linear, logarithmic, roundStep } from "../../playground/components/race/scales.js";
import { areaOf, pathOf, shape, written } from "../../playground/components/race/shapes.js";
import { raceOf, ROW } from "./race_example.mjs";

const theme = themeFrom(() => "");
const value = (text) => ({ text, label: text });

function measured(race, lossOf = (lane, epoch) => 1 / (1 + lane + epoch)) {
  const rows = new Rows(race.entries.length * race.seeds.length, ROW);
  const lines = [];
  for (let epoch = 0; epoch <= 40; epoch += 10)
    for (let lane = 0; lane < race.entries.length * race.seeds.length; lane++) {
      const loss = lossOf(lane, epoch);
      lines.push([lane, epoch, loss, loss, 1 - loss / 2, 1 - loss / 2, 10 ** -lane, 0.01, 0.25, NaN]);
    }
  rows.add(0, Float32Array.from(lines.flat()));
  return rows;
}

function options(race = raceOf(), values = {}) {
  const choices = new Choices(() => {});
  const [measure] = measuresOf(race);
  return { race, rows: measured(race), looks: looksOf(race, false), choices, measure, cache: new SeriesCache(), theme, board: new Map(), at: null, width: 600, height: 300, ...values };
}

const keys = (figure) => figure.shapes.map(({ key }) => key);

// Scales

test("steps and ends of an axis are round", () => {
  assert.deepEqual([roundStep(1, 5), roundStep(0.7, 5), roundStep(130, 5)], [0.2, 0.2, 50]);
  const { low, high, ticks, at } = linear(0.13, 0.87);
  assert.deepEqual([low, high, ticks.length >= 4], [0, 1, true]);
  assert.equal(at(0.5), 0.5);
  assert.deepEqual([linear(0.3, 1, { most: 1 }).high, linear(2, 2).high > 2], [1, true]);
});

test("a logarithmic axis has powers of ten, and parts of them where there are few", () => {
  const wide = logarithmic(0.00013, 0.7);
  assert.deepEqual([wide.low, wide.high, wide.ticks.length], [0.0001, 1, 5]);
  assert.deepEqual(logarithmic(0.2, 0.9).ticks.map((tick) => Number(tick.toFixed(3))), [0.2, 0.5, 1]);
  assert.ok(logarithmic(1e-12, 1).ticks.length <= 8);
  assert.ok(logarithmic(3, 3).high > logarithmic(3, 3).low);
});

test("the epochs that are shown double from time to time", () => assert.deepEqual([3, 40, 60, 300, 600].map((now) => epochsShown(now, 600)), [37.5, 75, 75, 300, 600]));

test("one lane that has gone far off does not press all others flat", () => {
  const values = Array.from({ length: 100 }, (_, k) => k / 100);
  assert.equal(ends([...values, 1e6], false)[1], 1e6);
  assert.ok(ends([...values, 1e6], true)[1] < 2);
  assert.equal(ends([], true), null);
});

// Shapes

test("a line has gaps where nothing is known, and an area is one for each stretch", () => {
  assert.equal(pathOf([[0, 1], [1, 2], [2, NaN], [3, 4]]), "M0 1L1 2M3 4");
  assert.equal(areaOf([0, 1, 2, 3], [0, 0, NaN, 0], [1, 1, NaN, 1]), "M0 1L1 1L1 0L0 0Z");
});

test("a line that leaves the figure ends at its edge", () => {
  assert.deepEqual(clipped([[0, 50], [10, -50], [20, -90]], 0, 100).map(([x, y]) => [x, Number.isNaN(y) ? null : y]), [[0, 50], [5, 0], [10, null], [20, null]]);
  assert.deepEqual(clipped([[0, -100], [10, 100]], 0, 200)[1], [5, 0]);
});

test("a file says what there is, and names are no markup", () => {
  const svg = written({ width: 10, height: 5, title: "a < b", background: "#fff", font: "x", shapes: [shape("a", "text", { x: 1.23456, fill: null }, "<script>&")] });
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="10"/);
  assert.match(svg, /<text x="1.23">&lt;script&gt;&amp;<\/text>/);
  assert.match(svg, /<title>a &lt; b<\/title>/);
});

// Curves

test("each entry has a line, a band over its seeds and a mark, and a muted one nothing", () => {
  const all = options();
  for (const key of ["l0", "b0", "m0", "l2"]) assert.ok(keys(curvesFigure(all)).includes(key), key);
  all.choices.muted.add(0);
  assert.ok(!keys(curvesFigure(all)).includes("l0"));
  assert.deepEqual(curvesFigure(all).drawn, [1, 2]);
  const one = options(raceOf({ seeds: [0] }));
  assert.ok(!keys(curvesFigure(one)).includes("b0"));
});

test("the entry that stands out is drawn last, and stronger", () => {
  const all = options();
  all.choices.highlight(0);
  const lines = curvesFigure(all).shapes.filter(({ key }) => /^l\d/.test(key));
  assert.equal(lines.at(-1).key, "l0");
  assert.ok(lines.at(-1).attributes["stroke-width"] > lines[0].attributes["stroke-width"]);
});

test("the target is a line where the measure has one", () => {
  const race = raceOf();
  const score = measuresOf(race).find(({ id }) => id === "test-score");
  assert.deepEqual([targetOf(race, score), targetOf(race, measuresOf(race)[0])], [0.9, null]);
  assert.ok(keys(curvesFigure(options(race, { measure: score }))).includes("target"));
});

test("a legend comes with the file, below the figure", () => {
  const [live, file] = [curvesFigure(options()), curvesFigure({ ...options(), legend: true })];
  assert.ok(file.height > live.height && keys(file).includes("kt2"));
});

test("values at an epoch come the best first", () => {
  const all = options();
  assert.deepEqual(valuesAt(all, 20).map(({ entry }) => entry), [2, 1, 0]);
  assert.deepEqual(valuesAt({ ...all, measure: { ...all.measure, more: true } }, 20).map(({ entry }) => entry), [0, 1, 2]);
  assert.deepEqual(valuesAt(all, -1), []);
});

test("nothing of a figure is not a number", () => {
  const none = { ...options(), rows: new Rows(6, ROW) };
  for (const figure of [curvesFigure(none), curvesFigure({ ...none, measure: measuresOf(none.race)[4] }), layersFigure(none)]) assert.doesNotMatch(written(figure), /NaN|undefined|Infinity/);
});

// Leader board

const at = (mean, low = null, high = null, count = 2) => ({ mean, low, high, count });
const BOARD = [
  { entry: 1, rank: 1, lanes: 2, diverged: 0, score: at(0.9, 0.88, 0.92), loss: at(0.2), best: at(0.2), epochs: at(12, null, null, 1), seconds: at(0.5), per_epoch: 0.004, verdict: "leader", p: null, text: "leads" },
  { entry: 0, rank: 2, lanes: 2, diverged: 0, score: at(0.8, 0.7, 0.9), loss: at(0.1), best: at(0.1), epochs: null, seconds: null, per_epoch: 0.002, verdict: "open", p: 0.2, text: "=open, \"so\"" },
  { entry: 2, rank: 3, lanes: 2, diverged: 2, score: null, loss: null, best: null, epochs: null, seconds: null, per_epoch: null, verdict: "none", p: null, text: "diverged" },
];
const order = (by, down) => sorted(raceOf(), BOARD, { by, down }).map(({ entry }) => entry);

test("the board is sorted by any column, and what there is not comes last either way", () => {
  assert.deepEqual(order("rank", false), [1, 0, 2]);
  assert.deepEqual([order("loss", false), order("loss", true)], [[0, 1, 2], [1, 0, 2]]);
  assert.deepEqual(order("verdict", false), [1, 0, 2]);
  assert.deepEqual(order("entry", true), [2, 1, 0]);
  assert.deepEqual([sortedBy("score", { by: "rank", down: false }), sortedBy("rank", { by: "rank", down: false })], [{ by: "score", down: true }, { by: "rank", down: true }]);
});

test("a cell has the mean, the interval, and how many lanes it is of where they are not all", () => {
  assert.deepEqual(cellText(at(0.9, 0.88, 0.92), (number) => String(number), 2), { mean: "0.9", interval: "0.88 – 0.92", count: "" });
  assert.deepEqual(cellText(at(12, null, null, 1), (number) => String(number), 2), { mean: "12", interval: "", count: "1 of 2" });
  assert.equal(cellText(null, String, 2).mean, "–");
  assert.deepEqual(spanOf(BOARD, "score"), [0.7, 0.92]);
  assert.equal(spanOf([], "score"), null);
});

test("seconds are written in what they are best read in", () => assert.deepEqual([0.0008, 0.012, 1.44, 1234, null].map(formatSeconds), ["0.8 ms", "12 ms", "1.4 s", "1,234 s", "–"]));

test("a table as CSV is quoted, and begins no formula", () => {
  assert.equal(csv([["a,b", 'say "x"', "=1+1", -1, null, NaN]]), '"a,b","say ""x""",\'=1+1,-1,,\r\n');
  const [head, first] = boardTable(raceOf(), BOARD);
  assert.equal(head.length, first.length);
  assert.deepEqual(first.slice(0, 3), [1, "tanh", "tanh"]);
});

test("all rows as a table have the entry, its values, the seed and what was measured", () => {
  const [head, first, ...others] = rowsTable(raceOf(), measured(raceOf()));
  assert.equal(head.length, first.length);
  assert.deepEqual(first.slice(0, 4), ["relu", "relu", 3, 0]);
  assert.equal(others.length, 29);
  assert.equal(first.at(-1), null); // an output has no dead units
});

test("the board as a figure names everyone", () => {
  const svg = written(boardFigure({ race: raceOf(), board: BOARD, looks: looksOf(raceOf(), false), theme }));
  for (const { label } of raceOf().entries) assert.ok(svg.includes(label));
  assert.doesNotMatch(svg, /NaN|undefined/);
});

// Combinations

const GRID = raceOf({
  axes: [{ name: "a", label: "A", values: ["x", "y"].map(value) }, { name: "b", label: "B", values: ["1", "2", "3"].map(value) }],
  entries: [0, 1].flatMap((a) => [0, 1, 2].map((b) => ({ label: `${a} ${b}`, values: [a, b], link: "" }))),
});
const CUBE = { ...GRID, axes: [...GRID.axes, { name: "c", label: "C", values: [value("only")] }], entries: GRID.entries.map((entry) => ({ ...entry, values: [...entry.values, 0] })) };

test("a cell is where its values say, and a place is its cell", () => {
  const figure = heatmapFigure(options(GRID));
  GRID.entries.forEach((_, entry) => {
    const { x, y, width, height } = figure.placeOf(entry);
    assert.equal(figure.entryAt(x + width / 2, y + height / 2), entry);
  });
  assert.equal(figure.entryAt(1, 1), null);
});

test("the best cell is marked, be it the highest or the lowest", () => {
  const all = options(GRID);
  assert.deepEqual([cellValues(all, "score").best, cellValues(all, "loss").best, cellValues(all, "epochs").best], [5, 5, null]);
  assert.ok(keys(heatmapFigure(all)).includes("best5"));
  assert.deepEqual([goodness(2, { low: 0, high: 2 }, { more: true }), goodness(2, { low: 1, high: 2 }, { more: false, log: true }), goodness(1, { low: 1, high: 1 }, {})], [1, 0, 0.5]);
});

test("parallel coordinates have an axis for each value, the loss and the score", () => {
  const all = options(CUBE);
  assert.deepEqual(axesOf(all).map(({ name }) => name), ["a", "b", "c", "loss", "score"]);
  const figure = parallelFigure(all);
  assert.equal(figure.shapes.filter(({ key }) => /^l\d+$/.test(key)).length, 6);
  assert.doesNotMatch(written(figure), /NaN|undefined/);
});

test("what lies outside of a brush is left out", () => {
  const axes = axesOf(options(CUBE));
  assert.deepEqual(outside(axes, { a: [0, 0] }, 6), [3, 4, 5]);
  assert.deepEqual(outside(axes, { a: [0, 0], b: [0.5, 1] }, 6), [0, 3, 4, 5]);
  assert.deepEqual(outside(axes, {}, 6), []);
});

test("an axis and a line are found where one points", () => {
  const figure = parallelFigure(options(CUBE));
  assert.equal(axisAt(figure, figure.x(1) + 5, figure.y(0.5)).axis.name, "b");
  assert.ok(Math.abs(axisAt(figure, figure.x(1), figure.y(0.5)).at - 0.5) < 1e-9);
  assert.equal(axisAt(figure, (figure.x(0) + figure.x(1)) / 2, 100), null);
  assert.equal(lineAt(figure, [0, 1, 2, 3, 4, 5], figure.x(0) + 30, figure.y(0.01)), 0);
  assert.notEqual(lineAt(figure, [1, 2, 3, 4, 5], figure.x(0) + 30, figure.y(0.01)), 0); // it is left out
});

test("a steep line is found all along its curve", () => {
  const figure = { axes: [0, 1].map((name) => ({ name, at: (entry) => (entry ? 0.5 : name) })), x: (k) => 100 + 300 * k, y: (at) => 350 - 312 * at };
  for (const t of [0.1, 0.25, 0.4, 0.75, 0.9]) {
    const [right, up] = [1.5 * t - 1.5 * t ** 2 + t ** 3, 3 * t ** 2 - 2 * t ** 3]; // the places of a Bézier curve whose handles are in the middle
    assert.equal(lineAt(figure, [0, 1], 100 + 300 * right, 350 - 312 * up), 0, String(t));
  }
});

test("an entry of which all lanes have diverged has no number anywhere, and is never the best", () => {
  const all = options(GRID, { board: new Map([[5, { entry: 5, epochs: at(3) }], [0, { entry: 0, epochs: at(9) }], [1, { entry: 1, epochs: at(7) }]]) });
  assert.deepEqual([cellValues(all, "score").best, cellValues(all, "epochs").best], [5, 5]);
  assert.ok(valuesAt(all, 40).some(({ entry }) => entry === 5)); // which keeps its line
  all.rows.leaveOut([10, 11, 8]);
  for (const cell of ["score", "loss"]) assert.deepEqual([cellValues(all, cell).values[5], cellValues(all, cell).best], [null, 4], cell);
  assert.deepEqual([cellValues(all, "epochs").values[5], cellValues(all, "epochs").best], [null, 1]);
  assert.deepEqual(axesOf(all).slice(-2).map((axis) => [axis.at(5), axis.at(4) === null]), [[null, false], [null, false]]);
  assert.deepEqual(layersFigure(all).table[5], { entry: 5, gradients: [null, null], dead: [null] });
  assert.ok(!valuesAt(all, 40).some(({ entry }) => entry === 5));
  const four = valuesAt(all, 40).find(({ entry }) => entry === 4);
  assert.deepEqual([four.count, four.low === four.high], [1, true]);
  for (const figure of [heatmapFigure(all), parallelFigure(options(CUBE, { rows: all.rows })), layersFigure(all), curvesFigure(all)]) assert.doesNotMatch(written(figure), /NaN|undefined|Infinity/);
});

// Layers

test("the colours of gradients are about their middle, and what there is not is a dash", () => {
  const figure = layersFigure(options());
  assert.equal(figure.rowAt(41), 0);
  assert.equal(figure.rowAt(5), null);
  assert.ok(Math.abs(middleOf([{ gradients: [0.01, null, 1, 100, 0] }])) < 1e-9);
  assert.deepEqual(figure.table[0].dead, [0.25]);
});

test("the colours of gradients end at a thousand times their middle, as is said", () => {
  const colors = (far) => {
    const all = options(raceOf({ seeds: [3] }));
    all.rows.lanes.forEach((lane, k) => lane.forEach((row) => (row[6] = row[7] = [1, 1, far][k])));
    return layersFigure(all).shapes.find(({ key }) => key === "bg2-0").attributes.fill;
  };
  assert.equal(colors(1e3), colors(4e3));
  assert.notEqual(colors(1e3), colors(1e2));
});

test("pictures in a file stand as on the page, and long names are cut", () => {
  const cells = GRID.entries.map(() => ({ label: "a very long name of an entry, longer than its picture", score: "Accuracy 90 %", picture: "data:,", color: "#000" }));
  const figure = lanesFigure({ race: GRID, cells, theme, side: 100, columns: 3, table: true });
  const [first, fourth] = [0, 3].map((k) => figure.shapes.find(({ key }) => key === `i${k}`).attributes);
  assert.deepEqual([first.x === fourth.x, fourth.y > first.y], [true, true]);
  assert.ok(figure.shapes.find(({ key }) => key === "n0").text.length < 20);
});
