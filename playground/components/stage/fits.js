/** Whether the arrays of a frame have the sizes its scene asks for. Pure. To show another task, add its sizes to SIZES. */

import { neuronIndex, weightCount } from "./weights.js";

const THUMB = 25 * 25;
const PLANE = 100 * 100;
const LINE = 200;

const network = ({ layers }) => ({ weights: weightCount(layers), neurons: neuronIndex(layers, layers.length, 0) * THUMB });
const digits = ({ answers = [], units_shown: shown = 0, unit_side: side = 0 }) =>
  ({ guesses: answers.length, ...(shown ? { units: shown * side * side } : {}) });

/** For each task, how many numbers each array has. */
const SIZES = {
  plane: (scene) => ({ ...network(scene), ...(scene.classes > 2 ? { winners: PLANE, confidence: PLANE } : { output: PLANE }) }),
  line: (scene) => ({ ...network(scene), curve: LINE }),
  digits,
};

/** @param {Object} scene @param {Object<string, import("./safetensors.js").Tensor>} tensors @returns {boolean} */
export function frameFits(scene, tensors) {
  const sizes = SIZES[scene.task]?.(scene) ?? {};
  return Object.entries(sizes).every(([name, size]) => (tensors[name]?.data.length ?? 0) === size);
}
