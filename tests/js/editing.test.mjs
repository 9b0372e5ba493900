import assert from "node:assert/strict";
import test from "node:test";
import { buttonPlaces } from "../../playground/components/stage/builder.js";
import { formulaOf, subscript } from "../../playground/components/stage/formula.js";
import { shortcut } from "../../playground/components/stage/keys.js";
import { networkLayout } from "../../playground/components/stage/layout.js";
import { numbersOf } from "../../playground/components/stage/weight_editor.js";
import { weightCount } from "../../playground/components/stage/weights.js";

const dense = (units, number, activation = "Tanh") => ({ name: "Dense", units, links: "full", activation, key: `dense_${number}`, number, resizable: true });
const input = { name: "Input", units: 2, links: null, number: null };
const output = { ...dense(1, null, "Sigmoid"), key: "output", number: null, resizable: false };
const norm = { name: "BatchNormalization", units: 3, links: "one", key: "batch_normalization_1", number: 2, resizable: false };
const LAYERS = [input, dense(3, 1), norm, dense(2, 4), output];

test("between any two columns a layer can be added, where the server then counts it", () => {
  const places = buttonPlaces(networkLayout(600, 300, LAYERS), LAYERS);
  assert.deepEqual(places.filter(({ kind }) => kind === "add").map(({ layer }) => layer), [1, 2, 4, 5]);
  assert.deepEqual(places.filter(({ kind }) => kind === "units").map(({ layer, units }) => [layer, units]), [[1, 3], [4, 2]]);
  const [first, second] = networkLayout(600, 300, LAYERS).columns;
  assert.equal(places[0].x, (first.x + second.x) / 2);
});

test("a network without hidden layers gets its first one", () => {
  const layers = [input, output];
  assert.deepEqual(buttonPlaces(networkLayout(600, 300, layers), layers).map(({ kind, layer }) => [kind, layer]), [["add", 1]]);
});

test("the numbers of a neuron are found in a frame and known to the server by their names", () => {
  const weights = Float32Array.from({ length: weightCount(LAYERS) }, (_, k) => k);
  const name = ({ unit }) => `u${unit}`;
  const numbers = numbersOf(LAYERS, { layer: 1, unit: 2 }, name);
  assert.deepEqual(numbers.map(({ label }) => label), ["bias", "from u0", "from u1"]);
  assert.deepEqual(numbers.map((one) => [one.name, one.index]), [["dense_1/bias", 2], ["dense_1/kernel", 2], ["dense_1/kernel", 5]]);
  assert.deepEqual(numbers.map(({ place }) => weights[place]), [6 + 2, 2, 5]);
  const paired = numbersOf(LAYERS, { layer: 2, unit: 1 }, name);
  assert.deepEqual(paired.map((one) => [one.name, one.index, one.place]), [["batch_normalization_1/beta", 1, 9 + 3 + 1], ["batch_normalization_1/gamma", 1, 9 + 1]]);
});

test("a neuron's formula has its present numbers", () => {
  const layers = [input, dense(1, 1), output];
  const weights = Float32Array.of(0.41, -1.2, 0.1, 2, -0.5);
  assert.equal(formulaOf(layers, weights, { layer: 1, unit: 0 }, ["x₁", "x₂"]), "tanh(0.41·x₁ − 1.20·x₂ + 0.10)");
  assert.equal(formulaOf(layers, weights, { layer: 2, unit: 0 }, ["x₁", "x₂"]), "sigmoid(2.00·h₁ − 0.50)");
});

test("of many terms the strongest are shown, in their order, and the others counted", () => {
  const layers = [{ ...input, units: 7 }, dense(1, 1, "ReLU")];
  const weights = Float32Array.of(1, -0.1, 2, 3, 0.2, -4, 5, 0);
  const names = Array.from({ length: 7 }, (_, k) => `x${subscript(k + 1)}`);
  assert.equal(formulaOf(layers, weights, { layer: 1, unit: 0 }, names), "ReLU(1.00·x₁ + 2.00·x₃ + 3.00·x₄ − 4.00·x₆ + 5.00·x₇ + 2 more + 0.00)");
});

test("a linear neuron is its sum, and a first term below zero has a sign without a gap", () => {
  const layers = [{ ...input, units: 1 }, dense(1, 1, "Linear")];
  assert.equal(formulaOf(layers, Float32Array.of(-2, -1), { layer: 1, unit: 0 }, ["x₁"]), "−2.00·x₁ − 1.00");
});

const inside = (...selectors) => ({ closest: (list) => list.split(", ").some((one) => selectors.includes(one)) });

test("keys mean something wherever they have no meaning of their own", () => {
  const meanings = [[" ", "toggle"], ["ArrowRight", "step"], ["r", "reset"], ["x", null], ["ArrowLeft", null]];
  for (const [key, meaning] of meanings) {
    assert.equal(shortcut({ key, target: inside() }), meaning, key);
    for (const own of ["input", "button", "canvas", "[role=combobox]"]) assert.equal(shortcut({ key, target: inside(own) }), null, `${key} in ${own}`);
  }
});

test("undo and redo work everywhere but in a text", () => {
  for (const modifier of ["ctrlKey", "metaKey"]) {
    assert.equal(shortcut({ key: "z", [modifier]: true, target: inside("button") }), "undo");
    assert.equal(shortcut({ key: "Z", [modifier]: true, shiftKey: true, target: inside() }), "redo");
    assert.equal(shortcut({ key: "y", [modifier]: true, target: inside("canvas") }), "redo");
    assert.equal(shortcut({ key: "z", [modifier]: true, target: inside("input") }), null);
    assert.equal(shortcut({ key: "r", [modifier]: true, target: inside() }), null);
  }
});

test("a key that is held down, or that somebody has taken, means nothing", () => {
  for (const taken of [{ repeat: true }, { defaultPrevented: true }, { altKey: true }]) assert.equal(shortcut({ key: " ", target: inside(), ...taken }), null);
});
