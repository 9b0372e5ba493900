/** The drawing's way through the network, layer by layer: the same picture of a network as on the stage, at rest. */

import { el, setAttribute } from "../common/dom.js";
import { nextFrame } from "../common/next_frame.js";
import { throttle } from "../common/throttle.js";
import { DigitsNetwork } from "../stage/digits.js";
import { titleOf, UnitCard, wordsOf } from "../stage/unit_card.js";
import { NeedsDrawing } from "./needs_drawing.js";
import { TEXT } from "./text.js";

const INTERVAL = 50; // ms between two units that are asked about while the pointer moves over them

export class LayersPanel {
  name = "layers";

  /** @param {{send: (command: Object) => void}} options */
  constructor({ send }) {
    this.send = send;
    this.canvas = el("canvas.pg-canvas", { role: "img", tabindex: 0, "aria-label": TEXT.tabs.layers, "data-testid": "draw-network" });
    this.box = el("div.pg-layers-box", {}, this.canvas);
    this.network = new DigitsNetwork(this.canvas, { onSpot: () => this.spotChanged() });
    this.card = new UnitCard({ onClose: () => this.unpin(), onUnit: (layer, unit) => this.inspect(layer, unit) });
    this.drawSoon = nextFrame(() => this.model && this.draw(this.model, this.theme));
    this.askSoon = throttle(() => this.ask(true), INTERVAL);
    this.cardBox = el("div.pg-layers-card", {}, el("p.pg-layers-hint", { text: TEXT.layersHint }), this.card.element);
    this.page = new NeedsDrawing(el("div", {}, el("p.pg-intro", { text: TEXT.layersIntro }), el("div.pg-layers", {}, this.box, this.cardBox)));
    this.element = el("div.pg-panel-body", { "data-testid": "draw-layers" }, ...this.page.elements);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.box);
    this.listen();
  }

  listen() {
    const { canvas, network } = this;
    canvas.onpointermove = ({ offsetX, offsetY, pointerType }) => {
      if (pointerType !== "touch" && network.pointAt(offsetX, offsetY)) this.redraw();
      if (this.scene) setAttribute(canvas, "title", network.spot ? titleOf(this.scene, network.spot) : network.textAt(offsetX));
    };
    canvas.onpointerleave = canvas.onblur = () => network.hover(null) && this.redraw();
    canvas.onclick = ({ offsetX, offsetY }) => {
      network.pointAt(offsetX, offsetY);
      this.pin(network.spot);
    };
    canvas.onkeydown = (event) => {
      if (event.key === "Enter" && network.spot) this.pin(network.spot);
      else if (event.key === "Escape" && network.pinned) this.unpin();
      else if (!network.press(event.key)) return;
      event.preventDefault();
      this.redraw();
    };
  }

  ask(shown) {
    const spot = this.network.looked;
    this.send({ type: "layers", shown, unit: shown && spot && spot.layer > 0 ? [spot.layer, spot.unit] : null });
  }

  spotChanged() {
    if (!this.scene || this.element.hidden) return;
    this.askSoon.call();
    this.redraw();
  }

  pin(spot) {
    this.network.togglePin(spot);
    this.spotChanged();
  }

  unpin() {
    this.network.pinned = null;
    this.network.hover(null);
    this.spotChanged();
    this.canvas.focus({ preventScroll: true });
  }

  inspect(layer, unit) {
    this.pin(this.network.placeOf(layer, unit));
  }

  setScene(scene) {
    this.scene = scene;
    this.network.pinned = null;
    this.size = null;
    this.page.setScene(scene);
  }

  resized() {
    this.size = null;
    this.redraw();
  }

  redraw() {
    this.drawSoon.ask();
  }

  show(model, theme) {
    const same = this.model?.scene === model.scene && this.model.guess === model.guess && this.theme === theme && !this.page.content.hidden;
    Object.assign(this, { model, theme });
    if (this.page.show(model) && !same) this.draw(model, theme);
  }

  draw({ scene, guess }, theme) {
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!width || !height || this.page.content.hidden) return;
    if (this.size !== `${width}x${height}` || theme !== this.drawnTheme) {
      this.size = `${width}x${height}`;
      this.drawnTheme = theme;
      this.network.setScene(scene, theme, width, height);
      this.network.setFrame({ units: scene.units, unit_scale: scene.unit_scale });
      this.guess = undefined;
    }
    if (guess !== this.guess) this.network.setGuess((this.guess = guess)); // which colours every map: not for each unit under the pointer
    this.network.draw(false);
    const spot = this.network.looked;
    this.card.show(scene, guess, { units: scene.units, unit_scale: scene.unit_scale }, theme, spot, this.network.isPinned);
    if (spot && guess) setAttribute(this.canvas, "aria-label", wordsOf(scene, guess, spot));
    else setAttribute(this.canvas, "aria-label", `${TEXT.tabs.layers}: ${scene.layers.map(({ name, shape }) => `${name} ${shape.join(" × ")}`).join(", ")}.`);
  }

  destroy() {
    this.observer.disconnect();
    this.askSoon.cancel();
    this.drawSoon.cancel();
  }
}
