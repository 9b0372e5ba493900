/** What stands where walks would be: a slice is being cut, there is no network to slice, or it cannot be sliced. */

import { el, setText } from "../common/dom.js";
import { TEXT } from "./text.js";

export class Gap {
  /** @param {() => void} again somebody wants it to be tried once more */
  constructor(again) {
    this.title = el("h3");
    this.text = el("p");
    this.toPlayground = el("a.pg-button", { href: "./", text: TEXT.toPlayground });
    this.again = el("button.pg-button", { type: "button", text: TEXT.tryAgain, onclick: again });
    this.missing = el("div.pg-missing", { hidden: "", "data-testid": "functions-no-network" }, this.title, this.text, this.toPlayground, this.again);
    this.cutting = el("div.pg-missing.pg-cutting", { hidden: "", role: "status" }, el("span.pg-spinner", { "aria-hidden": "true" }), el("p", { text: TEXT.cutting }));
    this.element = el("div.pg-gap", {}, this.missing, this.cutting);
  }

  /** Whether there are no walks to see. */
  get isOpen() {
    return !this.missing.hidden;
  }

  /** A slice is on its way; what is there meanwhile stays in sight. */
  wait() {
    this.cutting.hidden = false;
  }

  /** @param {boolean} there whether there is a network: another one may do, or the same one later */
  say(sentence, there) {
    this.cutting.hidden = true;
    setText(this.title, there ? TEXT.notSlicedTitle : TEXT.noNetworkTitle);
    setText(this.text, there ? sentence : TEXT.noNetwork);
    this.again.hidden = !there;
    this.missing.hidden = false;
  }

  close() {
    this.cutting.hidden = this.missing.hidden = true;
  }
}
