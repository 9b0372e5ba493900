/** What is mounted on the page, once under each element. */

/** @template {{destroy: () => void}} T */
export class Mounts {
  /** @param {(parent: Element) => T} make */
  constructor(make) {
    this.make = make;
    this.parts = new WeakMap();
  }

  /**
   * What is mounted under an element; it is made at the first call.
   *
   * Streamlit calls a component again with each change of its data. A call that was still loading its script when the next one came is taken
   * back once the script is there, be that before the next one mounts or after it: so nothing is taken away that is still on the page.
   * @param {Element} parent @returns {[T, () => void]} that, and what takes it away when the element has gone
   */
  at(parent) {
    if (!this.parts.has(parent)) this.parts.set(parent, this.make(parent));
    const leave = () => {
      if (parent.isConnected) return;
      this.parts.get(parent)?.destroy();
      this.parts.delete(parent);
    };
    return [this.parts.get(parent), leave];
  }
}
