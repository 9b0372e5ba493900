/** A row of buttons, one for each class, of which one is chosen or none. */

import { el, setAttribute } from "../common/dom.js";

export class ClassChips {
  /**
   * @param {{label: string, onPick: (k: ?number) => void, none?: string, title?: (name: string) => string}} options `none` is the text of a
   *   first button that chooses no class
   */
  constructor({ label, onPick, none, title = (name) => name }) {
    Object.assign(this, { onPick, none, title, chosen: null, buttons: [] });
    this.element = el("div.pg-chips.pg-class-chips", { role: "group", "aria-label": label });
  }

  /** @param {string[]} names of the classes */
  setNames(names) {
    if (JSON.stringify(names) === JSON.stringify(this.names)) return;
    this.names = names;
    const values = [...(this.none ? [null] : []), ...names.keys()];
    this.buttons = values.map((value) => {
      const name = value === null ? this.none : names[value];
      const title = value === null ? this.none : this.title(name);
      return { value, button: el("button.pg-toggle", { type: "button", text: name, title, "aria-label": title, onclick: () => this.onPick(value) }) };
    });
    this.element.replaceChildren(...this.buttons.map(({ button }) => button));
    this.choose(null);
  }

  choose(value) {
    this.chosen = value;
    for (const each of this.buttons) setAttribute(each.button, "aria-pressed", each.value === value);
  }

  setEnabled(enabled) {
    for (const { button } of this.buttons) button.disabled = !enabled;
  }
}
