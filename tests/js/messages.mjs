/** Makes safetensors messages as the server does. */

const TYPES = { Float32Array: "F32", Uint8Array: "U8", Int32Array: "I32" };

/** @returns {ArrayBuffer} */
export function message(kind, json, arrays = {}, shapes = {}) {
  const header = { __metadata__: { kind, json: JSON.stringify(json) } };
  let end = 0;
  for (const [name, array] of Object.entries(arrays)) {
    header[name] = { dtype: TYPES[array.constructor.name], shape: shapes[name] ?? [array.length], data_offsets: [end, end + array.byteLength] };
    end += array.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const buffer = new ArrayBuffer(8 + text.length + end);
  new DataView(buffer).setBigUint64(0, BigInt(text.length), true);
  const bytes = new Uint8Array(buffer);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return buffer;
}
