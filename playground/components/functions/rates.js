/** The learning rates of walks: a slider for each optimizer, and a switch that has a good one looked for. */

import { el, setAttribute, setText } from "../common/dom.js";
import { Slider } from "./controls.js";
import { TEXT } from "./text.js";

export class Rates {
  /** @param {[number, number]} bounds @param {() => void} onChange */
  constructor([low, high], onChange) {
    Object.assign(this, { low, high, onChange });
    this.sliders = new Map();
  }

  /** The controls for one optimizer, whose item keeps what is chosen. @returns {HTMLElement} */
  of(item, { name, label }) {
    const tune = el("button.pg-toggle.pg-tune", { type: "button", text: TEXT.tune, title: TEXT.tuneHelp, "aria-pressed": String(item.rate == null), "aria-label": `${TEXT.learningRate} ${label}: ${TEXT.tune}` });
    const choose = (rate) => {
      item.rate = rate;
      setAttribute(tune, "aria-pressed", rate === null);
      this.onChange();
    };
    const slider = new Slider({ label: TEXT.learningRate, help: TEXT.rateHelp, low: this.low, high: this.high, extra: tune, name: `functions-rate-${name}` }, choose);
    tune.onclick = () => choose(null);
    slider.set(item.rate ?? this.low);
    if (item.rate == null) setText(slider.value, TEXT.none);
    this.sliders.set(name, slider);
    return slider.element;
  }

  /**
   * Show rates that were looked for. One that somebody has chosen is theirs: no older answer pushes it back under their hand.
   * @param {import("./address.js").Item[]} items as they are @param {{name: string}[]} walked as they were asked about @param {number[]} rates theirs
   */
  show(items, walked, rates) {
    walked.forEach(({ name }, k) => {
      if (items.some((item) => item.name === name && item.rate == null)) this.sliders.get(name)?.set(rates[k]);
    });
  }
}
