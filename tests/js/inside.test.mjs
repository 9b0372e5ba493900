import assert from "node:assert/strict";
import test from "node:test";
import { insideFits } from "../../playground/components/stage/fits.js";
import { BINS, bars, decades, MEASURES, places, series } from "../../playground/components/stage/inside_numbers.js";
import { emptyModel, reduce } from "../../playground/components/stage/state.js";

const keys = ["dense_1", "output"];
const row = (epoch) => [epoch, ...keys.flatMap((_, layer) => MEASURES.map((_, measure) => 10 * layer + measure))];
const looks = Float32Array.from([...row(0), ...row(5)]);

test("a series of a layer is found among all numbers", () => {
  const all = series({ looks, keys });
  assert.deepEqual(all.epochs, [0, 5]);
  assert.deepEqual(all.of(1, 3), [13, 13]);
});

test("powers of ten go around all numbers that can be drawn", () => {
  assert.deepEqual(decades([0.002, 0.5, NaN, 0]), [-3, 0]);
  assert.deepEqual(decades([1]), [0, 1]);
  assert.deepEqual(decades([0.1]), [-1, 0]);
  assert.equal(decades([0, NaN]), null);
});

test("a power of ten further up is as much higher everywhere", () => {
  const [low, middle, high] = places([0, 1, 2], [0.01, 0.1, 1], false, [-2, 0]);
  assert.deepEqual([low, high], [[0, 0], [1, 1]]);
  assert.ok(Math.abs(middle[0] - 0.5) + Math.abs(middle[1] - 0.5) < 1e-9);
});

test("what is no number leaves a gap, and nothing leaves the box", () => {
  assert.deepEqual(places([0, 1], [NaN, 0.25], true, [0, 1]), [null, [1, 0.25]]);
  assert.deepEqual(places([0, 1], [0, 1e9], false, [-3, 0]).map(([, y]) => y), [0, 1]);
  assert.deepEqual(places([3], [0.5], true, [0, 1]), [[0, 0.5]]);
});

test("the highest bar of a layer is as high as there is room, and no numbers have no bars", () => {
  const shares = new Float32Array(2 * BINS);
  shares[BINS] = 0.25;
  shares[BINS + 1] = 0.5;
  assert.deepEqual([...bars(shares, 1).subarray(0, 3)], [0.5, 1, 0]);
  assert.ok(bars(shares, 0).every((bar) => bar === 0));
});

const scene = { run: 1, layers: [{ key: null }, { key: "dense_1" }, { key: "output" }] };
const tensors = (rows) => Object.fromEntries(Object.entries({ looks: rows, weight_shares: new Float32Array(2 * BINS), activation_shares: new Float32Array(2 * BINS) })
  .map(([name, data]) => [name, { data }]));

test("a look at other layers, or one that is cut off, is not shown", () => {
  assert.ok(insideFits(scene, { keys }, tensors(looks)));
  assert.ok(!insideFits(scene, { keys: ["dense_1", "dense_2"] }, tensors(looks)));
  assert.ok(!insideFits(scene, { keys }, tensors(looks.subarray(1))));
  assert.ok(!insideFits(scene, { keys }, {}));
  assert.ok(!insideFits(scene, {}, tensors(looks)));
});

test("the newest look is kept, and a new run forgets it", () => {
  const model = { ...emptyModel(), run: 1, scene };
  const seen = reduce(model, { kind: "inside", json: { run: 1, keys, findings: [] }, tensors: tensors(looks) });
  assert.equal(seen.inside.looks, looks);
  assert.equal(reduce(seen, { kind: "inside", json: { run: 0, keys }, tensors: tensors(looks) }), seen);
  assert.equal(reduce(seen, { kind: "scene", json: { ...scene, run: 2 }, tensors: {} }).inside, null);
});
