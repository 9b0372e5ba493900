import assert from "node:assert/strict";
import test from "node:test";
import { stepped } from "../../playground/components/common/colors.js";
import { ALL_SHOWN, isShown } from "../../playground/components/stage/output_options.js";
import { scaleTexts } from "../../playground/components/stage/scale_texts.js";

const scale = Uint32Array.from({ length: 256 }, (_, k) => k);
const output = (activation) => [{ activation: null }, { activation }];
const two = (activation, names = ["0", "1"]) => ({ classes: 2, class_names: names, layers: output(activation) });

test("a hard picture has the two ends of the scale, and changes where the network does", () => {
  const hard = stepped(scale, 2);
  assert.deepEqual([...new Set(hard)], [0, 255]);
  assert.deepEqual([hard[127], hard[128]], [0, 255]);
});

test("bands are equally wide, from one end of the scale to the other", () => {
  const bands = stepped(scale, 10);
  const colors = [...new Set(bands)];
  assert.deepEqual([colors.length, colors[0], colors[9]], [10, 0, 255]);
  for (const color of colors) assert.ok([25, 26].includes(bands.filter((each) => each === color).length));
});

test("the scale of an output that says probabilities is one of probability", () => {
  assert.deepEqual(scaleTexts(two("Sigmoid"), false), ["0", "probability of blue", "1"]);
  assert.deepEqual(scaleTexts(two("Softmax", ["no", "yes"]), false), ["0", "probability of yes", "1"]);
});

test("other outputs have an answer from -1 to 1, and hard ones only a choice", () => {
  assert.deepEqual(scaleTexts(two("Tanh", ["no", "yes"]), false), ["−1 no", "the network's answer", "yes +1"]);
  assert.deepEqual(scaleTexts(two("Tanh"), true), ["orange", "the network's choice", "blue"]);
});

test("a number has its own name and its own ends", () =>
  assert.deepEqual(scaleTexts({ classes: 0, class_names: [], height: { label: "price", low: 5, high: 250 }, layers: output("Linear") }, true), ["5", "price, as the network tells it", "250"]));

test("points to learn from and points to test with are hidden by themselves", () => {
  assert.ok(isShown(ALL_SHOWN, 0) && isShown(ALL_SHOWN, 1));
  assert.deepEqual([0, 1].map((held) => isShown({ ...ALL_SHOWN, test: false }, held)), [true, false]);
  assert.deepEqual([undefined, 1].map((held) => isShown({ ...ALL_SHOWN, train: false }, held)), [false, true]);
});
