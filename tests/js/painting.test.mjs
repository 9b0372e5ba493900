import assert from "node:assert/strict";
import test from "node:test";
import { along, asArrays, counts, dotAt, ERASER, erased, keyOf, moveCursor, moved, readPainting, sprayed, STEPS, stepOf, valueOf, withClass, withDot,
  withoutClass, worked, writePainting } from "../../playground/components/stage/paint_strokes.js";
import { TEXT } from "../../playground/components/stage/text.js";

const MOST = 400;
const empty = { classes: 2, dots: [] };
const at = (x, y, label = 0) => ({ x: stepOf(x), y: stepOf(y), label });
const painted = (...dots) => ({ classes: 3, dots });

/** Numbers that look random and are the same each time. */
function numbers(seed = 1) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

test("a text of points is what the server writes", () => {
  // playground.data.painting writes the same for these places.
  const text = "AAAgAA.___-AB.";
  const { classes, dots } = readPainting(text);
  assert.equal(classes, 3);
  assert.deepEqual(dots, [{ x: 0, y: 0, label: 0 }, { x: 256, y: 0, label: 0 }, { x: 511, y: 511, label: 1 }, { x: 496, y: 1, label: 1 }]);
  assert.equal(writePainting({ classes, dots }), text);
});

test("any points survive the way to text and back, class by class", () => {
  const random = numbers(7);
  const dots = Array.from({ length: 300 }, () => ({ x: Math.floor(random() * STEPS), y: Math.floor(random() * STEPS), label: Math.floor(random() * 6) }));
  const text = writePainting({ classes: 6, dots });
  assert.equal(text.length, 905);
  assert.match(text, /^[A-Za-z0-9_.-]+$/);
  assert.deepEqual(readPainting(text).dots, [...dots].sort((one, other) => one.label - other.label));
  assert.equal(writePainting(readPainting(text)), text);
});

test("places on the grid go from -6 to just below 6, and the middle is one of them", () => {
  assert.deepEqual([0, 256, 511].map(valueOf), [-6, 0, 6 - 12 / 512]);
  for (let step = 0; step < STEPS; step++) assert.equal(stepOf(valueOf(step)), step);
  assert.deepEqual([stepOf(-9), stepOf(9)], [0, 511]);
});

test("a click paints one point, over another one it takes its place, and twice the same changes nothing", () => {
  const one = withDot(empty, [1, 2], 0, MOST);
  assert.deepEqual(counts(one), [1, 0]);
  assert.equal(withDot(one, [1, 2], 0, MOST), one);
  assert.deepEqual(counts(withDot(one, [1, 2], 1, MOST)), [0, 1]);
  assert.deepEqual(counts(one), [1, 0]);
});

test("there are never more points than there can be", () => {
  const full = { classes: 2, dots: Array.from({ length: 5 }, (_, k) => at(k, 0)) };
  assert.equal(withDot(full, [0, 3], 0, 5), full);
  assert.deepEqual(counts(withDot(full, [2, 0], 1, 5)), [4, 1]);
  assert.ok(sprayed(empty, [0, 0], 0, 2, numbers()).dots.length <= 2);
});

test("on its way a brush leaves points at even distances", () => {
  const places = along([0, 0], [2, 0], 0.5);
  assert.deepEqual(places, [[0.5, 0], [1, 0], [1.5, 0], [2, 0]]);
  assert.deepEqual(along([0, 0], [0.3, 0], 0.5), []);
  assert.deepEqual(along([1, 1], [1, 1], 0.5), []);
});

test("a spray stays in its circle, on the plane, and leaves room between points", () => {
  const random = numbers(3);
  let painting = empty;
  for (let k = 0; k < 60; k++) painting = sprayed(painting, [5.5, 5.5], 1, MOST, random);
  const places = painting.dots.map(({ x, y }) => [valueOf(x), valueOf(y)]);
  assert.ok(places.length > 10 && places.length < 60);
  assert.ok(places.every(([x, y]) => Math.hypot(x - 5.5, y - 5.5) < 1.15 && x <= 6 && y <= 6));
  places.forEach(([x, y], k) => places.slice(0, k).forEach(([u, v]) => assert.ok(Math.hypot(x - u, y - v) > 0.18)));
});

test("an eraser takes what it passes over, however fast it goes", () => {
  const painting = painted(at(0, 0), at(2, 0, 1), at(4, 0.3, 2), at(2, ERASER + 0.2));
  assert.deepEqual(erased(painting, [-1, 0], [5, 0]).dots, [at(2, ERASER + 0.2)]);
  assert.deepEqual(erased(painting, [2, 0]).dots.length, 3);
  assert.equal(erased(painting, [-4, -4]), painting);
});

test("a point is taken by its nearest neighbour and moved to where nobody is", () => {
  const [one, other] = [at(0, 0), at(1, 0, 1)];
  const painting = painted(one, other);
  assert.equal(dotAt(painting, [0.4, 0]), one);
  assert.equal(dotAt(painting, [0.6, 0]), other);
  assert.equal(dotAt(painting, [3, 3]), null);
  const [next, dot] = moved(painting, one, [2, 2]);
  assert.deepEqual(next.dots, [at(2, 2), other]);
  assert.deepEqual(dot, at(2, 2));
  assert.deepEqual(moved(painting, one, [1, 0]), [painting, one]);
});

test("a tool works along its stroke", () => {
  const begun = { at: null, dot: null };
  const brush = { kind: "brush", label: 1, spray: false };
  const [one, first] = worked(empty, brush, begun, [0, 0], MOST, numbers());
  assert.deepEqual([one.dots, first.at], [[at(0, 0, 1)], [0, 0]]);
  const [near, still] = worked(one, brush, first, [0.2, 0], MOST, numbers());
  assert.deepEqual([near, still.at], [one, [0, 0]], "too near for another dot");
  assert.equal(worked(one, brush, first, [2, 0], MOST, numbers())[0].dots.length, 5);
  const [same, taken] = worked(one, { kind: "move" }, begun, [0.3, 0], MOST, numbers());
  assert.equal(same, one);
  assert.deepEqual(worked(one, { kind: "move" }, taken, [3, 3], MOST, numbers())[0].dots, [at(3, 3, 1)]);
  assert.equal(worked(one, { kind: "erase" }, begun, [5, 5], MOST, numbers())[0], one);
  assert.deepEqual(worked(one, { kind: "erase" }, { at: [-3, 0], dot: null }, [3, 0], MOST, numbers())[0].dots, []);
});

test("with its class go its points", () => {
  const painting = painted(at(0, 0), at(1, 0, 2));
  assert.deepEqual(counts(withClass(painting)), [1, 0, 1, 0]);
  assert.deepEqual(counts(withoutClass(painting)), [1, 0]);
});

test("arrow keys move the cursor as far as the plane goes", () => {
  assert.deepEqual(moveCursor([0, 0], "ArrowUp", 0.5), [0, 0.5]);
  assert.deepEqual(moveCursor([5.8, 0], "ArrowRight", 0.5), [6, 0]);
  assert.equal(moveCursor([0, 0], "x", 0.5), null);
});

test("until the server says so, points are drawn as they were, and new ones as training points", () => {
  const scene = { points: Float32Array.of(0, 0, 3, 0, -3, 0), labels: Uint8Array.of(0, 1, 1), test: Uint8Array.of(0, 1, 0) };
  const { points, labels, test: held, from } = asArrays(painted(at(3, 0, 1), at(-3, 0, 0), at(5, 5, 2)), scene);
  assert.deepEqual([...from], [1, -1, -1], "one is still there, one has another class, one is new");
  assert.deepEqual([...held], [1, 0, 0]);
  assert.deepEqual([...labels], [1, 0, 2]);
  assert.deepEqual([...points].slice(0, 4), [3, 0, -3, 0]);
  assert.equal(keyOf(at(3, 0)), stepOf(3) * STEPS + 256);
});

test("it is said how many points there are of each class, and how many of another data set stay", () => {
  assert.equal(TEXT.paint.words([2, 0]), "Painted points: 2 of class 1, 0 of class 2.");
  const scene = (count) => ({ points: new Float32Array(2 * count), painting: { points: null, most_taken_over: 300 } });
  assert.match(TEXT.did.take_over(scene(500)), /^Of 500 points 300 /);
  assert.doesNotMatch(TEXT.did.take_over(scene(300)), /300/);
});
