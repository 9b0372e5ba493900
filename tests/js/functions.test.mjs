import assert from "node:assert/strict";
import test from "node:test";
import { defaultsOf, freeSlot, LinkReader, readItem, toQuery, writeItem, writeRates } from "../../playground/components/functions/address.js";
import { Asking, Refused } from "../../playground/components/functions/asking.js";
import { drawChart } from "../../playground/components/functions/chart_drawing.js";
import { extent, formatPower, lastFinite, layoutOf, nearest, powerTicks, rangeOf, spread } from "../../playground/components/functions/chart_layout.js";
import { asCsv } from "../../playground/components/functions/keeping.js";
import { formatRead, positionOf, sayFigure } from "../../playground/components/functions/reading.js";
import { formatSetting, scaleOf } from "../../playground/components/functions/sliders.js";
import { contours, fromBox, placeAt, shades, surfaceBox, tiling, toBox, windowOf } from "../../playground/components/functions/surface_layout.js";
import { SvgPen } from "../../playground/components/functions/svg_pen.js";
import { TEXT } from "../../playground/components/functions/text.js";
import { askWalks } from "../../playground/components/functions/walks_asking.js";
import { themeFrom } from "../../playground/components/common/colors.js";

const ENTRIES = [
  { name: "relu", label: "ReLU", settings: [] },
  { name: "elu", label: "ELU", settings: [{ name: "alpha", default: 1, low: 0, high: 10, options: [] }] },
  { name: "rms", label: "RMS", settings: [{ name: "rho", default: 0.9, low: 0, high: 1, options: [] }, { name: "centered", default: false, options: [] }] },
];
const theme = themeFrom(() => "");

// Sliders

const BOUNDS = [[0, 1], [-10, 10], [1e-10, 1], [0.1, 10_000], [0, 0.9999], [0.0001, 0.9999], [0, 9999], [1e-6, 100]];

test("a slider goes from one bound to the other, and comes back to where it was", () => {
  for (const [low, high] of BOUNDS) {
    const { partOf, valueAt } = scaleOf({ low, high });
    assert.deepEqual([valueAt(0), valueAt(1), partOf(low), partOf(high)], [low, high, 0, 1]);
    let last = -Infinity;
    for (let part = 0; part <= 1; part += 0.01) {
      const value = valueAt(part);
      assert.ok(value >= last, `${low} to ${high} at ${part}`);
      assert.ok(Math.abs(partOf(value) - part) < 0.03, `${low} to ${high} at ${part}: ${value}`);
      last = value;
    }
  }
});

test("what is kept of an average is finest where hardly anything is lost", () => {
  const { valueAt } = scaleOf({ low: 0, high: 0.9999 });
  assert.deepEqual([0.25, 0.5, 0.75].map(valueAt), [0.9, 0.99, 0.999]);
});

test("whole numbers stay whole", () => {
  const { valueAt } = scaleOf({ low: 1, high: 512, whole: true });
  for (let part = 0; part <= 1; part += 0.01) assert.ok(Number.isInteger(valueAt(part)));
});

test("settings are written as people write them", () => assert.deepEqual([0.001, 1e-7, 0.9999, -2, 0].map(formatSetting), ["0.001", "1e−7", "0.9999", "−2", "0"]));

// Address

test("what is compared is written with the settings that are not as usual, and read back", () => {
  const item = { name: "rms", settings: { rho: 0.9, centered: true } };
  assert.equal(writeItem(item, ENTRIES[2]), "rms~0.9~1");
  assert.deepEqual(readItem("rms~0.9~1", ENTRIES), { name: "rms", settings: item.settings });
  assert.equal(writeItem({ name: "elu", settings: { alpha: 1 } }, ENTRIES[1]), "elu");
  assert.deepEqual(readItem("elu", ENTRIES).settings, defaultsOf(ENTRIES[1]));
});

const read = (text) => new LinkReader(new URLSearchParams(text));

test("a link that says what cannot be loses that part alone", () => {
  const link = read("show=relu,rleu,elu~99,elu~x,relu~1,rms~0.5~2,elu~0.5,elu~2");
  const items = link.items("show", ENTRIES, 8, []);
  assert.deepEqual(items.map(({ name, place }) => [name, place]), [["relu", 0], ["elu", 6]]);
  assert.deepEqual(link.rest(), ["rleu", "elu~99", "elu~x", "relu~1", "rms~0.5~2", "elu~2"]);
  const full = read("show=relu,elu");
  assert.equal(full.items("show", ENTRIES, 1, []).length, 1);
  assert.deepEqual(full.rest(), ["elu"]);
  const usual = [{ name: "elu" }];
  assert.equal(read("").items("show", ENTRIES, 8, usual), usual);
  assert.deepEqual(read("show=").items("show", ENTRIES, 8, usual), []);
});

test("each thing has a colour of its own, also after another was taken away", () => {
  const items = read("show=relu,elu,rms").items("show", ENTRIES, 8, []);
  assert.deepEqual(items.map(({ slot }) => slot), [0, 1, 2]);
  assert.equal(freeSlot([items[0], items[2]]), 1);
});

test("numbers of a link are read within their bounds, words and switches as they are, and are as usual otherwise", () => {
  const link = read("reach=2.5&seed=1.5&steps=99&empty=&measure=between&vary=colour&slopes=0&log=yes&tab=x&embed=true");
  assert.equal(link.number("reach", { low: 0.5, high: 30 }, 5), 2.5);
  assert.equal(link.number("seed", { low: 0, high: 9, whole: true }, 7), 7);
  assert.equal(link.number("steps", { low: 0, high: 9 }, 3), 3);
  assert.equal(link.number("empty", { low: 0, high: 9 }, 4), 4);
  assert.equal(link.number("units", { low: 0, high: 9 }, 1), 1);
  assert.equal(link.word("measure", ["forward", "between"], "forward"), "between");
  assert.equal(link.word("vary", ["activations"], "activations"), "activations");
  assert.deepEqual([link.flag("slopes", true), link.flag("log", false), link.flag("other", true)], [false, false, true]);
  assert.deepEqual(link.rest(), ["seed=1.5", "steps=99", "empty=", "vary=colour", "log=yes", "tab=x"]);
});

test("one thing of a registry is read, or is none", () => {
  const link = read("surface=elu~2&other=moon");
  assert.deepEqual(link.item("surface", ENTRIES), { name: "elu", settings: { alpha: 2 } });
  assert.equal(link.item("other", ENTRIES), null);
  assert.equal(link.item("third", ENTRIES), null);
  assert.deepEqual(link.rest(), ["other=moon"]);
});

test("learning rates are written where one was chosen, and looked for elsewhere", () => {
  assert.equal(writeRates([{ rate: null }, {}]), "");
  assert.equal(writeRates([{ rate: 0.1 }, {}]), "0.1,tuned");
  const link = read("rates=0.1,tuned,9e9");
  assert.deepEqual(link.rates("rates", { low: 1e-6, high: 100 }), [0.1, null, null]);
  assert.deepEqual(link.rest(), ["rates=9e9"]);
  assert.deepEqual(read("").rates("rates", {}), []);
});

test("a query stays readable, and cannot be broken out of", () => {
  assert.equal(toQuery([["show", "relu,elu~0.5"], ["x", "a&b=c"]]), "show=relu,elu~0.5&x=a%26b%3Dc");
});

// Asking

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("what goes wrong while an answer is drawn is no fault of the server: nothing is asked again for it", async () => {
  const asking = new Asking({ answered: () => { throw new TypeError("drawn wrong"); }, failed: assert.fail, fetch: async () => ({}) });
  asking.path = "walks";
  await assert.rejects(asking.next(), TypeError);
  assert.equal(asking.underWay, false);
});

test("only one question is on its way, and of those that wait the newest is asked", async () => {
  const asked = [];
  const answers = [];
  const asking = new Asking({ answered: (answer, path) => answers.push([answer, path]), failed: assert.fail, fetch: (path) => new Promise((resolve) => asked.push([path, resolve])) });
  ["a", "b", "c"].forEach((path) => asking.ask(path));
  assert.deepEqual(asked.map(([path]) => path), ["a"]);
  asked[0][1](1);
  await settled();
  assert.deepEqual(asked.map(([path]) => path), ["a", "c"]);
  asked[1][1](3);
  await settled();
  assert.deepEqual(answers, [[1, "a"], [3, "c"]]);
  asking.ask("c");
  assert.equal(asked.length, 2); // it is there already
  asking.ask("c", true);
  assert.equal(asked.length, 3);
});

test("what is asked once more while it is under way is asked once more", async () => {
  const asked = [];
  const asking = new Asking({ answered: () => {}, failed: assert.fail, fetch: (path) => new Promise((resolve) => asked.push([path, resolve])) });
  asking.ask("a");
  asking.ask("a", true);
  asked[0][1](1);
  await settled();
  assert.deepEqual(asked.map(([path]) => path), ["a", "a"]);
});

test("nobody hears the answer of what was dropped, and the next question need not wait for it", async () => {
  const asked = [];
  const answers = [];
  const asking = new Asking({ answered: (answer, path) => answers.push(path), failed: assert.fail, fetch: (path) => new Promise((resolve) => asked.push([path, resolve])) });
  asking.ask("slow");
  asking.drop();
  asking.ask("quick");
  asked.forEach(([, resolve]) => resolve(1));
  await settled();
  assert.deepEqual(answers, ["quick"]);
});

test("walks come with the ground that they are on", async () => {
  const served = { "surface?a": {}, "walks?a": {}, "slice?0": { network: "old" }, "network-walks?0": { network: "new" } };
  const asked = [];
  const serve = async (path) => {
    asked.push(path);
    const json = { ...served[path] };
    if (path === "slice?0") served[path] = { network: "new" }; // it was handed over between the two answers
    return { json };
  };
  const first = await askWalks("walks?a", "surface?a", null, serve);
  assert.deepEqual(asked, ["walks?a", "surface?a"]);
  assert.equal((await askWalks("walks?a", "surface?a", first.ground, serve)).ground, first.ground);
  assert.equal(asked.length, 3);
  const { ground, walks } = await askWalks("network-walks?0", "slice?0", first.ground, serve);
  assert.deepEqual([ground.json.network, walks.json.network, ground.path], ["new", "new", "slice?0"]);
});

test("a question that was refused says so, unless another one waits", async () => {
  const failed = [];
  const asking = new Asking({ answered: () => {}, failed: (error) => failed.push(error.message), fetch: async (path) => { throw new Refused(path, 400); } });
  asking.ask("a");
  asking.ask("b");
  await settled();
  await settled();
  assert.deepEqual(failed, ["b"]);
});

test("whoever is taken off the page hears no answer", async () => {
  let answer;
  const asking = new Asking({ answered: assert.fail, failed: assert.fail, fetch: () => new Promise((resolve) => (answer = resolve)) });
  asking.ask("a");
  asking.destroy();
  answer(1);
  await settled();
});

// Charts

test("a range holds all values, but not for some few that are far away", () => {
  assert.deepEqual(extent([]), [0, 1]);
  assert.deepEqual(extent([[NaN, Infinity]]), [0, 1]);
  const [low, high] = extent([[0, 1, 2, 3, 4]]);
  assert.ok(low < 0 && high > 4 && high < 5);
  const far = Array.from({ length: 200 }, (_, k) => (k === 0 ? 1e6 : k / 200));
  assert.ok(extent([far])[1] < 2);
  const [below, above] = extent([[3, 3, 3]]);
  assert.ok(below < 3 && above > 3);
});

test("slopes get room, but do not make the lines small", () => {
  const line = (values, dashed = false) => ({ values, dashed });
  const [low, high] = rangeOf([line([0, 1, 2, 3]), line([-100, -50, 0, 1], true)]);
  assert.ok(low < -1 && low > -4 && high < 4);
});

test("powers of ten are few, whole and written as such", () => {
  assert.deepEqual(powerTicks(-2.5, 1.2), [-2, -1, 0, 1]);
  assert.ok(powerTicks(-60, 60).length <= 8);
  assert.deepEqual([0, 1, -3, 12].map(formatPower), ["1", "10", "10⁻³", "10¹²"]);
});

test("the nearest place is found, also at the ends", () => {
  const x = [0, 1, 2, 5];
  assert.deepEqual([-9, 0.4, 0.6, 3.4, 3.6, 99].map((value) => nearest(x, value)), [0, 0, 1, 2, 3, 3]);
});

test("labels stay near where they want to be, and never overlap", () => {
  const wanted = [10, 11, 12, 100, 5];
  const placed = spread(wanted, 15, 0, 110);
  const sorted = [...placed].sort((a, b) => a - b);
  sorted.slice(1).forEach((value, k) => assert.ok(value - sorted[k] >= 15 - 1e-9));
  assert.ok(sorted[0] >= 0 && sorted.at(-1) <= 110);
  assert.equal(placed[3], 100);
});

test("the last place of a line is the last that is a number", () => assert.deepEqual([lastFinite([1, 2, NaN]), lastFinite([NaN])], [1, -1]));

const FIGURE = { x: [0, 1, 2], lines: [{ key: 0, label: "ReLU", color: "#f00", values: [0, NaN, 2] }, { key: 0, label: "ReLU", color: "#f00", values: [0, 1, 1], dashed: true }], xLabel: "z", yLabel: "f" };

test("a figure lies in its box, whatever it shows", () => {
  for (const more of [{}, { power: true }, { bars: true }, { dots: true, whole: true }]) {
    const { box, x, y, xTicks, yTicks, low, high } = layoutOf({ ...FIGURE, ...more }, 400, 300, true);
    for (const { at } of xTicks) assert.ok(x(at) >= box.left - 1e-6 && x(at) <= box.left + box.width + 1e-6);
    for (const { at } of yTicks) assert.ok(y(at) >= box.top - 1e-6 && y(at) <= box.top + box.height + 1e-6);
    assert.ok(high > low && yTicks.length >= 2);
  }
});

test("a figure becomes a vector file, with its gaps and without markup from its words", () => {
  const pen = new SvgPen(400, 300);
  drawChart(pen, { ...FIGURE, xLabel: "<b>&" }, theme, { x: 0, y: 0, width: 400, height: 300, labelled: true, at: 2 });
  const text = pen.toString();
  assert.match(text, /^<svg xmlns=.* viewBox="0 0 400 300">/);
  assert.match(text, /stroke-dasharray="6 4"/);
  assert.match(text, /&lt;b&gt;&amp;/);
  assert.doesNotMatch(text, /NaN|undefined|<b>/);
  assert.equal(text.match(/<g /g).length, text.match(/<\/g>/g).length);
});

test("a vector file forgets what was set between save and restore", () => {
  const pen = new SvgPen(10, 10);
  pen.save();
  pen.translate(5, 5);
  pen.fillStyle = "red";
  pen.restore();
  pen.fillRect(0, 0, 1, 1);
  assert.doesNotMatch(pen.toString(), /red|translate/);
});

test("a table has a column for each line, and nothing where there is nothing", () => {
  assert.equal(asCsv([["z", [0, 1]], ['a "b", c', [0.1 + 0.2, NaN]], ["short", [1]]]), 'z,"a ""b"", c",short\n0,0.3,1\n1,,\n');
});

// Words

test("values are read with their powers", () => {
  assert.deepEqual([1.23456, 0, 1e-9, -2, NaN].map((value) => formatRead(value)), ["1.235", "0", "1e−9".replace("1e", "1.00e"), "−2", TEXT.none]);
  assert.deepEqual([-Infinity, 0, 2, -20, Math.log10(3.2e-5), Math.log10(9.99e9)].map((value) => formatRead(value, true)), ["0", "1", "100", "10⁻²⁰", "3.2·10⁻⁵", "10¹⁰"]);
});

test("a figure is told in a sentence", () => {
  assert.equal(positionOf(FIGURE, 1), "z = 1");
  assert.equal(sayFigure(FIGURE, 2), "f over z. ReLU: 0 at 0, 2 at 2, 2 at 2.");
  assert.equal(sayFigure({ ...FIGURE, lines: [] }, 0), "f over z. Nothing is drawn.");
});

test("every tab has its words", () => {
  for (const name of Object.keys(TEXT.tabs)) assert.ok(TEXT.intros[name] && TEXT.titles[name], name);
});

test("what becomes of a signal is said in a sentence, and has a tone", () => {
  const fates = ["dies", "vanishes", "fades", "kept", "grows", "explodes"];
  for (const forward of fates) for (const backward of fates) {
    assert.match(TEXT.fate("ReLU", forward, backward), /^ReLU: .*[a-z]\.$/);
    assert.doesNotMatch(TEXT.fate("ReLU", forward, backward), /undefined/);
  }
  assert.equal(TEXT.fateKind("kept", "kept"), "kept");
  assert.equal(TEXT.fateKind("kept", "vanishes"), "lost");
  assert.equal(TEXT.fateKind("grows", "kept"), "odd");
});

// Surfaces

const WINDOW = windowOf([-2, 2, -1, 3]);

test("half of a picture is in the darker half of the shades, however high its walls are", () => {
  const heights = Float32Array.from({ length: 1000 }, (_, k) => (k / 100) ** 4);
  const shaded = shades(heights);
  assert.ok(Math.abs(shaded[500] - 0.5) < 0.02);
  assert.deepEqual([shaded[0], shaded[999]], [0, 1]);
  assert.ok(shades([NaN, 1, 2]).every((shade) => shade >= 0 && shade <= 1));
  assert.ok(shades([5, 5]).every(Number.isFinite));
});

test("contour lines of a cone are rings, and there are some at each level", () => {
  const side = 40;
  const heights = Float32Array.from({ length: side * side }, (_, k) => Math.hypot((k % side) - 19.5, Math.floor(k / side) - 19.5));
  const lines = contours(shades(heights), side);
  assert.ok(lines.every((segments) => segments.length > 0));
});

test("a place on a surface and the pixel under it are each other's", () => {
  const box = surfaceBox(WINDOW, 300, 280);
  assert.ok(box.width / box.height > 0.999 && box.width / box.height < 1.001);
  const [x, y] = toBox(WINDOW, box, 0.5, 2);
  const [across, up] = fromBox(WINDOW, box, x, y);
  assert.ok(Math.abs(across - 0.5) < 1e-9 && Math.abs(up - 2) < 1e-9);
  assert.equal(fromBox(WINDOW, box, box.x - 1, box.y), null);
});

test("surfaces stand in rows that are as full as can be", () => {
  assert.deepEqual([1, 2, 4, 5, 6, 8].map((count) => tiling(count, 1200, 1).columns), [1, 2, 4, 3, 3, 4]);
  assert.deepEqual([1, 4].map((count) => tiling(count, 370, 1).columns), [1, 2]);
  for (const width of [200, 390, 800, 1600]) {
    const { columns, tile } = tiling(8, width, 1.5);
    assert.ok(columns * tile <= width);
  }
});

test("a ball rolls from one step to the next, and stays at the last", () => {
  const path = Float32Array.of(0, 0, 2, 4);
  assert.deepEqual([0, 0.5, 1, 7].map((step) => placeAt(path, 2, step)), [[0, 0], [1, 2], [2, 4], [2, 4]]);
});
