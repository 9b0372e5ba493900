import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "../../playground/components/common/safetensors.js";
import { percentOf, verdictOf } from "../../playground/components/draw/answer.js";
import { bannerFor } from "../../playground/components/draw/draw.js";
import { EXAMPLES, smooth } from "../../playground/components/draw/examples.js";
import { blended } from "../../playground/components/draw/heatmap.js";
import { written } from "../../playground/components/draw/own_digits.js";
import { answerAt, emptyModel, likeliest, reduce } from "../../playground/components/draw/state.js";
import { SIZE } from "../../playground/components/digit_pad/strokes.js";
import { message } from "./messages.mjs";

const NAMES = Array.from({ length: 10 }, (_, k) => String(k));
const SCENE = { run: 1, side: 2, classes: 10, class_names: NAMES, steps: [{ name: "ink" }, { name: "box" }], facts: { name: "x" } };
const probabilities = (...best) => best.flatMap((k) => NAMES.map((_, j) => (j === k ? 0.91 : 0.01)));
const reading = (values = {}) =>
  ({ run: 1, number: 3, empty: null, verdict: { kind: "sure", label: 7, confidence: 0.91, second: 1 }, picture: new Uint8Array(4), probabilities: Float32Array.from(probabilities(7)), ...values });
const say = (kind, json, tensors) => parse(message(kind, json, tensors));
const after = (...messages) => messages.reduce(reduce, emptyModel());
const bytes = (count) => new Uint8Array(count);
const floats = (values) => Float32Array.from(values);
const read = (json = {}) => say("reading", { run: 1, number: 3, empty: null, verdict: { kind: "sure", label: 7 }, ...json }, { picture: bytes(4), probabilities: floats(probabilities(7)) });

test("a reading belongs to the network of its reader", () => {
  assert.equal(after(read()).reading, null);
  assert.equal(after(say("scene", SCENE), read()).reading.number, 3);
  assert.equal(after(say("scene", SCENE), read({ run: 0 })).reading, null);
});

test("messages of another size than the scene says are ignored", () => {
  const model = after(say("scene", SCENE));
  assert.equal(reduce(model, say("reading", { run: 1, number: 1 }, { picture: bytes(3), probabilities: floats(probabilities(7)) })), model);
  assert.equal(reduce(model, say("steps", { run: 1 }, { pictures: bytes(7), probabilities: floats(probabilities(1, 7)) })), model);
  assert.equal(reduce(model, say("why", { run: 1, maps: [{}] }, { digit: bytes(4) })), model);
  assert.equal(reduce(model, say("mind", { run: 1, found: null }, { digit: bytes(4), before: floats([1]) })), model);
  assert.equal(reduce(model, say("lesson", { run: 1, own: [{}, {}] }, { pictures: bytes(4) })), model);
});

test("another network takes away what the one before has said, and keeps one's own digits", () => {
  const lesson = say("lesson", { run: 1, own: [{}] }, { pictures: bytes(4) });
  const model = after(say("scene", SCENE), read(), lesson, say("scene", SCENE));
  assert.equal(model.reading, null);
  assert.equal(model.lesson.own.length, 1);
  assert.equal(after(say("scene", SCENE), lesson, say("scene", { ...SCENE, run: 2 })).lesson, null);
});

test("each step has its own answer", () => {
  const steps = { probabilities: Float32Array.from(probabilities(1, 7)) };
  assert.equal(answerAt(SCENE, steps, 0).best, 1);
  assert.equal(answerAt(SCENE, steps, 1).best, 7);
});

test("the likeliest classes come first", () => assert.deepEqual(likeliest([0.1, 0.6, 0.3], 2), [1, 2]));

test("a class is named only where the verdict allows it", () => {
  assert.equal(verdictOf(SCENE, reading()).glyph, "7");
  assert.match(verdictOf(SCENE, reading()).text, /^This is a 7/);
  assert.match(verdictOf(SCENE, reading()).more, /7 \(91 %\)/);
  for (const kind of ["unsure", "unlike"]) assert.equal(verdictOf(SCENE, reading({ verdict: { kind, label: 7, second: 1 } })).glyph, "?");
  assert.match(verdictOf(SCENE, reading({ verdict: { kind: "unsure", label: 7, second: 8 } })).text, /a 7, or an 8/);
  for (const empty of ["nothing", "dot"]) assert.deepEqual(["kind", "glyph"].map((key) => verdictOf(SCENE, reading({ empty, verdict: null }))[key]), [empty, ""]);
  assert.equal(verdictOf(SCENE, null).kind, "nothing");
});

test("hardly any doubt is still some doubt", () => {
  assert.equal(percentOf(0.9999), "99.9 %");
  assert.equal(percentOf(1), "100 %");
  assert.equal(percentOf(0.42), "42 %");
});

test("examples lie on the pad, in many points, through the points that were given", () => {
  assert.ok(EXAMPLES.length >= 10);
  for (const { strokes } of EXAMPLES)
    for (const { points, width } of strokes) {
      assert.ok(points.length > 20 && points.every((value) => value >= 0 && value <= SIZE));
      assert.ok(width > 0);
    }
  const line = smooth([0, 0, 10, 20, 30, 20]);
  const pairs = Array.from({ length: line.length / 2 }, (_, k) => [line[2 * k], line[2 * k + 1]]);
  for (const [x, y] of [[0, 0], [10, 20], [30, 20]]) assert.ok(pairs.some(([px, py]) => Math.hypot(px - x, py - y) < 1e-9));
});

test("a point that is given twice is a corner: the line does not overshoot it", () => {
  const line = smooth([0, 0, 10, 0, 10, 0, 10, 10]);
  assert.ok(line.filter((_, k) => k % 2 === 0).every((x) => x <= 10 + 1e-9));
});

test("a heatmap shows the digit where nothing speaks, and the ends of the scale where much does", () => {
  const theme = { ink: Uint32Array.from({ length: 256 }, (_, k) => (0xff000000 | (k << 16) | (k << 8) | k) >>> 0), positive: "#0000ff", negative: "#ff0000" };
  const [nothing, ink, much, against] = blended(Uint8Array.from([128, 128, 255, 1]), Uint8Array.from([0, 255, 0, 0]), theme);
  assert.equal(nothing, theme.ink[0]);
  assert.equal(ink, theme.ink[107]);
  assert.equal(much, 0xffff0000); // blue, as it lies in memory
  assert.equal(against, 0xff0000ff);
});

test("one's own digits are written with what they are", () =>
  assert.deepEqual(JSON.parse(written([{ strokes: [{ points: [1, 2], width: 3 }], size: 280, label: 4 }])).digits[0].label, 4));

test("the most urgent thing is said first", () => {
  const model = { scene: SCENE, notice: { text: "n", level: "info" } };
  assert.equal(bannerFor({ state: "refused", code: 4401 }, model, "p").reload, true);
  assert.equal(bannerFor({ state: "lost" }, model, "p").busy, true);
  assert.equal(bannerFor({ state: "open" }, model, "p").text, "p");
  assert.equal(bannerFor({ state: "open" }, model, null).text, "n");
  assert.equal(bannerFor({ state: "open" }, { scene: SCENE, notice: null }, null), null);
  assert.equal(bannerFor({ state: "open" }, emptyModel(), null).busy, true);
});
