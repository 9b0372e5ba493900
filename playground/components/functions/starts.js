/** Sliders for where walks start: the way for whoever does not click. */

import { el } from "../common/dom.js";
import { Slider } from "./controls.js";
import { TEXT } from "./text.js";

export class Starts {
  /** @param {(place: [number, number]) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    this.element = el("div.pg-starts");
    this.sliders = [];
    this.place = [0, 0];
  }

  /** @param {import("./surface_layout.js").Window} window what they may reach */
  reach({ left, right, bottom, top }) {
    const key = [left, right, bottom, top].join();
    if (key === this.key) return; // whoever holds a slider keeps hold of it
    this.key = key;
    const slider = (name, k, low, high) => new Slider({ label: TEXT.fields[name], help: TEXT.clickToStart, low, high, name: `functions-${name}` }, (value) => {
      this.place = this.place.map((each, at) => (at === k ? value : each));
      this.onChange(this.place);
    });
    this.sliders = [slider("x", 0, left, right), slider("y", 1, bottom, top)];
    this.element.replaceChildren(...this.sliders.map(({ element }) => element));
  }

  set(place) {
    this.place = place;
    this.sliders.forEach((slider, k) => slider.set(place[k]));
  }
}
