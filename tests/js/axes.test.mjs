import assert from "node:assert/strict";
import test from "node:test";

import { axisOf, formatTick, numberAt, ticks, widened } from "../../playground/components/stage/axes.js";
import { fitText } from "../../playground/components/common/canvas.js";

test("an axis has a few round numbers, whatever it goes over", () => {
  for (const [low, high] of [[-6, 6], [0, 1], [4.07, 8.13], [-0.003, 0.0041], [0, 1e6], [-1e6, 1e6], [99, 101], [1999, 2021], [0.4, 0.41]]) {
    const found = ticks(low, high);
    assert.ok(found.length >= 2 && found.length <= 6, `${low} to ${high}: ${found}`);
    assert.ok(found[0] >= low - 1e-9 && found.at(-1) <= high + 1e-9, `${low} to ${high}: ${found}`);
    assert.equal(new Set(found.map((value) => formatTick(value, high - low))).size, found.length, `${low} to ${high} are all different`);
  }
  assert.deepEqual(ticks(-6, 6), [-6, -3, 0, 3, 6]);
});

test("numbers at an axis are short, and have a real minus sign", () => {
  assert.deepEqual([[-6, 12], [0.30000000000000004, 1], [1500000, 2e6], [-25000, 1e5], [1999, 20], [-0.0000001, 1]].map((pair) => formatTick(...pair)),
    ["−6", "0.3", "1.5M", "−25K", "1999", "0"]);
});

test("ticks stand where their numbers are", () => {
  const { ticks: found, label } = axisOf({ label: "petal length", low: 0, high: 10 });
  assert.equal(label, "petal length");
  for (const { text, place } of found) assert.equal(place, Number(text) / 10);
});

test("an axis that is seen from further away keeps its middle", () => {
  assert.deepEqual(widened({ label: "y", low: 2, high: 4 }, 2), { label: "y", low: 1, high: 5 });
});

test("a place on an axis is a number in its unit", () => assert.deepEqual([-1, 0, 1].map((place) => numberAt({ low: 10, high: 30 }, place)), [10, 20, 30]));

test("a text is cut where there is no room for it", () => {
  const context = { measureText: (text) => ({ width: 10 * text.length }) };
  assert.deepEqual([200, 60, 20, 10, 0].map((room) => fitText(context, "petal length", room)), ["petal length", "petal…", "p…", "", ""]);
});
