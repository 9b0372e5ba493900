import assert from "node:assert/strict";
import test from "node:test";
import { duration, PHASES, phaseAt } from "../../playground/components/stage/sweep.js";
import { shortcut } from "../../playground/components/stage/keys.js";
import { TEXT } from "../../playground/components/stage/text.js";

const frame = (step, status = "paused") => ({ step, status });

test("a batch goes forward, is compared, goes backward, and changes the weights, in this order", () => {
  const seen = Array.from({ length: 101 }, (_, k) => phaseAt(k / 101).name);
  assert.deepEqual([...new Set(seen)], ["forward", "error", "backward", "update"]);
  assert.deepEqual([...seen].sort((a, b) => PHASES.findIndex(({ name }) => name === a) - PHASES.findIndex(({ name }) => name === b)), seen);
  for (const part of [0, 0.37, 0.5, 0.99]) assert.ok(phaseAt(part).part >= 0 && phaseAt(part).part <= 1);
});

test("each phase is said in words", () => PHASES.forEach(({ name }) => assert.ok(TEXT.phases[name])));

test("only a single batch is shown at work", () => {
  assert.ok(duration(frame(3), frame(4), null) > 1000);
  assert.equal(duration(frame(3), frame(5), null), 0);
  assert.equal(duration(frame(3), frame(3), null), 0);
  assert.equal(duration(null, frame(1), null), 0);
});

test("in slow motion a batch is shown until just before the next, and not at speeds that nobody can follow", () => {
  assert.equal(duration(frame(3, "playing"), frame(4, "playing"), 1), 900);
  assert.equal(duration(frame(3, "playing"), frame(4, "playing"), 25), 0);
  assert.equal(duration(frame(3, "playing"), frame(4, "playing"), null), 0);
});

test("a pause in the middle of full speed is no single batch", () => assert.equal(duration(frame(3, "playing"), frame(4), null), 0));

test("shift and the right arrow train on one batch", () => {
  assert.equal(shortcut({ key: "ArrowRight", shiftKey: true, target: { closest: () => null } }), "batch");
});
