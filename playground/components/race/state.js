/**
 * What the Compare page knows of the race: `reduce(model, message)` takes a message in and returns the next model, or the same one if the message says
 * nothing new: it is of an older run, malformed, or unknown. Rows and pictures are kept in one place, and their version tells that there are more.
 */

import { FIXED, Rows } from "./rows.js";

/**
 * @typedef {{output?: Uint8Array, winners?: Uint8Array, confidence?: Uint8Array, curves?: Float32Array, units?: Uint8Array, guesses?: Uint8Array,
 *   confidences?: Float32Array, epoch: number, past: boolean, shown: number}} Tile what an entry looked like
 * @typedef {{run: number, race: ?Object, rows: ?Rows, tiles: Map<number, Tile>, early: Map<number, Object>, standing: ?Object, notice: ?Object, version: number}} Model
 *   `early` has of each crew the pictures that came before the race that they are of
 */

/** @returns {Model} what is known before the first message */
export const emptyModel = () => ({ run: -1, race: null, rows: null, tiles: new Map(), early: new Map(), standing: null, notice: null, version: 0 });

/** Another session's first race is taken whatever its number. @param {Model} model @returns {Model} */
export const anotherSession = (model) => ({ ...model, run: -1, early: new Map(), notice: null });

const data = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.data]));
const isOld = (model, { run }) => Number.isFinite(run) && run < model.run;

/** @param {Model} model @param {import("../common/safetensors.js").Message} message @returns {Model} */
export function reduce(model, { kind, json, tensors }) {
  if (isOld(model, json)) return model;
  if (kind === "notice") return { ...model, notice: json.text ? json : null };
  if (kind === "race") return reduceRace(model, { ...json, ...data(tensors) });
  if (kind === "tiles" && !isOfRace(model, json)) return { ...model, early: new Map(model.early).set(json.crew, { json, tensors }) };
  if (!model.race || json.run !== model.run) return model;
  if (kind === "tiles") return reduceTiles(model, json, data(tensors));
  if (kind === "curve") return reduceCurve(model, json, tensors);
  if (kind === "standing") return reduceStanding(model, json);
  return model;
}

/** Whether pictures are of the race that is known, and of the seed that is shown there. */
const isOfRace = ({ race, run }, { run: of, shown }) => Boolean(race) && of === run && (shown ?? race.shown) === race.shown;

function reduceRace(model, race) {
  // Another seed to look at, or another target, is the same race: what was measured stays. Of a race anew the rows come from the first.
  const seen = race.run === model.run && Boolean(model.race) && race.entries.length === model.race.entries.length && race.layers.length === model.race.layers.length;
  const rows = seen ? model.rows : new Rows(race.entries.length * race.seeds.length, FIXED + 2 * race.layers.length);
  const tiles = new Map(seen ? [...model.tiles].filter(([, { shown }]) => shown === race.shown) : []);
  const notice = model.notice?.run === race.run ? model.notice : null; // what was said of another run is over
  const next = { run: race.run, race, rows, tiles, early: new Map(), standing: seen ? model.standing : null, notice, version: model.version + 1 };
  // Crews do not wait for each other: pictures can be here before the race that they are of, even of one that is still to come.
  return [...model.early.values()].filter(({ json }) => json.run >= race.run).reduce((known, { json, tensors }) => reduce(known, { kind: "tiles", json, tensors }), next);
}

function reduceTiles(model, { entries, epoch, past, shown = model.race.shown }, tensors) {
  if (!fits(model.race, entries, tensors)) return model;
  const tiles = new Map(model.tiles);
  entries.forEach((entry, k) => {
    const tile = { epoch, past, shown };
    for (const [name, values] of Object.entries(tensors)) {
      const size = values.length / entries.length;
      tile[name] = values.subarray(k * size, (k + 1) * size);
    }
    tiles.set(entry, tile);
  });
  return { ...model, tiles, version: model.version + 1 };
}

function reduceCurve(model, { from }, { rows }) {
  const { race } = model;
  if (!rows || (rows.data.length && rows.shape[1] !== FIXED + 2 * race.layers.length)) return model;
  const known = from === 0 && model.rows.count ? new Rows(race.entries.length * race.seeds.length, model.rows.columns) : model.rows; // from the first again
  known.leaveOut(divergedLanes(model.standing));
  const added = known.add(from, rows.data);
  return added || known !== model.rows ? { ...model, rows: known, version: model.version + 1 } : model;
}

const divergedLanes = (standing) => Object.keys(standing?.diverged ?? {}).map(Number);

function reduceStanding(model, standing) {
  model.rows.leaveOut(divergedLanes(standing));
  return { ...model, standing };
}

/** Whether pictures have the sizes that the race says. */
export function fits(race, entries, tensors) {
  if (!Array.isArray(entries) || !entries.every((entry) => race.entries[entry])) return false;
  const each = (name) => (tensors[name]?.length ?? -1) / entries.length;
  if (race.task === "line") return each("curves") === 200;
  if (race.task === "digits") return each("guesses") === race.answers.length && each("confidences") === race.answers.length && each("units") % race.unit_side ** 2 === 0;
  const pixels = race.side ** 2;
  return race.classes > 2 ? each("winners") === pixels && each("confidence") === pixels : each("output") === pixels;
}

/** The first lane of an entry. */
export const firstLane = (race, entry) => entry * race.seeds.length;

/** Why lanes of an entry have diverged: `{lanes, text}`, or null where none has. */
export function divergence(race, standing, entry) {
  const texts = race.seeds.map((_, k) => standing?.diverged?.[firstLane(race, entry) + k]).filter(Boolean);
  return texts.length ? { lanes: texts.length, text: texts[0] } : null;
}

/**
 * The moment that is looked back to: crews keep few moments of large networks, so that their pictures can be of others than the one that was asked for.
 * @param {Map<number, Tile>} tiles @param {?number} at epoch that was asked for
 * @returns {?{epoch: number, low: number, high: number}} where the pictures are of several moments, the nearest of them and the ends; null is now
 */
export function momentSeen(tiles, at) {
  if (at === null) return null;
  const epochs = [...tiles.values()].filter(({ past }) => past).map(({ epoch }) => epoch);
  if (!epochs.length) return { epoch: at, low: at, high: at };
  const epoch = epochs.reduce((best, each) => (Math.abs(each - at) < Math.abs(best - at) ? each : best));
  return { epoch, low: Math.min(...epochs), high: Math.max(...epochs) };
}

/** The address that opens an entry in the Playground, with the seed that is shown. @param {string} base address of the page */
export function playgroundUrl(race, entry, base) {
  const query = new URLSearchParams(race.entries[entry].link);
  query.set("seed", String(race.seeds[race.shown] ?? race.seeds[0]));
  const url = new URL(`./?${query}`, base);
  url.hash = "";
  return url.href;
}
