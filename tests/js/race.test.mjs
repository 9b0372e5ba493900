import assert from "node:assert/strict";
import test from "node:test";
import { contrast, parseColor, themeFrom } from "../../playground/components/common/colors.js";
import { parse } from "../../playground/components/common/safetensors.js";
import { Choices } from "../../playground/components/race/choices.js";
import { Credit } from "../../playground/components/race/credit.js";
import { momentAt } from "../../playground/components/race/header.js";
import { isCompact, isTable, lanesLayout } from "../../playground/components/race/lanes_layout.js";
import { firstMeasure, measuresOf } from "../../playground/components/race/measures.js";
import { COLORS, looksOf, markPath, MARKS } from "../../playground/components/race/palette.js";
import { bannerFor } from "../../playground/components/race/race.js";
import { halfInterval, placeAt, Rows, thinned } from "../../playground/components/race/rows.js";
import { anotherSession, divergence, emptyModel, fits, playgroundUrl, reduce } from "../../playground/components/race/state.js";
import { drawnOf, gridOf, strideFor } from "../../playground/components/race/tile.js";
import { message } from "./messages.mjs";
import { raceOf, ROW } from "./race_example.mjs";

const say = (kind, json, tensors, shapes) => parse(message(kind, { run: 1, ...json }, tensors, shapes));
const race = (values = {}) => say("race", raceOf(values));
const rows = (from, ...lines) => say("curve", { from }, { rows: Float32Array.from(lines.flat()) }, { rows: [lines.length, ROW] });
const row = (lane, epoch, loss, score = 0.5) => [lane, epoch, loss, loss, score, score, 0.1, 0.2, 0, NaN];
const tiles = (entries, json = {}) => say("tiles", { crew: 0, entries, epoch: 3, past: false, ...json }, { output: new Uint8Array(entries.length * 16).map((_, k) => k) });
const after = (...messages) => messages.reduce(reduce, emptyModel());

// What the page knows

test("pictures of a crew go to the entries that they name", () => {
  const model = after(race(), tiles([2, 0]));
  assert.deepEqual([...model.tiles.keys()].sort(), [0, 2]);
  assert.deepEqual([...model.tiles.get(0).output.slice(0, 2)], [16, 17]);
  assert.equal(model.tiles.get(2).epoch, 3);
});

test("pictures of another size than the race says are ignored", () => {
  const model = after(race());
  assert.equal(reduce(model, say("tiles", { crew: 0, entries: [0], epoch: 1 }, { output: new Uint8Array(15) })), model);
  assert.equal(reduce(model, tiles([7])), model);
});

test("each kind of race has pictures of its own", () => {
  const tensor = (Type, length) => new Type(length);
  assert.ok(fits(raceOf({ classes: 3 }), [0], { winners: tensor(Uint8Array, 16), confidence: tensor(Uint8Array, 16) }));
  assert.ok(!fits(raceOf({ classes: 3 }), [0], { output: tensor(Uint8Array, 16) }));
  assert.ok(fits(raceOf({ task: "line" }), [0, 1], { curves: tensor(Float32Array, 400) }));
  const digits = { ...raceOf({ task: "digits", unit_side: 2 }), answers: tensor(Uint8Array, 5) };
  assert.ok(fits(digits, [0], { units: tensor(Uint8Array, 12), guesses: tensor(Uint8Array, 5), confidences: tensor(Float32Array, 5) }));
  assert.ok(!fits(digits, [0], { units: tensor(Uint8Array, 13), guesses: tensor(Uint8Array, 5), confidences: tensor(Float32Array, 5) }));
});

test("messages of an older run change nothing, and those of a run that is still to come neither", () => {
  const model = after(race({ run: 4 }));
  for (const run of [3, 5]) assert.equal(reduce(model, say("standing", { run, status: "racing" })), model);
  assert.equal(reduce(model, say("song", { run: 4 })), model);
});

test("another session's first race is taken whatever its number", () => assert.equal(reduce(anotherSession(after(race({ run: 9 }))), race({ run: 1 })).race.run, 1));

test("another race forgets rows and pictures; another seed to look at, or another target, keeps the rows", () => {
  const model = after(race(), rows(0, row(0, 0, 1)), tiles([0]), say("standing", { status: "racing" }));
  const seed = reduce(model, race({ shown: 1 }));
  assert.deepEqual([seed.rows.count, seed.tiles.size, seed.standing.status], [1, 0, "racing"]);
  const target = reduce(model, race({ target: { on: "score", value: 0.5 } }));
  assert.deepEqual([target.rows.count, target.tiles.size, target.race.target.value], [1, 1, 0.5]);
  const again = reduce(model, race({ run: model.run + 1 }));
  assert.deepEqual([again.rows.count, again.tiles.size, again.standing], [0, 0, null]);
});

test("pictures that are already of the seed that is looked at next stay, also if they come before it is said; the others go", () => {
  const model = after(race(), tiles([0, 1], { shown: 0 }), tiles([1], { crew: 1, shown: 1 }));
  assert.deepEqual([...model.tiles].map(([entry, { shown }]) => [entry, shown]), [[0, 0], [1, 0]]); // until then none of another seed is drawn
  const seed = reduce(model, race({ shown: 1 }));
  assert.deepEqual([...seed.tiles].map(([entry, { shown }]) => [entry, shown]), [[1, 1]]);
  const same = { ...seed, race: { ...seed.race, shown: 0 } };
  assert.deepEqual([...reduce(same, race({ shown: 1 })).tiles.keys()], [1]);
});

test("pictures of a crew that was faster than the race that they are of are kept for it", () => {
  const model = after(race(), tiles([0]), tiles([2], { run: 2, crew: 1, shown: 0 }));
  assert.deepEqual([...model.tiles.keys()], [0]);
  assert.deepEqual([...reduce(model, race({ run: 2 })).tiles.keys()], [2]);
  assert.equal(reduce(model, race({ run: 3 })).tiles.size, 0);
  assert.equal(reduce(anotherSession(model), race({ run: 2 })).tiles.size, 0);
});

test("what was said of another run goes with it", () => {
  const said = say("notice", { text: "Press Reset." });
  assert.equal(after(race(), said, race({ shown: 1 })).notice.text, "Press Reset.");
  assert.equal(after(race(), said, race({ run: 2 })).notice, null);
  assert.equal(after(race(), say("notice", { run: 2, text: "Warming up." }), race({ run: 2 })).notice.text, "Warming up.");
});

test("a lane that has diverged is in no mean from the moment that this is known, also where its rows come again", () => {
  const lines = rows(0, row(0, 0, 1), row(1, 0, 3), row(2, 0, 5), row(3, 0, 7));
  const model = after(race(), lines, say("standing", { status: "racing" }));
  assert.equal(model.rows.at(0, 2, 3).mean, 2);
  const known = reduce(model, say("standing", { status: "racing", diverged: { 1: "Too fast.", 2: "Too.", 3: "Too." } }));
  for (const { rows: all } of [known, reduce(known, lines)]) {
    assert.deepEqual([all.count, all.at(0, 2, 3).mean, all.series(0, 2, 3).count, all.at(2, 2, 3), all.series(2, 2, 3).mean], [4, 1, [1], null, []]);
    assert.equal(all.lanes[3].length, 1); // and can still be saved
  }
  assert.equal(reduce(known, race({ run: 2 })).rows.out.size, 0);
});

test("rows come in any order of lanes, twice or from the first, and are counted once", () => {
  const model = after(race(), rows(0, row(0, 0, 1), row(3, 0, 2)), rows(1, row(3, 0, 2), row(0, 1, 0.5)));
  assert.equal(model.rows.count, 3);
  assert.deepEqual([model.rows.lastEpoch(0), model.rows.lastEpoch(3), model.rows.lastEpoch(1)], [1, 0, -1]);
  assert.equal(reduce(model, rows(0, row(0, 0, 1))).rows.count, 1);
  assert.equal(reduce(model, rows(9, row(0, 0, 1))), model); // after a gap
  assert.equal(reduce(model, say("curve", { from: 3 }, { rows: new Float32Array(4) }, { rows: [1, 4] })), model);
});

test("a lane that has diverged says so in its own words", () => {
  const standing = { diverged: { 1: "Too fast." } };
  assert.deepEqual(divergence(raceOf(), standing, 0), { lanes: 1, text: "Too fast." });
  assert.equal(divergence(raceOf(), standing, 1), null);
  assert.equal(divergence(raceOf(), null, 0), null);
});

test("an entry opens at the app's root, with the seed that is shown", () => {
  for (const base of ["http://host/compare?axis=1#x", "http://host/base/compare"]) {
    const url = new URL(playgroundUrl(raceOf({ shown: 1 }), 0, base));
    assert.equal(url.pathname, base.includes("base") ? "/base/" : "/");
    assert.deepEqual([url.searchParams.get("seed"), url.searchParams.get("data"), url.hash], ["7", "circle", ""]);
  }
});

test("what is said first is what stops everything", () => {
  assert.equal(bannerFor({ state: "refused", code: 4401 }, emptyModel()).reload, true);
  assert.equal(bannerFor({ state: "lost" }, { notice: { text: "n" } }).busy, true);
  assert.equal(bannerFor({ state: "open" }, { notice: { text: "n" } }).text, "n");
  assert.equal(bannerFor({ state: "open" }, emptyModel()), null);
});

test("pictures are acknowledged as often as they came, each crew by itself", () => {
  const sent = [];
  const credit = new Credit((crew) => sent.push(crew));
  for (const crew of [0, 1, 0]) credit.took(crew);
  credit.acknowledge();
  credit.acknowledge();
  assert.deepEqual(sent, [0, 0, 1]);
  credit.took(1);
  credit.forget();
  credit.acknowledge();
  assert.equal(sent.length, 3);
});

test("the right end of the slider is now", () => assert.deepEqual([momentAt(30, 40), momentAt(40, 40), momentAt(55, 40)], [30, null, null]));

// Statistics

const filled = (...lines) => {
  const store = new Rows(6, ROW);
  store.add(0, Float32Array.from(lines.flat()));
  return store;
};

test("the mean is over the lanes that say something at that epoch", () => {
  const series = filled(row(0, 0, 1), row(1, 0, 3), row(0, 5, 2), row(1, 5, NaN), row(1, 9, NaN)).series(0, 2, 3);
  assert.deepEqual(series.epochs, [0, 5, 9]);
  assert.deepEqual([series.mean, series.low, series.high, series.count], [[2, 2, NaN], [1, 2, NaN], [3, 2, NaN], [2, 1, 0]]);
});

test("lanes measured at other epochs do not disturb each other", () => {
  const series = filled(row(1, 2, 4), row(0, 1, 1), row(0, 3, 2), row(1, 4, 5)).series(0, 2, 3);
  assert.deepEqual([series.epochs, series.mean], [[1, 2, 3, 4], [1, 4, 2, 5]]);
});

test("the interval of a mean is Student's", () => {
  assert.ok(Math.abs(halfInterval([1, 2, 3]) - 4.303 / Math.sqrt(3)) < 1e-9);
  assert.ok(Number.isNaN(halfInterval([1])));
  const { low, high } = filled(row(0, 0, 1), row(1, 0, 2), row(2, 0, 3)).series(0, 3, 3, "interval");
  assert.ok(Math.abs(high[0] - low[0] - (2 * 4.303) / Math.sqrt(3)) < 1e-6);
});

test("what was measured last before an epoch is what counts there", () => {
  const store = filled(row(0, 0, 1), row(1, 0, 3), row(0, 4, 2), row(1, 4, 4));
  assert.equal(store.at(0, 2, 3, 3).mean, 2);
  assert.equal(store.at(0, 2, 3).mean, 3);
  assert.equal(store.at(2, 2, 3), null);
  assert.deepEqual([placeAt([0, 4, 8], 5), placeAt([0, 4], -1), placeAt([], 3)], [1, -1, -1]);
});

test("a version tells of more rows of that entry only", () => {
  const store = filled(row(0, 0, 1));
  const before = [store.versionOf(0, 2), store.versionOf(2, 2)];
  store.add(1, Float32Array.from(row(1, 0, 1)));
  assert.deepEqual([store.versionOf(0, 2) > before[0], store.versionOf(2, 2)], [true, before[1]]);
});

test("a thinned series keeps its ends and its extremes", () => {
  const values = Array.from({ length: 1000 }, (_, k) => (k === 517 ? 99 : k === 700 ? -99 : Math.sin(k / 50)));
  const series = { epochs: [...values.keys()], mean: values, low: values, high: values, count: values.map(() => 1) };
  const thin = thinned(series, 60);
  assert.ok(thin.epochs.length <= 60);
  assert.deepEqual([thin.epochs[0], thin.epochs.at(-1), Math.max(...thin.mean), Math.min(...thin.mean)], [0, 999, 99, -99]);
  assert.equal(thinned(series, 2000), series);
});

// Looks

test("every entry looks unlike every other, be it in colour, dashes or mark", () => {
  const entries = (count) => Array.from({ length: count }, (_, k) => ({ values: [k] }));
  const looks = looksOf(raceOf({ entries: entries(18), axes: [{ values: entries(18) }] }), false);
  assert.equal(new Set(looks.map((look) => JSON.stringify(look))).size, 18);
});

test("of a comparison in two ways colour says one value and dashes the other", () => {
  const values = [];
  for (let a = 0; a < 6; a++) for (let b = 0; b < 4; b++) values.push({ values: [a, b] });
  const looks = looksOf(raceOf({ entries: values, axes: [{ values: Array(6) }, { values: Array(4) }] }), false);
  assert.equal(looks[0].color, looks[3].color);
  assert.equal(looks[0].dash, looks[4].dash);
  assert.notEqual(looks[0].dash, looks[1].dash);
});

for (const [name, colors] of Object.entries(COLORS)) {
  const theme = themeFrom((variable) => (name === "dark" && variable === "--st-background-color" ? "#11151b" : ""));
  test(`in the ${name} theme every line stands out from the card`, () => {
    for (const color of colors) assert.ok(contrast(parseColor(color), parseColor(theme.card)) >= 2.9, color);
    assert.equal(new Set(colors).size, 12);
  });
}

test("each mark is an outline round its place", () => {
  for (const mark of MARKS) assert.match(markPath(mark, 10, 10, 4), /^M[-\d.]+ [-\d.]+.*Z$/i);
  assert.equal(new Set(MARKS.map((mark) => markPath(mark, 0, 0, 4))).size, MARKS.length);
});

// What is chosen

test("an entry that is pointed at goes before the one that is held", () => {
  const said = [];
  const choices = new Choices((what) => said.push(what));
  choices.pin(2);
  choices.highlight(1);
  assert.equal(choices.focus, 1);
  choices.highlight(null);
  assert.equal(choices.focus, 2);
  choices.pin(2);
  assert.equal(choices.focus, null);
  choices.highlight(null);
  assert.equal(said.length, 4); // nothing is said twice
});

test("muted entries fade, and so do the others where one stands out", () => {
  const choices = new Choices(() => {});
  choices.toggleMuted(1);
  assert.deepEqual([choices.strength(0), choices.strength(1) < 0.3], [1, true]);
  choices.highlight(2);
  assert.deepEqual([choices.strength(0) < 0.3, choices.strength(2)], [true, 1]);
  choices.muteOnly([0, 3]);
  assert.deepEqual([...choices.muted], [0, 3]);
});

test("brushes are kept until all are shown again, others are compared, or one is left out or taken back by hand", () => {
  const choices = new Choices(() => {});
  for (const end of [() => choices.muteOnly([]), () => choices.forget(), () => choices.toggleMuted(1)]) {
    choices.muteOnly([1], { rate: [0, 0.5] });
    assert.deepEqual([[...choices.muted], choices.brushes], [[1], { rate: [0, 0.5] }]);
    end();
    assert.deepEqual([[...choices.muted], choices.brushes], [[], {}]);
  }
});

// Measures and places

test("there is a measure for each column of the rows", () => {
  const measures = measuresOf(raceOf());
  assert.deepEqual(measures.map(({ column }) => column).sort((a, b) => a - b), [2, 3, 4, 5, 6, 7, 8]); // an output has no dead units
  assert.equal(new Set(measures.map(({ id }) => id)).size, measures.length);
});

test("losses of different kinds are not what one sees first", () => assert.deepEqual([firstMeasure(raceOf()), firstMeasure(raceOf({ losses: false }))], ["test-loss", "test-score"]));

test("twelve lanes are in even rows, and as large as can all be seen", () => {
  for (const width of [360, 700, 940, 1100, 1600]) {
    const { columns, side } = lanesLayout(12, width, false);
    assert.equal(12 % columns, 0, String(width));
    assert.ok(side >= 100 && columns * (side + 16) + (columns - 1) * 10 <= width, String(width));
  }
  assert.equal(lanesLayout(1, 2000, false).side, 320);
  assert.equal(lanesLayout(12, 1100, false).columns, 6);
});

test("many lanes have small cards, and those of two ways stand in a table", () => {
  const choices = new Choices(() => {});
  const two = raceOf({ axes: [{ values: [1, 2] }, { values: [1, 2, 3] }], entries: Array(6).fill({}) });
  assert.ok(isTable(two, choices) && isCompact(two, choices));
  choices.set({ lanesAs: "list" });
  assert.ok(!isTable(two, choices) && !isCompact(two, choices));
  assert.ok(isCompact(raceOf({ entries: Array(13).fill({}) }), choices));
});

test("cells fill a box, and of many points some are drawn", () => {
  assert.deepEqual(gridOf(12, 400, 300), { columns: 4, cell: 100 });
  assert.equal(gridOf(1, 50, 30).cell, 30);
  assert.deepEqual([strideFor(10, 200), strideFor(1000, 50) > 10], [1, true]);
});

test("how many points are left out does not depend on places that are none", () => {
  const filledUp = (count, length) => Float32Array.from({ length }, (_, k) => (k < count ? k / count : NaN));
  assert.equal(drawnOf(filledUp(12, 4000), 1, 60).length, 12);
  assert.equal(drawnOf(filledUp(24, 4000), 2, 60).length, 12);
  assert.deepEqual(drawnOf(filledUp(400, 400), 1, 60).slice(0, 3), [0, 19, 38]);
  assert.deepEqual(drawnOf([NaN, 1, NaN, 2], 1, 60), [1, 3]);
});
