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

const STREAMLITS = ["embed", "embed_options"]; // keys that Streamlit itself reads

/** Reads the query of an address key by key, and knows in the end what of it was not understood. */
export class LinkReader {
  /** @param {URLSearchParams} query */
  constructor(query) {
    this.query = query;
    this.wrong = [];
    this.read = new Set(STREAMLITS);
  }

  /** @returns {?string} what a key says; null where it is not given */
  text(key) {
    this.read.add(key);
    return this.query.get(key);
  }

  refuse(key) {
    this.wrong.push(`${key}=${this.query.get(key)}`);
  }

  /** What a key says, as `understand` understands it; as usual where it is not given, or not understood. */
  value(key, usual, understand) {
    const text = this.text(key);
    if (text === null) return usual;
    const value = understand(text);
    if (value === undefined) this.refuse(key);
    return value === undefined ? usual : value;
  }

  /** @param {string[]} words of which a key says one */
  word(key, words, usual) {
    return this.value(key, usual, (text) => words.find((word) => word === text));
  }

  /** @returns {boolean} */
  flag(key, usual) {
    return this.word(key, ["0", "1"], usual ? "1" : "0") === "1";
  }

  /** @param {{low: number, high: number, whole?: boolean}} bounds */
  number(key, bounds, usual) {
    return this.value(key, usual, (text) => readNumber(text, bounds));
  }

  /** One thing of a registry. @param {Object[]} entries @returns {?{name: string, settings: Object}} null where it is not given, or not understood */
  item(key, entries) {
    return this.value(key, null, (text) => readItem(text, entries) ?? undefined);
  }

  /**
   * Some different things of one registry.
   * @param {Object[]} entries @param {number} most @param {Item[]} usual
   * @returns {(Item & {place: number})[]} those that were understood; `place` is where each stands in the link
   */
  items(key, entries, most, usual) {
    const text = this.text(key);
    if (text === null) return usual;
    const items = [];
    for (const [place, part] of (text ? text.split(",") : []).entries()) {
      const item = items.length < most ? readItem(part, entries) : null;
      if (item && items.every(({ name }) => name !== item.name)) items.push({ ...item, place, slot: freeSlot(items) });
      else this.wrong.push(part);
    }
    return items;
  }

  /** The learning rates of walks, by the places of the optimizers in the link. @returns {(?number)[]} null where one is to be found */
  rates(key, bounds) {
    const text = this.text(key);
    return (text ? text.split(",") : []).map((part) => {
      const rate = part === TUNED ? null : readNumber(part, bounds);
      if (rate === undefined) this.wrong.push(`${key}=${part}`);
      return rate ?? null;
    });
  }

  /** @returns {string[]} what was not understood, keys that nobody has asked for included */
  rest() {
    const unknown = [...new Set(this.query.keys())].filter((key) => !this.read.has(key));
    return [...this.wrong, ...unknown.map((key) => `${key}=${this.query.get(key)}`)];
  }
}

export const TUNED = "tuned";

/** @param {Item[]} items @returns {string} empty where all of them are to be found */
export const writeRates = (items) => (items.some(({ rate }) => rate != null) ? items.map(({ rate }) => (rate == null ? TUNED : written(rate))).join(",") : "");
