/** Shows the Keras program that does the same, to copy it or to save it. */

import { el } from "../common/dom.js";
import { download } from "../common/keep.js";
import { TEXT } from "./text.js";

export class ScriptDialog {
  /** @param {{say: (text: string) => void}} options */
  constructor({ say }) {
    this.code = el("code");
    const close = el("button.pg-button", { type: "button", text: TEXT.close, onclick: () => this.element.close() });
    const copy = el("button.pg-button", { type: "button", text: TEXT.copy, title: TEXT.copyHelp, onclick: async () => say((await copied(this.code.textContent)) ? TEXT.copied : TEXT.notCopied) });
    const save = el("button.pg-button.pg-fix", { type: "button", text: TEXT.saveScript, title: TEXT.saveScriptHelp, onclick: () => download("compare.py", "text/x-python", this.code.textContent) });
    this.element = el("dialog.pg-race-dialog", { "aria-label": TEXT.script, "data-testid": "race-script-dialog" },
      el("div.pg-head", {}, el("h2.pg-title", { text: TEXT.scriptTitle }), el("div.pg-race-tools", {}, copy, save, close)), el("p.pg-side", { text: TEXT.aboutScript }), el("pre", { tabindex: 0 }, this.code));
    this.element.onclick = (event) => event.target === this.element && this.element.close();
  }

  /** @param {string} script */
  show(script) {
    this.code.textContent = script;
    this.element.showModal();
  }
}
