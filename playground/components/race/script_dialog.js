/** Shows the Keras program that does the same, to copy it or to save it. */

import { el, setText } from "../common/dom.js";
import { copied, download } from "../common/keep.js";
import { TEXT } from "./text.js";

export class ScriptDialog {
  constructor() {
    this.code = el("code");
    this.said = el("span.pg-side", { role: "status" }); // here, for the page lies below a dialog
    const close = el("button.pg-button", { type: "button", text: TEXT.close, onclick: () => this.element.close() });
    const copy = el("button.pg-button", { type: "button", text: TEXT.copy, title: TEXT.copyHelp, onclick: () => this.copy() });
    const save = el("button.pg-button.pg-fix", { type: "button", text: TEXT.saveScript, title: TEXT.saveScriptHelp, onclick: () => download("compare.py", "text/x-python", this.code.textContent) });
    this.element = el("dialog.pg-race-dialog", { "aria-label": TEXT.script, "data-testid": "race-script-dialog" },
      el("div.pg-head", {}, el("h2.pg-title", { text: TEXT.scriptTitle }), el("div.pg-race-tools", {}, this.said, copy, save, close)), el("p.pg-side", { text: TEXT.aboutScript }), el("pre", { tabindex: 0 }, this.code));
    this.element.onclick = (event) => event.target === this.element && this.element.close();
  }

  async copy() {
    setText(this.said, (await copied(this.code.textContent)) ? TEXT.copied : TEXT.notCopied);
  }

  /** @param {string} script */
  show(script) {
    setText(this.said, "");
    this.code.textContent = script;
    this.element.showModal();
  }
}
