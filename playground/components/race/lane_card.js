/** The card of one entry: what it is called, its picture, how it stands, and what one can do with it. */

import { el, setAttribute, setText } from "../common/dom.js";
import { ICONS } from "./icons.js";
import { swatch } from "./palette.js";
import { TEXT } from "./text.js";

/** Highlight an entry while one points at an element, or has the focus in it. @param {HTMLElement} element @param {import("./choices.js").Choices} choices */
export function follow(element, choices, entry) {
  element.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && choices.highlight(entry));
  element.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && choices.highlight(null));
  element.addEventListener("focusin", () => choices.highlight(entry));
  element.addEventListener("focusout", () => choices.highlight(null));
  return element;
}

export class LaneCard {
  /** @param {{choices: import("./choices.js").Choices, race: Object, entry: number, look: import("./palette.js").Look, href: string, side: number}} options */
  constructor({ choices, race, entry, look, href }) {
    Object.assign(this, { choices, entry, frames: 0 });
    const { label } = race.entries[entry];
    this.label = label;
    this.rank = el("span.pg-race-rank", { title: TEXT.rankHelp });
    this.flag = el("span.pg-race-flag", { hidden: "" });
    this.score = el("dd");
    this.loss = el("dd");
    this.reached = el("dd");
    this.part = el("p.pg-race-reached", { title: TEXT.reachedHelp });
    this.look = el("button.pg-mini", { type: "button", title: TEXT.pinHelp(label), "aria-label": TEXT.pinHelp(label), html: ICONS.pin, onclick: () => choices.pin(entry) });
    this.mute = el("button.pg-mini", { type: "button", title: TEXT.muteHelp(label), "aria-label": TEXT.muteHelp(label), html: ICONS.mute, onclick: () => choices.toggleMuted(entry) });
    this.open = el("a.pg-mini", { href, target: "_blank", rel: "noopener", title: TEXT.openHelp(label), "aria-label": TEXT.openHelp(label), html: ICONS.open });
    this.frame = el("div.pg-race-picture", { role: "img", "aria-label": label }, this.flag); // drawn on the sheet behind all cards
    this.frame.onclick = () => choices.pin(entry);
    this.element = follow(el("article.pg-lane", { "aria-label": label, "data-entry": entry, "data-frames": 0, "data-testid": "race-lane", style: `--pg-lane: ${look.color}` },
      el("header.pg-lane-head", { title: label }, el("span.pg-lane-swatch", { html: swatch(look) }), el("h3.pg-lane-name", { text: label }), this.rank),
      this.frame,
      el("dl.pg-lane-numbers", {}, el("div", { title: TEXT.scoreHelp(race.score, race.seeds.length) }, el("dt", { text: race.score }), this.score), el("div", { title: TEXT.lossHelp(race.seeds.length) }, el("dt", { text: TEXT.loss }), this.loss), el("div", { title: TEXT.reachedHelp }, el("dt", { text: TEXT.target }), this.reached)),
      el("footer.pg-lane-foot", {}, this.part, el("span.pg-lane-buttons", {}, this.look, this.mute, this.open))), choices, entry);
  }

  /** One more picture is drawn. */
  count() {
    this.frames += 1;
    this.element.dataset.frames = String(this.frames);
  }

  /** @param {{score: string, loss: string, rank: ?number, reached: {epochs: string, part: string}, diverged: ?{lanes: number, text: string}, words: string, of: number}} now */
  show({ score, loss, rank, reached, diverged, words, of }) {
    const { choices, entry, element } = this;
    setText(this.score, score);
    setText(this.loss, loss);
    setText(this.rank, rank ? String(rank) : "");
    setText(this.reached, reached.epochs);
    setText(this.part, reached.part);
    this.flag.hidden = !diverged;
    if (diverged) {
      setText(this.flag, TEXT.diverged(diverged.lanes, of));
      setAttribute(this.flag, "title", diverged.text);
    }
    setAttribute(this.frame, "aria-label", words);
    const classes = { "pg-focus": entry === choices.focus, "pg-pinned": entry === choices.pinned, "pg-muted": choices.muted.has(entry), "pg-first": rank === 1 };
    for (const [name, on] of Object.entries(classes)) element.classList.toggle(name, on);
    setAttribute(this.mute, "aria-pressed", choices.muted.has(entry));
    setAttribute(this.look, "aria-pressed", entry === choices.pinned);
  }
}
