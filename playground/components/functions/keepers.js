/** Buttons by which a tab is kept: as a picture, a vector file, a table, a link; and the one that has it as it was at first. */

import { el } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { copied, download } from "../common/keep.js";
import { asCsv, asPng, asSvg } from "./keeping.js";
import { TEXT } from "./text.js";

export class Keepers {
  /** @param {import("./panel.js").Panel} panel whose figure is kept */
  constructor(panel) {
    this.panel = panel;
    const button = (kind) => el("button.pg-button.pg-keeper", { type: "button", text: TEXT[kind], title: TEXT.help[kind], "data-testid": `functions-${kind}`, onclick: () => this.keep(kind) });
    this.ofFigure = ["png", "svg", "csv"].map(button);
    const reset = el("button.pg-button.pg-keeper", { type: "button", html: ICONS.reset, title: TEXT.resetHelp, "aria-label": TEXT.reset, "data-testid": "functions-reset", onclick: () => panel.reset() });
    this.element = el("div.pg-keep", { role: "group", "aria-label": TEXT.keep }, ...this.ofFigure, button("link"), reset);
    this.enable(false);
  }

  /** @param {boolean} drawn whether there is a figure */
  enable(drawn) {
    this.ofFigure.forEach((each) => (each.disabled = !drawn));
  }

  async keep(kind) {
    const { host, name } = this.panel;
    if (kind === "link") {
      host.address.flush();
      return host.toast((await copied(location.href)) ? TEXT.copied : TEXT.notCopied);
    }
    const file = `${name}.${kind}`;
    if (kind === "csv") download(file, "text/csv", asCsv(this.panel.columns()));
    if (kind === "svg") download(file, "image/svg+xml", asSvg(this.panel.sheet(), host.theme));
    if (kind === "png") download(file, "image/png", await asPng(this.panel.sheet(), host.theme));
    host.toast(TEXT.kept(file));
  }
}
