/**
 * What the Compare page knows of the race: `reduce(model, message)` takes a message in and returns the next model, or the same one if the message says
 * nothing new: it is of an older run, malformed, or unknown. Rows and pictures are kept in one place, and their version tells that there are more.
 */

import { FIXED, Rows } from "./rows.js";

/**
 * @typedef {{output?: Uint8Array, winners?: Uint8Array, confidence?: Uint8Array, curves?: Float32Array, units?: Uint8Array, guesses?: Uint8Array,
 *   confidences?: Float32Array, epoch: number, past: boolean}} Tile what an entry looked like
 * @typedef {{run: number, race: ?Object, rows: ?Rows, tiles: Map<number, Tile>, standing: ?Object, notice: ?Object, version: number}} Model
 */

/** @returns {Model} what is known before the first message */
export const emptyModel = () => ({ run: -1, race: null, rows: null, tiles: new Map(), standing: null, notice: null, version: 0 });

/** Another session's first race is taken whatever its number. @param {Model} model @returns {Model} */
export const anotherSession = (model) => ({ ...model, run: -1, notice: null });

const data = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.data]));
const isOld = (model, { run }) => Number.isFinite(run) && run < model.run;

/** @param {Model} model @param {import("../common/safetensors.js").Message} message @returns {Model} */
export function reduce(model, { kind, json, tensors }) {
  if (isOld(model, json)) return model;
  if (kind === "notice") return { ...model, notice: json.text ? json : null };
  if (kind === "race") return reduceRace(model, { ...json, ...data(tensors) });
  if (!model.race || json.run !== model.run) return model;
  if (kind === "tiles") return reduceTiles(model, json, data(tensors));
  if (kind === "curve") return reduceCurve(model, json, tensors);
  if (kind === "standing") return { ...model, standing: json };
  return model;
}

function reduceRace(model, race) {
  // Another seed to look at is the same race: what was measured stays. From its start, or anew, the rows come again.
  const seen = race.run === model.run && model.race && race.shown !== model.race.shown;
  const rows = seen ? model.rows : new Rows(race.entries.length * race.seeds.length, FIXED + 2 * race.layers.length);
  return { run: race.run, race, rows, tiles: new Map(), standing: seen ? model.standing : null, notice: model.notice, version: model.version + 1 };
}

function reduceTiles(model, { entries, epoch, past }, tensors) {
  if (!fits(model.race, entries, tensors)) return model;
  const tiles = new Map(model.tiles);
  entries.forEach((entry, k) => {
    const tile = { epoch, past };
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
  const added = known.add(from, rows.data);
  return added || known !== model.rows ? { ...model, rows: known, version: model.version + 1 } : model;
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

/** The address that opens an entry in the Playground, with the seed that is shown. @param {string} base address of the page */
export function playgroundUrl(race, entry, base) {
  const query = new URLSearchParams(race.entries[entry].link);
  query.set("seed", String(race.seeds[race.shown] ?? race.seeds[0]));
  const url = new URL(`./?${query}`, base);
  url.hash = "";
  return url.href;
}
