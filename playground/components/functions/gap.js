/** What stands where walks would be: a slice is being cut, there is no network to slice, or it cannot be sliced. */

import { el, setText } from "../common/dom.js";
import { TEXT } from "./text.js";

export class Gap {
  /** @param {() => void} again somebody wants it to be tried once more @param {() => void} onClose it has worked: the focus goes elsewhere */
  constructor(again, onClose) {
    this.onClose = onClose;
    this.title = el("h3");
    this.text = el("p");
    this.toPlayground = el("a.pg-button", { href: "./", text: TEXT.toPlayground });
    this.again = el("button.pg-button", { type: "button", text: TEXT.tryAgain, onclick: again });
    this.missing = el("div.pg-missing", { hidden: "", "data-testid": "functions-no-network" }, this.title, this.text, this.toPlayground, this.again);
    this.cutting = el("div.pg-missing.pg-cutting", { hidden: "" }, el("span.pg-spinner", { "aria-hidden": "true" }), el("p", { text: TEXT.cutting }));
    this.element = el("div.pg-gap", { role: "status" }, this.missing, this.cutting);
  }

  /** Whether there are no walks to see. */
  get isOpen() {
    return !this.missing.hidden;
  }

  /** @param {boolean} on a slice is on its way; what is there meanwhile stays in sight */
  wait(on) {
    this.cutting.hidden = !on;
  }

  /** @param {boolean} there whether there is a network: another one may do, or the same one later */
  say(sentence, there) {
    this.cutting.hidden = true;
    setText(this.title, there ? TEXT.notSlicedTitle : TEXT.noNetworkTitle);
    setText(this.text, there ? sentence : TEXT.noNetwork);
    this.again.hidden = !there;
    this.missing.hidden = false;
  }

  /** @param {boolean} done nothing is being cut any more */
  close(done) {
    if (done) this.cutting.hidden = true;
    if (document.activeElement === this.again) this.onClose();
    this.missing.hidden = true;
  }
}
