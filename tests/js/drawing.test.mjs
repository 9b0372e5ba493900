import assert from "node:assert/strict";
import test from "node:test";
import { History } from "../../playground/components/digit_pad/history.js";
import { begin, BRUSH, erase, extend, MOST_POINTS, MOST_STROKES, movePen, pointCount, SIZE, thin, widthsOf } from "../../playground/components/digit_pad/strokes.js";
import { guessText } from "../../playground/components/stage/drawing.js";
import { nextFrame } from "../../playground/components/common/next_frame.js";
import { throttle } from "../../playground/components/common/throttle.js";

const stroke = (...points) => ({ points, width: BRUSH });
const line = stroke(20, 100, 120, 100, 220, 100);

test("a stroke begins at a point and grows", () => assert.deepEqual(extend(begin([], 10, 20), 30, 40), [stroke(10, 20, 30, 40)]));

test("a second stroke leaves the first as it is, and may have another width", () => {
  const one = extend(begin([], 0, 0), 50, 50);
  assert.deepEqual(begin(one, 9, 9, 30), [stroke(0, 0, 50, 50), { points: [9, 9], width: 30 }]);
});

test("points outside the pad are drawn at its edge", () => assert.deepEqual(extend(begin([], -5, 20), 999, 20), [stroke(0, 20, SIZE, 20)]));

test("a point next to the last one says nothing new", () => {
  const strokes = begin([], 10, 10);
  assert.equal(extend(strokes, 10.5, 10.5), strokes);
});

test("a drawing is never changed in place", () => {
  const strokes = Object.freeze([Object.freeze({ points: Object.freeze([0, 0]), width: BRUSH })]);
  assert.notEqual(extend(strokes, 50, 50), strokes);
  erase(strokes, 0, 0, 10);
  assert.deepEqual(strokes, [stroke(0, 0)]);
});

test("going on without a stroke begins one", () => assert.deepEqual(extend([], 5, 5), [stroke(5, 5)]));

test("a pen that feels pressure makes a line that is wider where it is pressed", () => {
  const [pressed] = extend(extend(begin([], 0, 0, 20, 0.2), 50, 50, 0.4), 90, 90, 0.6);
  assert.deepEqual(pressed.pressures, [0.2, 0.4, 0.6]);
  const widths = widthsOf(pressed);
  assert.ok(Math.abs(widths[1] - 20) < 1e-9);
  assert.ok(widths[0] < 20 && widths[2] > 20);
  assert.deepEqual(widthsOf(stroke(0, 0)), [BRUSH]);
});

test("the eraser parts a line that it crosses", () => {
  const rest = erase([line], 120, 100, 10);
  assert.equal(rest.length, 2);
  for (const { points } of rest) for (let k = 0; k < points.length; k += 2) assert.ok(Math.abs(points[k] - 120) > 10 + BRUSH / 2);
  assert.deepEqual(rest[0].points.slice(0, 2), [20, 100]);
  assert.deepEqual(rest[1].points.slice(-2), [220, 100]);
});

test("the eraser finds a line between two points that are far apart", () => assert.equal(erase([stroke(0, 50, 280, 50)], 140, 50, 8).length, 2));

test("the eraser takes a dot away, and leaves alone what it does not touch", () => {
  assert.deepEqual(erase([stroke(50, 50)], 52, 52, 5), []);
  const strokes = [line];
  assert.equal(erase(strokes, 120, 200, 10), strokes);
});

test("pressures stay with their points where a line is parted", () => {
  const pressed = { ...line, pressures: [0.1, 0.5, 0.9] };
  for (const { points, pressures } of erase([pressed], 120, 100, 10)) assert.equal(pressures.length, points.length / 2);
});

test("a drawing of any length fits into one message and keeps the ends of its strokes", () => {
  const points = Array.from({ length: 40_000 }, (_, k) => Math.round(10 * (SIZE * (0.5 + 0.5 * Math.sin(k)))) / 10);
  const pressures = Array(20_000).fill(0.55);
  const thinned = thin([{ points, pressures, width: 20 }, stroke(1, 2)]);
  assert.ok(pointCount(thinned) <= MOST_POINTS);
  assert.deepEqual([...thinned[0].points.slice(0, 2), ...thinned[0].points.slice(-2)], [...points.slice(0, 2), ...points.slice(-2)]);
  assert.equal(thinned[0].pressures.length, thinned[0].points.length / 2);
  assert.ok(JSON.stringify({ type: "draw", strokes: thinned, size: 280, number: 123456 }).length < 64 * 1024);
});

test("of more strokes than a message may have the newest stay", () => {
  const strokes = Array.from({ length: 400 }, (_, k) => stroke(k, k));
  assert.deepEqual(thin(strokes), strokes.slice(-MOST_STROKES));
});

test("a short drawing is not thinned", () => {
  const strokes = [line];
  assert.equal(thin(strokes), strokes);
});

test("undo goes back step by step, redo forth, and a new step forgets what was undone", () => {
  const history = new History();
  history.note("a");
  history.note("b");
  assert.equal(history.undo("c"), "b");
  assert.equal(history.undo("b"), "a");
  assert.equal(history.undo("a"), "a");
  assert.equal(history.redo("a"), "b");
  history.note("b");
  assert.equal(history.canRedo, false);
  assert.equal(history.redo("x"), "x");
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

/** A screen whose frames come when one asks for them. */
const screen = () => {
  let waiting = new Map();
  let number = 0;
  return {
    request: (run) => (waiting.set(++number, run), number),
    cancel: (which) => waiting.delete(which),
    show() {
      const due = waiting;
      waiting = new Map();
      due.forEach((run) => run());
    },
  };
};

test("what is asked for many times is drawn once in the next frame", () => {
  const shown = screen();
  let count = 0;
  const frame = nextFrame(() => count++, shown);
  for (let k = 0; k < 5; k++) frame.ask();
  assert.equal(count, 0);
  shown.show();
  shown.show();
  assert.equal(count, 1);
});

test("what is asked for while something is drawn comes in the frame after", () => {
  const shown = screen();
  let count = 0;
  const frame = nextFrame(() => ++count < 3 && frame.ask(), shown);
  frame.ask();
  for (let k = 1; k <= 3; k++) {
    shown.show();
    assert.equal(count, k);
  }
  shown.show();
  assert.equal(count, 3);
});

test("what is taken off the page draws no more", () => {
  const shown = screen();
  let count = 0;
  const frame = nextFrame(() => count++, shown);
  frame.ask();
  frame.cancel();
  frame.ask();
  shown.show();
  assert.equal(count, 0);
});
