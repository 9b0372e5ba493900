import assert from "node:assert/strict";
import test from "node:test";
import { frameFits } from "../../playground/components/stage/fits.js";
import { biasOffset, neuronIndex, weightCount, weightOffset } from "../../playground/components/stage/weights.js";

const dense = (...units) => units.map((count, k) => ({ units: count, links: k ? "full" : null }));
const normed = [...dense(2, 4), { units: 4, links: "one" }, { units: 3, links: "full" }];
const tensors = (sizes) => Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, { data: new Uint8Array(size) }]));
const network = { weights: 2 * 4 + 4 + 4 + 4 + 4 * 3 + 3, neurons: 11 * 625 };

test("biases follow the kernel of their layer", () => {
  assert.equal(biasOffset(dense(2, 4, 1), 1), 8);
  assert.equal(biasOffset(dense(2, 4, 1), 2), 8 + 4 + 4);
});

test("a layer that scales unit by unit has a scale and a shift for each", () => {
  assert.deepEqual([1, 2, 3].map((k) => weightOffset(normed, k)), [0, 12, 20]);
  assert.equal(biasOffset(normed, 2), 16);
  assert.equal(biasOffset(normed, 3), 20 + 12);
  assert.equal(weightCount(normed), network.weights);
});

test("pictures of neurons come in the order of the layers", () => {
  assert.equal(neuronIndex(dense(2, 4, 2, 1), 1, 3), 3);
  assert.equal(neuronIndex(dense(2, 4, 2, 1), 3, 0), 6);
});

const SCENES = {
  "two classes": [{ task: "plane", classes: 2 }, { output: 10_000 }],
  "a number on the plane": [{ task: "plane", classes: 0 }, { output: 10_000 }],
  "more classes": [{ task: "plane", classes: 3 }, { winners: 10_000, confidence: 10_000 }],
  "a line": [{ task: "line", classes: 0 }, { curve: 200 }],
};
for (const [name, [scene, sizes]] of Object.entries(SCENES))
  test(`a frame of ${name} fits when all of its arrays do`, () => {
    const fits = (changes) => frameFits({ ...scene, layers: normed }, tensors({ ...network, ...sizes, ...changes }));
    assert.ok(fits({}));
    for (const [array, size] of Object.entries({ ...network, ...sizes })) assert.ok(!fits({ [array]: size - 1 }), array);
    assert.ok(!frameFits({ ...scene, layers: normed }, tensors(network)));
  });

test("a frame of more classes does not fit a scene of two", () => {
  assert.ok(!frameFits({ task: "plane", classes: 2, layers: normed }, tensors({ ...network, winners: 10_000, confidence: 10_000 })));
});

test("weight pictures of digits have the side the scene says, be they small pictures or kernels", () => {
  for (const side of [28, 8, 5, 1]) {
    const scene = { task: "digits", answers: new Uint8Array(3), units_shown: 2, unit_side: side };
    assert.ok(frameFits(scene, tensors({ guesses: 3, units: 2 * side * side })));
    assert.ok(!frameFits(scene, tensors({ guesses: 3, units: 2 * side * side + 1 })));
  }
});

test("a network without weight pictures needs none", () => {
  assert.ok(frameFits({ task: "digits", answers: new Uint8Array(3), units_shown: 0, unit_side: 28 }, tensors({ guesses: 3 })));
});
