/**
 * Where things lie in the flat arrays of a frame. Pure.
 * A layer with links "full" has a kernel `(fan_in, units)` row by row and then its bias; one with links "one" has the scale of
 * each unit and then its shift.
 */

/** @typedef {{units: number, links: "full" | "one" | null}} Layer as in a scene, from input to output */

/** Whether each unit is linked with its own one of the layer before. @param {Layer} layer @returns {boolean} */
export const isPaired = (layer) => layer.links === "one";

/** Numbers in the kernel, or the scales, of a layer after the input. @returns {number} */
export const kernelSize = (layers, k) => (isPaired(layers[k]) ? 1 : layers[k - 1].units) * layers[k].units;

/** Where the numbers of a layer begin. @param {Layer[]} layers @param {number} k 1 for the first one after the input @returns {number} */
export function weightOffset(layers, k) {
  let offset = 0;
  for (let j = 1; j < k; j++) offset += kernelSize(layers, j) + layers[j].units;
  return offset;
}

/** Where the biases, or the shifts, of a layer begin. @returns {number} */
export const biasOffset = (layers, k) => weightOffset(layers, k) + kernelSize(layers, k);

/** How many weights a frame has. @param {Layer[]} layers @returns {number} */
export const weightCount = (layers) => weightOffset(layers, layers.length);

/** Where a unit's picture lies among the pictures of a frame. @returns {number} */
export const neuronIndex = (layers, k, unit) => layers.slice(1, k).reduce((sum, { units }) => sum + units, 0) + unit;
