import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "../../playground/components/common/safetensors.js";
import { message } from "./messages.mjs";

test("a message gives back its kind, its json and its arrays", () => {
  const { kind, json, tensors } = parse(message("frame", { run: 3 }, { w: Float32Array.of(1.5, -2), p: Uint8Array.of(0, 255) }));
  assert.equal(kind, "frame");
  assert.deepEqual(json, { run: 3 });
  assert.deepEqual([...tensors.w.data], [1.5, -2]);
  assert.deepEqual([...tensors.p.data], [0, 255]);
});

test("floats that do not lie on a multiple of four are read all the same", () => {
  for (let bytes = 1; bytes <= 4; bytes++) {
    const { tensors } = parse(message("x", {}, { a: new Uint8Array(bytes), w: Float32Array.of(0.25, 7) }));
    assert.deepEqual([...tensors.w.data], [0.25, 7]);
  }
});

test("a tensor without items is empty", () => {
  assert.equal(parse(message("x", {}, { rows: new Float32Array(0) })).tensors.rows.data.length, 0);
});

test("a shape of many dimensions is kept", () => {
  const { tensors } = parse(message("x", {}, { p: new Uint8Array(12) }, { p: [3, 2, 2] }));
  assert.deepEqual(tensors.p.shape, [3, 2, 2]);
});

const raw = (header, bytes = 0) => {
  const text = new TextEncoder().encode(header);
  const buffer = new ArrayBuffer(8 + text.length + bytes);
  new DataView(buffer).setBigUint64(0, BigInt(text.length), true);
  new Uint8Array(buffer).set(text, 8);
  return buffer;
};
const tensor = (fields) => JSON.stringify({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...fields } });

for (const [name, buffer] of Object.entries({
  "an empty buffer": new ArrayBuffer(0),
  "a buffer shorter than the header length": new ArrayBuffer(5),
  "a header longer than the buffer": new BigUint64Array([99n]).buffer,
  "a header of an absurd length": new BigUint64Array([2n ** 63n]).buffer,
  "a header that is not JSON": raw("{nonsense"),
  "a header that is no object": raw("null"),
  "metadata whose json is not JSON": raw(JSON.stringify({ __metadata__: { kind: "x", json: "{" } })),
  "a type nobody knows": raw(tensor({ dtype: "F13" }), 8),
  "offsets behind the end": raw(tensor({}), 4),
  "offsets that go backwards": raw(tensor({ data_offsets: [8, 0] }), 8),
  "negative offsets": raw(tensor({ data_offsets: [-8, 0] }), 8),
  "offsets that are no whole numbers": raw(tensor({ data_offsets: [0.5, 8.5] }), 16),
  "a shape that does not fit the bytes": raw(tensor({ shape: [3] }), 8),
  "a negative shape": raw(tensor({ shape: [-1, -2] }), 8),
}))
  test(`${name} is refused`, () => assert.throws(() => parse(buffer)));
