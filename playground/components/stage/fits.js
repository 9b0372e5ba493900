/** Whether the arrays of a message have the sizes its scene asks for. Pure. To show another task, add its sizes to SIZES. */

import { BINS, MEASURES } from "./inside_numbers.js";
import { neuronIndex, weightCount } from "./weights.js";

const THUMB = 25 * 25;
const PLANE = 100 * 100;
const LINE = 200;
const INSIDE = MEASURES.length;

const network = ({ layers }) => ({ weights: weightCount(layers), neurons: neuronIndex(layers, layers.length, 0) * THUMB });
const digits = ({ answers = [], units_shown: shown = 0, unit_side: side = 0 }) =>
  ({ guesses: answers.length, ...(shown ? { units: shown * side * side } : {}) });

/** For each task, how many numbers each array has. */
const SIZES = {
  plane: (scene) => ({ ...network(scene), ...(scene.classes > 2 ? { winners: PLANE, confidence: PLANE } : { output: PLANE }) }),
  line: (scene) => ({ ...network(scene), curve: LINE }),
  digits,
};

/** Whether a look inside is of the layers of a scene. @param {?Object} scene @param {{keys: string[]}} json @returns {boolean} */
export function insideFits(scene, { keys = [] }, { looks, weight_shares: weights, activation_shares: activations }) {
  const known = new Set(scene?.layers.map(({ key }) => key));
  const rows = (looks?.data.length ?? 0) / (1 + INSIDE * keys.length);
  return keys.length > 0 && keys.every((key) => known.has(key)) && Number.isInteger(rows) && rows > 0
    && [weights, activations].every((shares) => shares?.data.length === BINS * keys.length);
}

/** @param {Object} scene @param {Object<string, import("../common/safetensors.js").Tensor>} tensors @returns {boolean} */
export function frameFits(scene, tensors) {
  const sizes = SIZES[scene.task]?.(scene) ?? {};
  return Object.entries(sizes).every(([name, size]) => (tensors[name]?.data.length ?? 0) === size);
}
