/** What each layer makes of the picture that is looked at: where its numbers lie in a `guess`. Pure. */

/**
 * @typedef {{kind: "maps", data: Uint8Array, side: number, count: number, scale: number}} Maps signed bytes, map by map
 * @typedef {{kind: "units", data: Float32Array, count: number, scale: number}} Units
 */

/** How many of a layer's units or maps are told of. @param {{shown?: number[], layers: Object[]}} scene @param {number} layer */
export const shownOf = ({ shown, layers }, layer) => shown?.[layer - 1] ?? layers[layer].units;

/** @param {Object} scene @returns {{maps: number, units: number}} how many numbers the arrays of a guess have */
export function guessSizes(scene) {
  const sizes = { maps: 0, units: 0 };
  scene.layers.slice(1).forEach(({ shape }, k) => {
    const count = shownOf(scene, k + 1);
    if (shape.length === 3) sizes.maps += count * shape[0] * shape[1];
    else sizes.units += count;
  });
  return sizes;
}

/** Whether a guess is about the network of a scene. @param {Object} scene @param {?Object} guess @returns {boolean} */
export function guessFits(scene, guess) {
  const { maps, units } = guessSizes(scene);
  return (guess?.maps?.length ?? 0) === maps && guess?.units?.length === units && guess.digit?.length === scene.side ** 2
    && guess.probabilities?.length === scene.classes;
}

/**
 * @param {Object} scene @param {?Object} guess
 * @returns {?(Maps | Units | null)[]} for each layer of the scene, null for the input; null where the guess is of another network
 */
export function responsesOf(scene, guess) {
  if (!guessFits(scene, guess)) return null;
  const at = { maps: 0, units: 0 };
  return scene.layers.map(({ shape }, layer) => {
    if (layer === 0) return null;
    const kind = shape.length === 3 ? "maps" : "units";
    const count = shownOf(scene, layer);
    const size = kind === "maps" ? count * shape[0] * shape[1] : count;
    const data = guess[kind].subarray(at[kind], at[kind] + size);
    at[kind] += size;
    return { kind, data, count, scale: guess.scales[layer - 1], ...(kind === "maps" ? { side: shape[0] } : {}) };
  });
}
