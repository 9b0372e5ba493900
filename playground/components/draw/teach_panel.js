/** Teach it: one's own digits, a lesson of some seconds, and what came of it for them and for the test digits. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatPercent } from "../common/format.js";
import { download } from "../common/keep.js";
import { nameOf } from "../common/names.js";
import { thin } from "../digit_pad/strokes.js";
import { ClassChips } from "./class_chips.js";
import { showInk } from "./heatmap.js";
import { isDrawn } from "./needs_drawing.js";
import { MOST, written } from "./own_digits.js";
import { TEXT } from "./text.js";

export class TeachPanel {
  name = "teach";

  /** @param {{send: (command: Object) => void, sendFile: (file: File) => void, drawing: () => ?{strokes: Object[], size: number}}} options */
  constructor({ send, sendFile, drawing }) {
    Object.assign(this, { send, sendFile, drawing, digits: new Map(), given: 0, shown: [] });
    this.chips = new ClassChips({ label: TEXT.whatWasIt, title: TEXT.keepAs, onPick: (label) => this.keep(label) });
    this.count = el("p.pg-side");
    this.list = el("ul.pg-own", { "data-testid": "draw-own" });
    this.file = el("input.pg-hidden", { type: "file", accept: ".json,application/json", tabindex: -1, "aria-hidden": "true", onchange: () => this.load(this.file.files[0]) });
    const button = (text, onclick, title = "") => el("button.pg-button", { type: "button", text, title, onclick });
    this.saveButton = button(TEXT.save, () => this.save());
    this.loadButton = button(TEXT.load, () => this.file.click(), TEXT.loadHelp);
    this.clearButton = button(TEXT.dropAll, () => this.drop(null));
    this.teachButton = el("button.pg-button.pg-fix", { type: "button", text: TEXT.teach, "data-testid": "draw-teach-button", onclick: () => this.send({ type: "teach", rehearse: this.rehearse.checked }) });
    this.unlearnButton = button(TEXT.unlearn, () => this.send({ type: "unlearn" }));
    this.rehearse = el("input.pg-switch", { type: "checkbox", role: "switch", checked: "", "aria-label": TEXT.rehearse, title: TEXT.rehearseHelp });
    this.progress = el("progress.pg-progress", { max: 1, "aria-label": TEXT.learning });
    this.results = el("table.pg-table.pg-lesson", { "data-testid": "draw-lesson" });
    this.element = el("div.pg-panel-body", { "data-testid": "draw-teach" }, el("p.pg-intro", { text: TEXT.teachIntro }),
      el("div.pg-control-row", {}, el("span.pg-label", { text: TEXT.whatWasIt }), this.chips.element),
      el("div.pg-control-row", {}, this.count, this.saveButton, this.loadButton, this.clearButton, this.file), this.list,
      el("div.pg-control-row", {}, this.teachButton, el("label.pg-smallest", { title: TEXT.rehearseHelp }, this.rehearse, el("span", { text: TEXT.rehearse })), this.unlearnButton, this.progress),
      el("p.pg-side", { text: TEXT.rehearseHelp }), this.results);
  }

  ask() {}

  /** A reader that has just started knows none of them. */
  askAgain() {
    this.send({ type: "drop", number: null });
    for (const [number, digit] of this.digits) this.send({ type: "keep", number, ...digit });
  }

  keep(label) {
    const drawing = this.drawing();
    if (drawing) this.add([{ ...drawing, label }]);
  }

  /** @param {import("./own_digits.js").OwnDigit[]} digits */
  add(digits) {
    for (const { strokes, size, label } of digits.slice(0, Math.max(0, MOST - this.shown.length))) {
      const digit = { strokes: thin(strokes), size, label };
      this.given += 1;
      this.digits.set(this.given, digit);
      this.send({ type: "keep", number: this.given, ...digit });
    }
  }

  drop(number) {
    if (number === null) this.digits.clear();
    else this.digits.delete(number);
    this.send({ type: "drop", number });
  }

  /** Those that the reader has taken, as a file. */
  save() {
    const digits = this.shown.map(({ number }) => this.digits.get(number)).filter(Boolean);
    download("my-digits.json", "application/json", written(digits));
  }

  load(file) {
    this.file.value = "";
    if (file) this.sendFile(file);
  }

  setScene(scene) {
    this.scene = scene;
    this.chips.setNames(scene.class_names);
  }

  show(model, theme) {
    const { scene, lesson } = model;
    const learning = lesson?.status === "learning";
    const own = this.shown = lesson?.own ?? [];
    this.chips.setEnabled(isDrawn(model) && own.length < MOST && !learning);
    setText(this.count, own.length >= MOST ? TEXT.ownFull(MOST) : own.length ? TEXT.own(own.length) : TEXT.ownNone);
    for (const button of [this.saveButton, this.clearButton]) button.hidden = !own.length;
    this.teachButton.disabled = !own.length || learning;
    setText(this.teachButton, lesson?.taught ? TEXT.teachAgain : TEXT.teach);
    this.unlearnButton.hidden = !lesson?.taught && !learning;
    this.progress.hidden = !learning;
    this.progress.value = lesson?.progress ?? 0;
    this.showOwn(scene, lesson, theme);
    this.showResults(lesson);
  }

  showOwn(scene, lesson, theme) {
    // A lesson tells ten times a second how far it has come, and the same of the digits all the while.
    const own = JSON.stringify([lesson?.own ?? [], scene.class_names]);
    const pictures = lesson?.pictures ?? [];
    const { drawn } = this;
    if (own === drawn?.own && theme === drawn.theme && pictures.length === drawn.pictures.length && pictures.every((ink, k) => ink === drawn.pictures[k])) return;
    this.drawn = { own, pictures, theme };
    const size = scene.side ** 2;
    this.list.replaceChildren(...(lesson?.own ?? []).map(({ number, label, before, after }, k) => {
      const name = (value) => nameOf(scene.class_names, value);
      const now = after ?? before;
      const canvas = el("canvas.pg-own-picture", { role: "img", "aria-label": TEXT.say.own(name(label), name(before), after === null ? null : name(after)) });
      showInk(canvas, scene.side, lesson.pictures.subarray(k * size, (k + 1) * size), theme);
      const away = el("button.pg-mini", { type: "button", text: "×", title: TEXT.drop(name(label)), "aria-label": TEXT.drop(name(label)), onclick: () => this.drop(number) });
      return el("li", { class: now === label ? "pg-same" : "pg-other" }, canvas, el("b", { text: name(label) }),
        el("span.pg-side", { text: after === null ? TEXT.readAs(name(before)) : `${name(before)} → ${name(after)}` }), away);
    }));
  }

  showResults(lesson) {
    const known = lesson && Number.isFinite(lesson.test_before);
    this.results.hidden = !known;
    if (!known || lesson === this.result) return;
    this.result = lesson;
    const own = lesson.own;
    const right = (when) => (own.every((each) => each[when] !== null) ? formatPercent(own.filter((each) => each[when] === each.label).length / own.length, 0) : "–");
    const row = (title, ...cells) => el("tr", {}, el("th", { scope: "row", text: title }), ...cells.map((text) => el("td", { text })));
    this.results.replaceChildren(
      el("thead", {}, el("tr", {}, el("td"), el("th", { scope: "col", text: TEXT.before }), el("th", { scope: "col", text: TEXT.after }))),
      el("tbody", {}, row(TEXT.ownRight, right("before"), right("after")), row(TEXT.testRight, formatPercent(lesson.test_before, 2), formatPercent(lesson.test_after, 2))));
    setAttribute(this.results, "aria-label", TEXT.tabs.teach);
  }
}
