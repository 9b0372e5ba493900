/** The card with what happens inside: the size of the gradient and the share of dead units, layer by layer. */

import { el, setAttribute, setText } from "../common/dom.js";
import { formatPercent, formatTwoDigits, formatWhole } from "../common/format.js";
import { exports } from "./keep.js";
import { layersFigure } from "./layers_figure.js";
import { Plot, setSize } from "./shapes.js";
import { TEXT } from "./text.js";

export class LayersPanel {
  /** @param {{choices: import("./choices.js").Choices}} options */
  constructor({ choices }) {
    Object.assign(this, { choices, width: 0 });
    this.plot = Plot.make({ class: "pg-race-svg pg-race-matrix", tabindex: 0, role: "img", "aria-label": TEXT.layers, "data-testid": "race-layers" });
    this.when = el("span.pg-side");
    this.box = el("div.pg-race-flow", {}, this.plot.svg);
    this.element = el("section.pg-card.pg-race-layers", { "aria-label": TEXT.layers },
      el("div.pg-head", {}, el("h2.pg-title", { text: TEXT.layers }), el("div.pg-race-tools", {}, this.when, exports("layers", () => this.file()))),
      el("p.pg-side.pg-race-about", { text: TEXT.aboutLayers }), this.box);
    const { svg } = this.plot;
    svg.onpointermove = (event) => this.choices.highlight(this.entryAt(event));
    svg.onpointerleave = () => this.choices.highlight(null);
    svg.onclick = (event) => this.pin(this.entryAt(event));
    svg.onblur = () => this.choices.highlight(null);
    svg.onkeydown = (event) => this.press(event);
  }

  entryAt(event) {
    if (!this.figure) return null;
    const box = this.plot.svg.getBoundingClientRect();
    return this.figure.rowAt(((event.clientY - box.top) / box.height) * this.figure.height);
  }

  pin(entry) {
    if (entry !== null) this.choices.pin(entry);
  }

  press(event) {
    const count = this.options?.race.entries.length ?? 0;
    const now = this.choices.highlighted;
    if (event.key === "Enter" && now !== null) this.pin(now);
    else if (event.key === "ArrowDown") this.choices.highlight(now === null ? 0 : Math.min(count - 1, now + 1));
    else if (event.key === "ArrowUp") this.choices.highlight(now === null ? count - 1 : Math.max(0, now - 1));
    else if (event.key === "Escape" && now !== null) this.choices.highlight(null);
    else return;
    event.preventDefault();
    this.describe();
  }

  show(options) {
    this.options = options;
    setText(this.when, options.at === null ? TEXT.now : TEXT.atEpoch(formatWhole(options.at)));
    this.redraw();
  }

  resized() {
    this.width = this.box.clientWidth;
  }

  redraw() {
    const { width } = this;
    if (!this.options || width < 40) return;
    // Narrower than this, numbers would run into each other: then it scrolls.
    const wide = Math.max(width, 130 + 42 * (2 * this.options.race.layers.length - 1));
    this.figure = layersFigure({ ...this.options, width: wide });
    setSize(this.plot.svg, wide, this.figure.height);
    this.plot.show(this.figure);
  }

  describe() {
    const { figure, options, choices } = this;
    if (!figure) return;
    const { race } = options;
    const words = ({ entry, gradients, dead }) => TEXT.say.layersOf(race.entries[entry].label, gradients.map((value, k) => `${race.layers[k]} ${formatTwoDigits(value)}`).join(", "), dead.map((value, k) => `${race.layers[k]} ${formatPercent(value, 0)}`).join(", "));
    setAttribute(this.plot.svg, "aria-label", choices.highlighted === null ? TEXT.say.layers(figure.table.slice(0, 6).map(words).join(" ")) : words(figure.table[choices.highlighted]));
  }

  file() {
    return this.options ? layersFigure({ ...this.options, width: 900 }) : null;
  }
}
