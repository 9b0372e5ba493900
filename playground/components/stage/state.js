/**
 * What the stage knows: the newest scene, frame, guess, gallery, look inside and notice, and the rows of the learning curve.
 * `reduce(model, message)` returns the next model and never changes the one it got.
 */

import { frameFits, insideFits } from "./fits.js";
import { guessFits } from "./responses.js";

/** Numbers in a row of the curve: epoch, train loss, test loss, train score, test score, learning rate. */
export const COLUMNS = 6;
const ROOM = 256;

/**
 * @typedef {{count: number, data: Float32Array}} Curve `count` rows of COLUMNS numbers; there may be room for more
 * @typedef {{run: number, scene: ?Object, frame: ?Object, guess: ?Object, gallery: ?Object, inside: ?Object, notice: ?Object, settings: Object,
 *   curve: Curve, previous: ?Curve}} Model
 *   `run` is the number of the newest run, -1 before the first; `previous` is the curve of the last run, or of this one before it was taken back
 */

/** @returns {Model} what is known before the first message */
export const emptyModel = () =>
  ({ run: -1, scene: null, frame: null, guess: null, gallery: null, inside: null, notice: null, settings: NO_EDITS, curve: emptyCurve(), previous: null });

const NO_EDITS = { edits: 0, undo: false, redo: false };

const emptyCurve = () => ({ count: 0, data: new Float32Array(0) });

/** Another session counts its runs anew: the first scene it sends is the one to show. @param {Model} model @returns {Model} */
export const anotherSession = (model) => ({ ...model, run: -1 });

/**
 * @param {Model} model
 * @param {import("../common/safetensors.js").Message} message
 * @returns {Model} the same object if the message says nothing new: it is of an older run, malformed, or unknown
 */
export function reduce(model, { kind, json, tensors }) {
  const run = Number(json.run);
  if (kind === "notice") return isOld(model, json) ? model : { ...model, notice: json.text ? json : null };
  if (kind === "settings") return { ...model, settings: json };
  if (kind === "scene") return reduceScene(model, run, json, tensors);
  if (run !== model.run) return model;
  if (kind === "frame") return frameFits(model.scene, tensors) ? { ...model, frame: { ...json, ...data(tensors) } } : model;
  if (kind === "curve") return tensors.rows ? reduceCurve(model, json.from, tensors.rows.data) : model;
  if (kind === "inside") return insideFits(model.scene, json, tensors) ? { ...model, inside: { ...json, ...data(tensors) } } : model;
  if (kind === "guess") return reduceGuess(model, { ...json, ...data(tensors) });
  if (kind === "gallery") return { ...model, gallery: { ...json, ...data(tensors) } };
  return model;
}

const sameLayers = (one, other) => ["task", "classes", "layers"].every((key) => JSON.stringify(one[key]) === JSON.stringify(other[key]));

const reduceGuess = (model, guess) => (guessFits(model.scene, guess) ? { ...model, guess } : model);

// A notice may speak of a run whose scene is still to come, or of no run at all.
const isOld = (model, json) => Number.isFinite(json.run) && json.run < model.run;

const data = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.data]));

function reduceScene(model, run, json, tensors) {
  if (run < model.run) return model;
  const scene = { ...json, ...data(tensors) };
  // A page that connects again hears the scene again; a run that goes on with other layers has a new one, which the last frame does not fit.
  if (run === model.run) {
    const same = sameLayers(scene, model.scene);
    return { ...model, scene, ...(same ? {} : { frame: null, guess: null, gallery: null, inside: null }) };
  }
  const previous = scene.score === model.scene?.score ? lastCurve(model) : null;
  return { ...emptyModel(), settings: model.settings, previous, run, scene, notice: isOld({ run }, model.notice ?? {}) ? null : model.notice };
}

const lastCurve = ({ curve, previous }) => (curve.count > 1 ? curve : previous);

function reduceCurve(model, from, rows) {
  const curve = append(model.curve, from, rows);
  return { ...model, curve, previous: curve.count < model.curve.count ? lastCurve(model) : model.previous };
}

/**
 * Rows are only ever written behind the ones a model already counts, so models may share one buffer.
 * @param {Curve} curve
 * @param {number} from index of the first new row; 0 forgets all there is
 * @param {Float32Array} rows
 * @returns {Curve}
 */
export function append(curve, from, rows) {
  const kept = Math.min(Math.max(0, Number(from) || 0), curve.count);
  const count = kept + Math.floor(rows.length / COLUMNS);
  let { data: target } = curve;
  if (kept < curve.count || count * COLUMNS > target.length) {
    target = new Float32Array(Math.max(2 * count, ROOM) * COLUMNS);
    target.set(curve.data.subarray(0, kept * COLUMNS));
  }
  target.set(rows.subarray(0, (count - kept) * COLUMNS), kept * COLUMNS);
  return { count, data: target };
}
