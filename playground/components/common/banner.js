/** One slim line for what the person should know now. */

import { el, setText } from "./dom.js";

/** @typedef {{level: string, text: string, progress?: ?number, busy?: boolean, reload?: boolean}} Content */

export class Banner {
  /** @param {{reload: string}} text */
  constructor(text) {
    this.spinner = el("span.pg-spinner", { "aria-hidden": "true" });
    this.text = el("span.pg-banner-text");
    this.progress = el("progress.pg-progress", { max: 1 });
    this.reload = el("button.pg-button", { type: "button", text: text.reload, onclick: () => location.reload() });
    // The status region stays in the page when it is empty: otherwise nobody would read out what comes into it.
    this.element = el("div.pg-banner", { role: "status", "aria-live": "polite", "data-testid": "notice" });
  }

  /** @param {?Content} content null shows nothing */
  show(content) {
    const key = JSON.stringify(content);
    if (key === this.key) return;
    this.key = key;
    const parts = content ? [this.text] : [];
    if (content?.busy) parts.unshift(this.spinner);
    if (typeof content?.progress === "number") parts.push(this.progress);
    if (content?.reload) parts.push(this.reload);
    if (parts.some((part) => part.parentNode !== this.element) || parts.length !== this.element.children.length)
      this.element.replaceChildren(...parts);
    this.element.dataset.level = content?.level ?? "";
    setText(this.text, content?.text ?? "");
    if (typeof content?.progress !== "number") return;
    this.progress.value = content.progress;
    this.progress.setAttribute("aria-label", content.text);
  }
}
