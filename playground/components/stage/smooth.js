/** Smooths a line, so that one sees where it goes. Pure. */

/**
 * A mean that forgets: each value counts less the longer ago it was. As in TensorBoard, the first values are not drawn towards zero.
 * @param {ArrayLike<number>} values NaN where there is a gap, which is passed over
 * @param {number} weight of what was before, from 0 (none) to below 1
 * @returns {Float32Array} as many values
 */
export function smoothed(values, weight) {
  const result = new Float32Array(values.length);
  let [mean, steps] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    if (!Number.isFinite(values[k])) {
      result[k] = NaN;
      continue;
    }
    mean = weight * mean + (1 - weight) * values[k];
    steps += 1;
    result[k] = mean / (1 - weight ** steps);
  }
  return result;
}
