/** Panels of which one is open: a list of tabs, for mouse and keyboard. */

import { el, setAttribute } from "../common/dom.js";
import { TEXT } from "./text.js";

export class Tabs {
  /** @param {{name: string, element: HTMLElement}[]} panels @param {(name: string) => void} onOpen */
  constructor(panels, onOpen) {
    this.panels = panels;
    this.onOpen = onOpen;
    this.tabs = panels.map(({ name, element }) => {
      setAttribute(element, "role", "tabpanel");
      setAttribute(element, "id", `pg-panel-${name}`);
      setAttribute(element, "aria-labelledby", `pg-tab-${name}`);
      return el("button.pg-tab", { type: "button", role: "tab", id: `pg-tab-${name}`, "aria-controls": `pg-panel-${name}`, text: TEXT.tabs[name],
        onclick: () => this.open(name), onkeydown: (event) => this.press(event, name) });
    });
    this.list = el("div.pg-tabs", { role: "tablist", "aria-label": TEXT.answer }, ...this.tabs);
    this.element = el("section.pg-card.pg-draw-panels", {}, this.list, ...panels.map(({ element }) => element));
    this.show(panels[0].name);
  }

  get current() {
    return this.panels.find(({ name }) => name === this.name);
  }

  open(name) {
    if (name === this.name) return;
    this.show(name);
    this.onOpen(name);
  }

  show(name) {
    this.name = name;
    this.panels.forEach((panel, k) => {
      const chosen = panel.name === name;
      panel.element.hidden = !chosen;
      setAttribute(this.tabs[k], "aria-selected", chosen);
      this.tabs[k].tabIndex = chosen ? 0 : -1;
    });
  }

  press(event, name) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.panels.findIndex((panel) => panel.name === name);
    const next = (at + step + this.panels.length) % this.panels.length;
    this.open(this.panels[next].name);
    this.tabs[next].focus();
  }
}
