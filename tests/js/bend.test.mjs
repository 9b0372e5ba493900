import assert from "node:assert/strict";
import test from "node:test";
import { bendable, bendFacts, chosenLayer, clipLine, eased, extent, LINES, placePairs, SAMPLES, shownExtent, showsLayer, steadyRange, steadySquare, viewAxes, viewKind } from "../../playground/components/stage/bend.js";
import { gridColors } from "../../playground/components/stage/bend_drawing.js";

const layer = (name, units, activation = "Tanh", labels = null) => ({ name, units, activation, labels });
const input = layer("Input", 2, null, ["x₁", "x₂"]);
const LAYERS = [input, layer("Dense", 8), layer("Dense", 2, "ReLU"), layer("Output", 1, "Sigmoid")];
const scene = { classes: 2, layers: LAYERS, points: new Float32Array(10), class_names: ["0", "1"] };
const GRID = 2 * LINES * SAMPLES;
const frame = (bend, fill = 0) => ({ bend: { stride: 1, share: null, score: 0.975, score_all: 0.99, line: null, ...bend },
  bent_grid: new Float32Array(2 * GRID).fill(fill), bent_answers: new Uint8Array(GRID), bent_points: new Float32Array(10) });

test("any layer can be looked at but a single output, which has a picture of its own", () => {
  assert.deepEqual(bendable(scene).map(({ text }) => text), ["Input", "Layer 1: Dense 8, tanh", "Layer 2: Dense 2, ReLU"]);
  const several = { ...scene, layers: [...LAYERS.slice(0, 3), layer("Output", 3, "Softmax", ["a", "b", "c"])] };
  assert.equal(bendable(several).at(-1).text, "Output 3, softmax");
});

test("at first the last hidden layer is shown, then the one that was, as long as there is one", () => {
  assert.equal(chosenLayer(scene), 2);
  assert.equal(chosenLayer(scene, 1), 1);
  assert.equal(chosenLayer(scene, 0), 0);
  assert.equal(chosenLayer({ layers: [input, LAYERS[3]] }, 2), 0);
});

test("a frame of another layer, or one that does not fit, is not drawn", () => {
  assert.ok(showsLayer(scene, frame({ layer: 2 }), 2));
  assert.ok(!showsLayer(scene, frame({ layer: 1 }), 2));
  assert.ok(!showsLayer(scene, {}, 2));
  assert.ok(!showsLayer(scene, { ...frame({ layer: 2 }), bent_points: new Float32Array(8) }, 2));
  assert.ok(showsLayer(scene, { ...frame({ layer: 2, stride: 2 }), bent_points: new Float32Array(6) }, 2));
  assert.ok(!showsLayer(scene, frame({ layer: 9 }), 9));
});

test("an axis has round ends, and stays while numbers move within it and fill it", () => {
  assert.deepEqual(steadyRange(null, -0.97, 0.93), { low: -1, high: 1 });
  const first = steadyRange(null, 0, 7.3);
  assert.ok(first.low === 0 && first.high >= 7.3 && first.high <= 8);
  assert.deepEqual(steadyRange(first, 0.5, 6), first);
  assert.ok(steadyRange(first, 0, 9).high >= 9);
  assert.ok(steadyRange(first, 0, 2).high < 4);
});

test("the two axes of a plane are equally long wherever the points are, and stay while those move within", () => {
  const [across, up] = steadySquare(null, [-12, 20], [3, 9]);
  assert.ok(across.low <= -12 && across.high >= 20 && up.low <= 3 && up.high >= 9);
  assert.equal(across.high - across.low, up.high - up.low);
  assert.ok(across.high - across.low <= 40);
  assert.deepEqual(steadySquare({ across, up }, [-11, 15], [3.5, 8]), [across, up]);
  assert.notDeepEqual(steadySquare({ across, up }, [-11, 45], [3.5, 8]), [across, up]);
  assert.notDeepEqual(steadySquare({ across, up }, [0, 5], [4, 5]), [across, up]);
});

test("numbers that are all the same have an axis too", () => {
  for (const value of [0, 3, -2e5]) {
    const { low, high } = steadyRange(null, value, value);
    assert.ok(low < value + 1e-9 && high > value - 1e-9 && high > low);
  }
});

test("ends of a range are found over all arrays, and numbers that are none are left out", () => {
  assert.deepEqual(extent([Float32Array.of(1, 5, -2, 6), Float32Array.of(NaN, 9)], 0), [-2, 1]);
  assert.deepEqual(extent([Float32Array.of(NaN, NaN)], 1), [0, 0]);
});

test("points are seen whole, and of a grid that reaches far out as much as leaves room for them", () => {
  const pairs = (...values) => Float32Array.from(values.flatMap((value) => [value, 0]));
  assert.deepEqual(shownExtent({ bent_grid: pairs(-1.5, 90), bent_points: pairs(-1, 1) }, 0), [-1.5, 1.5]);
  assert.deepEqual(shownExtent({ bent_grid: pairs(-0.5, 0.5), bent_points: pairs(-1, 1) }, 0), [-1, 1]);
  assert.deepEqual(shownExtent({ bent_grid: pairs(-2, 3), bent_points: pairs() }, 0), [-2, 3]);
});

test("two units are the axes, under the names they have in formulas; a plane has two alike", () => {
  const two = viewAxes(scene, frame({ layer: 2 }, 1));
  assert.deepEqual([two.across.label, two.up.label, two.flat], ["h₁", "h₂", false]);
  assert.deepEqual(viewAxes(scene, frame({ layer: 0 })).across.label, "x₁");
  const plane = frame({ layer: 1, share: 0.9 });
  plane.bent_points[7] = -2.3;
  const { across, up } = viewAxes(scene, plane);
  assert.equal(across.high - across.low, up.high - up.low);
  assert.ok(up.low <= -2.3 && up.high >= 0);
});

test("a single unit is a line: the height means nothing", () => {
  const one = { ...scene, layers: [input, layer("Dense", 1), LAYERS[3]] };
  assert.ok(viewAxes(one, frame({ layer: 1 })).flat);
  assert.equal(viewKind(one, { layer: 1, share: null, line: null }), "flat");
});

test("each kind of view is explained in its own words", () => {
  const kind = (number, share, line = null) => viewKind(scene, { layer: number, share, line });
  assert.deepEqual([kind(0, null), kind(1, 0.8), kind(2, null, [1, 0, 0]), kind(2, null)], ["input", "principal", "line", "plane"]);
});

test("a line is cut off at the frame", () => {
  const square = { low: -1, high: 1 };
  assert.deepEqual(clipLine([1, 1, 0], square, square).map((v) => v + 0), [-1, 1, 1, -1]);
  assert.deepEqual(clipLine([1, 0, -0.5], square, square), [0.5, -1, 0.5, 1]);
  assert.deepEqual(clipLine([0, 2, -1], square, square), [-1, 0.5, 1, 0.5]);
  assert.equal(clipLine([1, 1, -5], square, square), null);
  assert.equal(clipLine(null, square, square), null);
});

test("places become parts of the square", () => {
  const to = new Float32Array(6);
  placePairs(Float32Array.of(0, 0, 2, -1), { low: 0, high: 4 }, { low: -1, high: 1 }, to, 2);
  assert.deepEqual([...to], [0, 0, 0, 0.5, 0.5, 0]);
});

test("what the view shows is said in numbers", () => {
  const axes = { across: { label: "h₁", low: -1, high: 1 }, up: { label: "h₂", low: 0, high: 2 }, flat: false };
  assert.deepEqual(bendFacts(scene, frame({ layer: 2 }), axes), ["A straight line fitted to this view gets 97.5 % of the points right.", "Axes: h₁ from −1 to 1 and h₂ from 0 to 2."]);
  const [share, , all] = bendFacts(scene, frame({ layer: 1, share: 0.931 }), axes);
  assert.equal(share, "This plane holds 93.1 % of what the 8 units vary from point to point.");
  assert.match(all, /8 units.*99\.0 %/);
  assert.match(bendFacts({ ...scene, classes: 0 }, frame({ layer: 2 }), axes)[0], /flat surface.*R² 0\.975/);
  assert.deepEqual(bendFacts(scene, frame({ layer: 2, score: null, score_all: null }), axes), ["Axes: h₁ from −1 to 1 and h₂ from 0 to 2."]);
  assert.match(bendFacts({ ...scene, classes: 3 }, frame({ layer: 2 }), axes)[0], /^Straight borders/);
});

test("a piece of the grid has the colour of the class there, or of the scale", () => {
  const theme = { classes: ["red", "green", "blue"], scale: Uint32Array.from({ length: 256 }, (_, k) => k) };
  assert.deepEqual(gridColors({ classes: 3 }, theme)(2), [2, "blue"]);
  const two = gridColors({ classes: 2 }, theme);
  assert.deepEqual([two(0), two(255)], [[0, "rgb(0, 0, 0)"], [15, "rgb(255, 0, 0)"]]);
});

test("a movement begins and ends slowly", () => assert.deepEqual([0, 0.5, 1].map(eased), [0, 0.5, 1]));
