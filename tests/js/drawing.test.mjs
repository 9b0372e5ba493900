import assert from "node:assert/strict";
import test from "node:test";
import { begin, extend, MOST_POINTS, movePen, pointCount, SIZE, thin, undo } from "../../playground/components/digit_pad/strokes.js";
import { guessText } from "../../playground/components/stage/drawing.js";
import { throttle } from "../../playground/components/common/throttle.js";

test("a stroke begins at a point and grows", () => assert.deepEqual(extend(begin([], 10, 20), 30, 40), [[10, 20, 30, 40]]));

test("a second stroke leaves the first as it is", () => {
  const one = extend(begin([], 0, 0), 50, 50);
  assert.deepEqual(begin(one, 9, 9), [[0, 0, 50, 50], [9, 9]]);
});

test("points outside the pad are drawn at its edge", () => assert.deepEqual(extend(begin([], -5, 20), 999, 20), [[0, 20, SIZE, 20]]));

test("a point next to the last one says nothing new", () => {
  const strokes = begin([], 10, 10);
  assert.equal(extend(strokes, 10.5, 10.5), strokes);
});

test("a drawing is never changed in place", () => {
  const strokes = Object.freeze([Object.freeze([0, 0])]);
  assert.notEqual(extend(strokes, 50, 50), strokes);
  assert.deepEqual(strokes, [[0, 0]]);
});

test("going on without a stroke begins one", () => assert.deepEqual(extend([], 5, 5), [[5, 5]]));

test("undo takes back the last stroke", () => {
  assert.deepEqual(undo([[1, 1], [2, 2]]), [[1, 1]]);
  assert.deepEqual(undo([]), []);
});

test("a drawing of any length fits into one message and keeps the ends of its strokes", () => {
  const stroke = Array.from({ length: 40_000 }, (_, k) => Math.round(10 * (SIZE * (0.5 + 0.5 * Math.sin(k)))) / 10);
  const thinned = thin([stroke, [1, 2]]);
  assert.ok(pointCount(thinned) <= MOST_POINTS);
  assert.deepEqual([...thinned[0].slice(0, 2), ...thinned[0].slice(-2)], [...stroke.slice(0, 2), ...stroke.slice(-2)]);
  assert.ok(JSON.stringify({ type: "draw", strokes: thinned, size: 280, brush: 22 }).length < 64 * 1024);
});

test("a short drawing is not thinned", () => {
  const strokes = [[1, 2, 3, 4]];
  assert.equal(thin(strokes), strokes);
});

test("arrow keys move the pen and leave it on the pad", () => {
  assert.deepEqual(movePen([100, 100], "ArrowLeft", 12), [88, 100]);
  assert.deepEqual(movePen([100, 2], "ArrowUp", 12), [100, 0]);
  assert.equal(movePen([1, 1], "x", 12), null);
});

test("the guess says how sure it is", () => {
  const seven = new Float32Array(10);
  seven[7] = 0.93;
  assert.equal(guessText(seven), "Looks like a 7 · 93 %");
  seven[7] = 0.4;
  assert.match(guessText(seven), /^Perhaps a 7/);
  assert.match(guessText(null), /^Draw a digit/);
});

test("the guess has the name of its class, and the article that goes with it", () => {
  const names = ["Coat", "Ankle boot"];
  assert.equal(guessText([0.1, 0.9], names), "Looks like an Ankle boot · 90 %");
  assert.match(guessText([0.9, 0.1], names), /a Coat/);
  assert.match(guessText(null, names), /^Draw one, or choose one/);
  const eight = new Float32Array(10);
  eight[8] = 1;
  assert.match(guessText(eight), /an 8/);
});

/** A clock turned by hand. */
function clock() {
  const timers = [];
  let time = 0;
  return {
    now: () => time,
    setTimeout: (run, wait) => timers.push({ run, at: time + wait }),
    clearTimeout: (id) => (timers[id - 1].run = null),
    advance(milliseconds) {
      time += milliseconds;
      for (const timer of timers) if (timer.run && timer.at <= time) {
        const { run } = timer;
        timer.run = null;
        run();
      }
    },
  };
}

test("a stroke is reported at most 25 times a second and at its end", () => {
  const hands = clock();
  const reports = [];
  const report = throttle(() => reports.push(hands.now()), 40, hands);
  for (let k = 0; k < 100; k++) {
    report.call();
    hands.advance(5);
  }
  assert.ok(reports.length >= 12 && reports.length <= 14, `${reports.length}`);
  assert.ok(reports.every((time, k) => k === 0 || time - reports[k - 1] >= 40));
  const before = reports.length;
  report.flush();
  assert.equal(reports.length, before + 1);
});

test("a report that waits is not made when it is taken back", () => {
  const hands = clock();
  let count = 0;
  const report = throttle(() => count++, 40, hands);
  report.call();
  report.call();
  report.cancel();
  hands.advance(100);
  assert.equal(count, 1);
});
