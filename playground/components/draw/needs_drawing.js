/** What a panel has to say of a drawing; where nothing is drawn, what to do about that. */

import { el, setText } from "../common/dom.js";
import { isDigits } from "../common/names.js";
import { TEXT } from "./text.js";

/** Whether there is something to say anything about. @param {import("./state.js").Model} model */
export const isDrawn = ({ reading }) => Boolean(reading && !reading.empty);

export class NeedsDrawing {
  /** @param {HTMLElement} content */
  constructor(content) {
    this.content = content;
    this.empty = el("p.pg-panel-empty");
    this.elements = [this.empty, content];
  }

  setScene({ class_names: names }) {
    setText(this.empty, TEXT.panelEmpty(isDigits(names)));
  }

  /** @param {import("./state.js").Model} model @returns {boolean} whether the content is shown */
  show(model) {
    const drawn = isDrawn(model);
    this.empty.hidden = drawn;
    this.content.hidden = !drawn;
    return drawn;
  }
}
