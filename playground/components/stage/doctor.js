/** The doctor: a card over the head of the network while something is wrong, and a panel with all that is looked for. */

import { checkup, holding } from "./doctor_findings.js";
import { el, fold, setText } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { TEXT } from "./text.js";

const WORDS = TEXT.doctor;

const fixButton = (finding, send) =>
  el("button.pg-button.pg-fix", { type: "button", text: finding.fix, "data-rule": finding.rule, onclick: () => send({ type: "fix", rule: finding.rule }) });

/** Says the gravest finding, with what helps. */
export class DoctorCard {
  /** @param {{send: (command: Object) => void}} options */
  constructor({ send }) {
    this.send = send;
    this.dismissed = new Set();
    this.looks = [null, null];
    this.element = el("div.pg-doctor", { role: "status", "aria-live": "polite", "data-testid": "doctor" });
  }

  setScene(scene) {
    this.checks = scene.checks ?? [];
    this.dismissed.clear();
    this.why = false;
  }

  /** @param {?Object} inside the newest look @param {?string} status of the run */
  set(inside, status) {
    if (inside !== this.looks[0]) this.looks = [inside, this.looks[0]];
    const findings = holding(...this.looks, status).filter(({ rule }) => !this.dismissed.has(rule));
    const key = JSON.stringify([findings.map(({ rule, fix }) => [rule, fix]), this.why]);
    if (key !== this.key) this.show(findings);
    this.key = key;
    if (findings.length) setText(this.text, findings[0].text);
    this.findings = findings;
  }

  /** Whether it says that training has diverged, so that nobody else need say it. */
  get saysDivergence() {
    return Boolean(this.findings?.some(({ rule }) => rule === "divergence"));
  }

  show(findings) {
    const [first, ...others] = findings;
    this.element.hidden = !first;
    if (!first) return this.element.replaceChildren();
    const { label, help } = this.checks.find(({ rule }) => rule === first.rule) ?? { label: "", help: "" };
    this.text = el("span.pg-doctor-text", { text: first.text });
    const more = others.length ? [el("span.pg-side", { text: WORDS.more(others.length) })] : [];
    const body = el("div.pg-doctor-body", {}, el("p", {}, el("strong", { text: `${label}. ` }), this.text, ...more),
      ...(this.why ? [el("p.pg-side", { text: help })] : []));
    this.element.replaceChildren(
      el("span.pg-doctor-icon", { "aria-hidden": "true", html: ICONS.doctor }), body,
      el("div.pg-doctor-buttons", {},
        ...(first.fix ? [fixButton(first, this.send)] : []),
        el("button.pg-button", { type: "button", text: WORDS.why, "aria-expanded": String(Boolean(this.why)), onclick: () => this.toggle() }),
        el("button.pg-mini", { type: "button", "aria-label": WORDS.dismiss, title: WORDS.dismiss, html: ICONS.remove, onclick: () => this.dismiss(first.rule) })),
    );
  }

  toggle() {
    this.why = !this.why;
    this.show(this.findings);
    this.element.querySelector("[aria-expanded]")?.focus();
  }

  dismiss(rule) {
    this.dismissed.add(rule);
    this.findings = this.findings.filter((finding) => finding.rule !== rule);
    this.show(this.findings);
  }
}

/** A panel with each check, and what it found. */
export class DoctorPanel {
  /** @param {{send: (command: Object) => void}} options */
  constructor({ send }) {
    this.send = send;
    this.verdict = el("span.pg-side");
    this.list = el("ul.pg-checks");
    this.element = fold("checkup", [el("span", { text: `${WORDS.title} ` }), this.verdict],
      el("p.pg-side", { text: WORDS.help }), this.list);
  }

  setScene({ checks }) {
    this.checks = checks;
    this.element.hidden = false;
    this.show();
  }

  setFrame() {}

  setInside(inside) {
    if (inside === this.inside) return;
    this.inside = inside;
    this.show();
  }

  show() {
    const findings = this.inside?.findings ?? [];
    setText(this.verdict, this.inside ? WORDS.verdict(findings.length) : "");
    // What a finding says changes with every look; its button stays, so that it can be clicked.
    const key = JSON.stringify([this.checks, findings.map(({ rule, fix }) => [rule, fix])]);
    if (key !== this.key) this.list.replaceChildren(...checkup(this.checks, findings).map((check) => this.item(check)));
    this.key = key;
    for (const { rule, text } of findings) setText(this.list.querySelector(`[data-found="${rule}"]`), ` ${text}`);
  }

  item({ label, help, finding }) {
    return el(`li.pg-check${finding ? ".pg-found" : ""}`, {},
      el("span.pg-check-mark", { role: "img", "aria-label": finding ? WORDS.wrong : WORDS.fine, html: finding ? ICONS.warning : ICONS.fine }),
      el("div", {}, el("p", {}, el("strong", { text: label }), ...(finding ? [el("span", { "data-found": finding.rule })] : [])), el("p.pg-side", { text: help })),
      ...(finding?.fix ? [fixButton(finding, this.send)] : []));
  }

  destroy() {}
}
