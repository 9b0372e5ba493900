/**
 * What the Draw page knows: the newest of each kind of message. `reduce(model, message)` returns the next model and never changes the one it got.
 */

/**
 * @typedef {{run: number, networks: Object, scene: ?Object, reading: ?Object, steps: ?Object, guess: ?Object, why: ?Object, mind: ?Object, lesson: ?Object,
 *   picture: ?Object, drawings: ?Object, notice: ?Object}} Model `run` is the number of the newest reader, -1 before the first
 */

/** @returns {Model} what is known before the first message */
export const emptyModel = () =>
  ({ run: -1, networks: { chosen: "shipped", shelved: [] }, scene: null, reading: null, steps: null, guess: null, why: null, mind: null, lesson: null, picture: null, drawings: null, notice: null });

const data = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.data]));

/**
 * @param {Model} model
 * @param {import("../common/safetensors.js").Message} message
 * @returns {Model} the same object if the message says nothing new: it is of an older reader, malformed, or unknown
 */
export function reduce(model, { kind, json, tensors }) {
  if (kind === "networks") return { ...model, networks: json };
  if (kind === "notice") return json.run < model.run ? model : { ...model, notice: json.text ? json : null };
  if (kind === "scene") {
    if (json.run < model.run) return model;
    // Another network, or another reader: what there was is not its own.
    const lesson = json.run === model.run ? model.lesson : null;
    return { ...model, run: json.run, scene: { ...json, ...data(tensors) }, reading: null, steps: null, guess: null, why: null, mind: null, lesson, picture: null, drawings: null };
  }
  if (!model.scene || json.run !== model.run) return model;
  const content = { ...json, ...data(tensors), ...(tensors.ink ? { shape: tensors.ink.shape } : {}) };
  const fits = FITS[kind];
  if (!fits?.(model.scene, content)) return model;
  // What is explained is the drawing that was read last; of an older one it would only confuse.
  return { ...model, [kind]: content };
}

const isPicture = (pixels, { side }) => pixels?.length === side * side;

/** Whether a message fits the network of the scene. */
const FITS = {
  reading: (scene, { picture, probabilities }) => isPicture(picture, scene) && probabilities?.length === scene.classes,
  steps: (scene, { pictures, probabilities }) =>
    pictures?.length === scene.steps.length * scene.side ** 2 && probabilities?.length === scene.steps.length * scene.classes,
  guess: () => true, // the network's picture looks at that itself
  why: (scene, { digit, maps, heatmaps }) => isPicture(digit, scene) && (heatmaps?.length ?? 0) === maps.length * scene.side ** 2,
  mind: (scene, { digit, before, found, changed, change, after }) =>
    isPicture(digit, scene) && before?.length === scene.classes && (!found || (isPicture(changed, scene) && isPicture(change, scene) && after?.length === scene.classes)),
  lesson: (scene, { own, pictures }) => (pictures?.length ?? 0) === own.length * scene.side ** 2,
  drawings: (_, { digits }) => Array.isArray(digits),
  picture: (_, { ink, number }) => Number.isFinite(number) && ink?.length > 0,
};

/**
 * What the network says of the picture after one of the steps.
 * @param {Object} scene @param {?Object} steps @param {number} k
 * @returns {{best: number, probability: number}}
 */
export function answerAt(scene, steps, k) {
  const probabilities = steps.probabilities.subarray(k * scene.classes, (k + 1) * scene.classes);
  const [best] = likeliest(probabilities, 1);
  return { best, probability: probabilities[best] };
}

/** The classes by their probability, the likeliest first. @param {ArrayLike<number>} probabilities @param {number} most @returns {number[]} */
export const likeliest = (probabilities, most) =>
  Array.from(probabilities, (_, k) => k).sort((a, b) => probabilities[b] - probabilities[a]).slice(0, most);
