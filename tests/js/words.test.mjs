import assert from "node:assert/strict";
import test from "node:test";
import { betweenCaptions, captions, firstFitting, placeLine } from "../../playground/components/stage/captions.js";
import { mostConfused, precisions, recalls } from "../../playground/components/stage/confusion.js";
import { curveX, extremes } from "../../playground/components/stage/line_output.js";
import { isDigits, shortNames } from "../../playground/components/common/names.js";
import { blend } from "../../playground/components/stage/plane_output.js";
import { TEXT } from "../../playground/components/stage/text.js";
import { describeScore } from "../../playground/components/stage/view.js";
import { outputKind } from "../../playground/components/stage/views.js";

const measure = (text) => 6 * text.length;

test("captions name the layer and its units, and get shorter where there is no room", () => {
  assert.deepEqual(captions({ name: "Dense", units: 8 }, 1, 3), ["Dense 8", "8"]);
  assert.deepEqual(captions({ name: "Unheard", units: 1 }, 2, 3), ["Unheard", "Unh"]);
  const norm = captions({ name: "BatchNormalization", units: 8 }, 1, 3);
  assert.ok(norm.every((text, k) => k === 0 || text.length < norm[k - 1].length));
  assert.equal(firstFitting(norm, 6 * 5, measure), "BN 8");
});

test("layers without numbers are named in one line, and get shorter where there is no room", () => {
  assert.deepEqual(betweenCaptions([]), [""]);
  assert.deepEqual(betweenCaptions(["Dropout 0.5"]), ["Dropout 0.5", "Drop 0.5", "…"]);
  assert.equal(firstFitting(betweenCaptions(["Dropout 0.5", "Dropout 0.2"]), 6 * 12, measure), "Drop · Drop");
});

const overlap = (placed, gap) => placed.some((one, k) => placed.slice(0, k).some((other) =>
  Math.abs(one.x - other.x) < (measure(one.text) + measure(other.text)) / 2 + gap - 1e-9));

test("captions of a line never overlap and stay on the canvas", () => {
  for (const pitch of [8, 15, 30, 60, 120]) {
    const items = Array.from({ length: 16 }, (_, k) => ({ x: k * pitch, texts: ["MaxPooling2D", "MaxPool", "Pool"], first: k % 15 === 0 }));
    const placed = placeLine(items, measure, 15 * pitch).filter(Boolean);
    assert.ok(!overlap(placed, 8), String(pitch));
    assert.ok(placed.every(({ text, x }) => x - measure(text) / 2 >= 0 && x + measure(text) / 2 <= 15 * pitch));
  }
});

test("where there is little room, important captions stay and others go", () => {
  const items = [{ x: 0, texts: ["Input"], first: true }, { x: 30, texts: ["Pool"] }, { x: 60, texts: ["Output", "Out"], first: true }];
  assert.deepEqual(placeLine(items, measure, 60).map((one) => one?.text), ["Input", undefined, "Out"]);
});

test("where there is room, every caption has its longest form", () => {
  assert.deepEqual(placeLine([{ x: 50, texts: ["Dense 64", "64"] }, { x: 200, texts: ["Output", "Out"] }], measure, 300).map(({ text }) => text), ["Dense 64", "Output"]);
});

test("short names of classes differ and have at most two letters", () => {
  const fashion = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
  const short = shortNames(fashion);
  assert.equal(new Set(short).size, 10);
  assert.ok(short.every((name) => name.length <= 2 && name));
  assert.equal(short[9], "AB");
  assert.equal(new Set(shortNames(["aa", "aa", "aa", ""])).size, 4);
});

test("digits are their own names", () => {
  assert.ok(isDigits(["0", "9"]) && isDigits(undefined));
  assert.ok(!isDigits(["0", "Coat"]));
  assert.deepEqual(shortNames(["0", "1"]), ["0", "1"]);
});

test("the most frequent confusion is found off the diagonal", () => {
  assert.deepEqual(mostConfused([[90, 1, 2], [0, 80, 7], [3, 0, 95]]), { answer: 1, guess: 2, count: 7 });
});

test("where nothing is mixed up, or nothing known, there is no confusion", () => {
  for (const table of [[[5, 0], [0, 5]], [], null, undefined]) assert.equal(mostConfused(table), null);
});

test("the score is put into words, with what is mixed up most", () => {
  const names = ["4", "9", "1"];
  const frame = { test_score: 0.9, confusion: [[5, 3, 0], [1, 5, 0], [0, 0, 5]] };
  assert.equal(describeScore({ classes: 3, score: "Accuracy", class_names: names }, frame), "Test accuracy 90.0 %. It most often takes 4 for 9.");
  assert.equal(describeScore({ classes: 2, score: "Accuracy", class_names: names }, frame), "Test accuracy 90.0 %.");
  assert.match(describeScore({ classes: 0, score: "R²", class_names: [] }, { test_score: 0.5, rmse: 0.12, confusion: [] }), /^Test R² 0\.500\. .*0\.120/);
  assert.equal(describeScore({ classes: 0, score: "R²" }, { test_score: null, rmse: null }), "Test R² –.");
});

test("each scene has its kind of output", () => {
  const kinds = [["plane", 2], ["plane", 3], ["plane", 0], ["line", 0]].map(([task, classes]) => outputKind({ task, classes }));
  assert.deepEqual(kinds, ["two", "many", "number", "line"]);
});

test("a layer is said with its shape, and with what stands before it", () => {
  assert.equal(TEXT.say.layer({ name: "Dense", units: 8, shape: [8], activation: "ReLU", between: ["Dropout 0.5"] }), "Dropout 0.5, Dense 8 ReLU");
  assert.equal(TEXT.say.layer({ name: "Conv2D", units: 8, shape: [26, 26, 8], activation: null }), "Conv2D 26 × 26 × 8");
  assert.equal(TEXT.say.layer({ name: "Input", units: 784, shape: [28, 28, 1], activation: null }), "Input 28 × 28");
});

test("a curve is measured at the centres of its cells", () => assert.deepEqual([0, 100, 199].map((k) => curveX(k, 200).toFixed(2)), ["-5.97", "0.03", "5.97"]));

test("the ends of a curve are found, whatever is not finite", () => {
  const { low, high } = extremes([NaN, 2, -1, Infinity]);
  assert.deepEqual([low.y, high.y], [-1, 2]);
  assert.equal(extremes([NaN]), null);
});

test("a class and its confidence become one entry of the scale", () => assert.deepEqual([...blend(Uint8Array.of(0, 2), Uint8Array.of(255, 3))], [255, 515]));

test("recall goes by what samples are, precision by what they are taken for", () => {
  const table = [[8, 2, 0], [1, 3, 0], [0, 0, 0]];
  assert.deepEqual(recalls(table), [0.8, 0.75, NaN]);
  assert.deepEqual(precisions(table), [8 / 9, 3 / 5, NaN]);
});
