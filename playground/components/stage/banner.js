/** One slim line for what the person should know now: the connection, a notice, or how the run ended. */

import { el, setText } from "../common/dom.js";
import { TEXT } from "./text.js";

/**
 * What to say, the most urgent first. Pure.
 * @param {{state: string, code: ?number}} connection
 * @param {import("./state.js").Model} model
 * @returns {?{level: string, text: string, progress?: ?number, busy?: boolean, reload?: boolean}}
 */
export function bannerFor({ state, code }, { notice, frame }, divergenceIsSaid = false) {
  if (state === "refused") return { level: "error", text: TEXT.refused[code], reload: true };
  if (state === "lost") return { level: "warning", text: TEXT.lost, busy: true };
  if (notice) return notice;
  if (frame?.status === "diverged" && divergenceIsSaid) return null;
  if (frame?.status === "diverged") return { level: "error", text: frame.message || TEXT.diverged };
  if (frame?.status === "finished") return { level: "info", text: frame.message || TEXT.finished };
  return frame?.message ? { level: "info", text: frame.message } : null;
}

export class Banner {
  constructor() {
    this.spinner = el("span.pg-spinner", { "aria-hidden": "true" });
    this.text = el("span.pg-banner-text");
    this.progress = el("progress.pg-progress", { max: 1 });
    this.reload = el("button.pg-button", { type: "button", text: TEXT.reload, onclick: () => location.reload() });
    // The status region stays in the page when it is empty: otherwise nobody would read out what comes into it.
    this.element = el("div.pg-banner", { role: "status", "aria-live": "polite", "data-testid": "notice" });
  }

  /** @param {ReturnType<typeof bannerFor>} content */
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
