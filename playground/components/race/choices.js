/** What the person has chosen to look at. Every part reads it here, and says here what was done. */

/**
 * @typedef {{highlighted: ?number, pinned: ?number, muted: Set<number>, measure: ?string, log: ?boolean, spread: "range" | "interval" | "none", sort: {by: string, down: boolean},
 *   cell: string, lanesAs: "list" | "table", at: ?number, brushes: Object<string, [number, number]>}} Chosen `at` is the epoch that is looked at; null is the newest;
 *   `brushes` are what was chosen along axes, by their names
 */

export const NOTHING = () => ({ highlighted: null, pinned: null, muted: new Set(), measure: null, log: null, spread: "range", sort: { by: "rank", down: false }, cell: "score", lanesAs: "table", at: null, brushes: {} });

export class Choices {
  /** @param {(what: Partial<Chosen>) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    Object.assign(this, NOTHING());
  }

  /** The entry that stands out: the one that is pointed at, or the one that is held. */
  get focus() {
    return this.highlighted ?? this.pinned;
  }

  set(values) {
    if (Object.entries(values).every(([name, value]) => this[name] === value)) return;
    Object.assign(this, values);
    this.onChange(values);
  }

  highlight(entry) {
    this.set({ highlighted: entry });
  }

  /** Hold an entry, or no longer. */
  pin(entry) {
    this.set({ pinned: entry === this.pinned ? null : entry });
  }

  /** By hand: what is left out is then no longer what was chosen along axes. */
  toggleMuted(entry) {
    const muted = new Set(this.muted);
    if (!muted.delete(entry)) muted.add(entry);
    this.set({ muted, ...(Object.keys(this.brushes).length ? { brushes: {} } : {}) });
  }

  /** Mute some, and only those. @param {Iterable<number>} entries @param {Chosen["brushes"]} [brushes] by which they were chosen */
  muteOnly(entries, brushes = {}) {
    const muted = new Set(entries);
    const same = muted.size === this.muted.size && [...muted].every((entry) => this.muted.has(entry));
    this.set({ brushes, ...(same ? {} : { muted }) });
  }

  /** How strongly an entry is drawn: muted ones fade, and where one stands out the others do. */
  strength(entry) {
    if (entry === this.focus) return 1;
    if (this.muted.has(entry)) return 0.15;
    return this.focus === null ? 1 : 0.22;
  }

  /** Another comparison: nothing of what was chosen of the entries means anything there. */
  forget() {
    const { highlighted, pinned, muted, at, measure, log, brushes } = NOTHING();
    Object.assign(this, { highlighted, pinned, muted, at, measure, log, brushes });
  }
}
