import assert from "node:assert/strict";
import { test } from "node:test";

import { Mounts } from "../../playground/components/common/mounts.js";

const counted = () => {
  const made = [];
  const mounts = new Mounts((parent) => {
    const part = { parent, destroyed: 0, destroy: () => (part.destroyed += 1) };
    made.push(part);
    return part;
  });
  return { mounts, made };
};

test("a component that is called again is the same one, and under another element another", () => {
  const { mounts, made } = counted();
  const [here, there] = [{}, {}];
  assert.equal(mounts.at(here)[0], mounts.at(here)[0]);
  assert.notEqual(mounts.at(there)[0], mounts.at(here)[0]);
  assert.deepEqual(made.map(({ parent }) => parent), [here, there]);
});

test("a call that is taken back takes nothing away that is still on the page", () => {
  const { mounts, made } = counted();
  const parent = { isConnected: true };
  const [part, first] = mounts.at(parent);
  const [, second] = mounts.at(parent);
  for (const leave of [first, second]) leave();
  assert.equal(part.destroyed, 0);
  assert.equal(mounts.at(parent)[0], part);
  assert.equal(made.length, 1);
});

test("what has left the page is taken away once, whichever call says so, and is then made anew", () => {
  const { mounts, made } = counted();
  const parent = { isConnected: true };
  const [part, first] = mounts.at(parent);
  const [, second] = mounts.at(parent);
  parent.isConnected = false;
  first();
  second();
  assert.equal(part.destroyed, 1);
  assert.notEqual(mounts.at(parent)[0], part);
  assert.equal(made.length, 2);
});
