import assert from "node:assert/strict";
import test from "node:test";
import { chosen, neighbour } from "../../playground/components/picker/picker.js";
import { bytes } from "../../playground/components/picker/pictures.js";

const order = ["a", "b", "c"];

test("of things of which there is one, the one that is clicked is chosen", () => assert.deepEqual(chosen(order, ["a"], "c", false), ["c"]));

test("of things of which there are several, a click adds one in its order, or takes it away", () => {
  assert.deepEqual(chosen(order, ["c"], "a", true), ["a", "c"]);
  assert.deepEqual(chosen(order, ["a", "c"], "a", true), ["c"]);
  assert.deepEqual(chosen(order, ["a"], "a", true), []);
});

test("arrow keys go round, and other keys nowhere", () => {
  assert.equal(neighbour(order, "c", "ArrowRight"), "a");
  assert.equal(neighbour(order, "a", "ArrowUp"), "c");
  assert.equal(neighbour(order, "a", "Tab"), null);
});

test("pixels travel as base64", () => assert.deepEqual([...bytes(btoa("\x00\x80\xff"))], [0, 128, 255]));
