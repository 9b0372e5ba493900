/**
 * The page's state, and the query of the address that opens it: the tab, what it compares, and its fields. Pure.
 * The same query, less the tab and what is only looked at, is what the server is asked.
 */

/**
 * @typedef {{name: string, settings: Object<string, number|string|boolean>, slot: number, rate?: ?number}} Item something that is compared; `slot` is its colour
 */

const SLOTS = 10;

/** @param {Item[]} items @returns {number} the first colour that nobody has */
export const freeSlot = (items) => Array.from({ length: SLOTS }, (_, k) => k).find((k) => items.every(({ slot }) => slot !== k)) ?? 0;

/** @param {Object} entry of the catalogue @returns {Object} its settings as they are if nobody says otherwise */
export const defaultsOf = (entry) => Object.fromEntries(entry.settings.map(({ name, default: value }) => [name, value]));

const written = (value) => (typeof value === "boolean" ? String(Number(value)) : String(value).replace("e+", "e"));

/** @param {Item} item @param {Object} entry @returns {string} such as `elu~0.5`; settings after the last that is not as usual are left out */
export function writeItem({ name, settings }, entry) {
  const values = entry.settings.map((each) => [settings[each.name], each.default]);
  while (values.length && values.at(-1)[0] === values.at(-1)[1]) values.pop();
  return [name, ...values.map(([value]) => written(value))].join("~");
}

function readSetting(text, { default: usual, options, low, high }) {
  if (typeof usual === "boolean") return text === "1" ? true : text === "0" ? false : undefined;
  if (options?.length) return options.find((each) => String(each) === text);
  return readNumber(text, { low, high, whole: false });
}

function readNumber(text, { low = -Infinity, high = Infinity, whole }) {
  const value = text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) && value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : undefined;
}

/** @param {string} text @param {Object[]} entries @returns {?{name: string, settings: Object}} null where it says nothing that there is */
export function readItem(text, entries) {
  const [name, ...values] = text.split("~");
  const entry = entries.find((each) => each.name === name);
  if (!entry || values.length > entry.settings.length) return null;
  const settings = defaultsOf(entry);
  for (const [k, value] of values.entries()) {
    const read = readSetting(value, entry.settings[k]);
    if (read === undefined) return null;
    settings[entry.settings[k].name] = read;
  }
  return { name, settings };
}

/** A query with what it says left readable. @param {[string, string][]} pairs */
export const toQuery = (pairs) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");

/**
 * Some things of one registry, as a query has them.
 * @param {string} text @param {Object[]} entries @param {number} most
 * @returns {{items: Item[], wrong: string[]}} what was understood, and what was not
 */
export function readItems(text, entries, most) {
  const items = [];
  const wrong = [];
  for (const part of text ? text.split(",") : []) {
    const item = items.length < most ? readItem(part, entries) : null;
    if (item) items.push({ ...item, slot: freeSlot(items) });
    else wrong.push(part);
  }
  return { items, wrong };
}

/**
 * Fields of a question, as a query has them.
 * @param {URLSearchParams} query @param {Object<string, {default?: any, low?: number, high?: number, whole?: boolean}>} fields
 * @returns {{values: Object, wrong: string[]}} only numbers that are given and within their bounds are in `values`
 */
export function readFields(query, fields) {
  const values = {};
  const wrong = [];
  for (const [name, field] of Object.entries(fields)) {
    const text = query.get(name);
    if (text === null || field.low === undefined) continue;
    const value = readNumber(text, field);
    if (value === undefined) wrong.push(`${name}=${text}`);
    else values[name] = value;
  }
  return { values, wrong };
}

/** Learning rates of walks. @param {string} text @param {[number, number]} bounds @returns {(?number)[]} null where one is to be found */
export const readRates = (text, [low, high]) => text.split(",").map((part) => readNumber(part, { low, high }) ?? null);

export const TUNED = "tuned";

/** @param {Item[]} items @returns {string} empty where all of them are to be found */
export const writeRates = (items) => (items.some(({ rate }) => rate != null) ? items.map(({ rate }) => (rate == null ? TUNED : written(rate))).join(",") : "");
