/**
 * Reads a safetensors buffer: eight bytes of header length, a JSON header, raw arrays.
 * To read another dtype, add it to TYPES.
 */

const TYPES = { F32: Float32Array, I32: Int32Array, U8: Uint8Array };
const MAX_HEADER = 1 << 20;

/**
 * @typedef {{dtype: string, shape: number[], data: Float32Array | Int32Array | Uint8Array}} Tensor
 * @typedef {{kind: string, json: Object<string, any>, tensors: Object<string, Tensor>}} Message
 */

/**
 * Parse one message of the live protocol.
 * @param {ArrayBuffer} buffer
 * @returns {Message}
 * @throws {Error} if the buffer is not a well-formed message
 */
export function parse(buffer) {
  if (buffer.byteLength < 8) throw new Error("The message is shorter than its own header length.");
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  if (length > MAX_HEADER || 8 + length > buffer.byteLength) throw new Error(`The header cannot be ${length} bytes long.`);
  const header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(buffer, 8, length)));
  if (header === null || typeof header !== "object") throw new Error("The header is not an object.");

  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.create(null);
  for (const [name, entry] of Object.entries(entries)) tensors[name] = view(buffer, 8 + length, name, entry);
  return { kind: String(metadata.kind ?? ""), json: JSON.parse(metadata.json ?? "{}"), tensors };
}

function view(buffer, start, name, { dtype, shape, data_offsets: offsets }) {
  const Type = TYPES[dtype];
  if (!Type) throw new Error(`Tensor '${name}' has the unknown type ${dtype}. Known: ${Object.keys(TYPES).join(", ")}.`);
  const [from, to] = offsets;
  const items = shape.reduce((product, side) => product * side, 1);
  const whole = [from, to, ...shape].every((number) => Number.isInteger(number) && number >= 0);
  if (!whole || to - from !== items * Type.BYTES_PER_ELEMENT || start + to > buffer.byteLength)
    throw new Error(`Tensor '${name}' does not fit: shape [${shape}], bytes ${from} to ${to}.`);
  const at = start + from;
  const aligned = at % Type.BYTES_PER_ELEMENT === 0; // a typed array cannot start in the middle of a float
  const data = aligned ? new Type(buffer, at, items) : new Type(buffer.slice(at, start + to));
  return { dtype, shape, data };
}
