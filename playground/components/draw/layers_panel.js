/** The drawing's way through the network, layer by layer: the same picture of a network as on the stage, at rest. */

import { el, setAttribute, setText } from "../common/dom.js";
import { isDigits } from "../common/names.js";
import { nextFrame } from "../common/next_frame.js";
import { throttle } from "../common/throttle.js";
import { DigitsNetwork } from "../stage/digits.js";
import { spotsOf } from "../stage/spots.js";
import { cardOf, titleOf, UnitCard } from "../stage/unit_card.js";
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
    this.content = el("div", {}, el("p.pg-intro", { text: TEXT.layersIntro }), el("div.pg-layers", {}, this.box, this.cardBox));
    this.empty = el("p.pg-panel-empty");
    this.element = el("div.pg-panel-body", { "data-testid": "draw-layers" }, this.empty, this.content);
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

  get spot() {
    return this.network.spot ?? this.network.pinned;
  }

  ask(shown) {
    const { spot } = this;
    this.send({ type: "layers", shown, unit: shown && spot && spot.layer > 0 ? [spot.layer, spot.unit] : null });
  }

  spotChanged() {
    if (!this.scene || this.element.hidden) return;
    this.askSoon.call();
    this.redraw();
  }

  pin(spot) {
    const same = spot && this.network.pinned?.layer === spot.layer && this.network.pinned.unit === spot.unit;
    this.network.pinned = spot && !same ? spot : null;
    this.spotChanged();
  }

  unpin() {
    this.network.pinned = null;
    this.network.hover(null);
    this.spotChanged();
    this.canvas.focus({ preventScroll: true });
  }

  inspect(layer, unit) {
    const [spot] = spotsOf(this.network.layout, this.scene.classes, layer, unit);
    this.pin(spot ?? { column: -1, layer, unit });
  }

  setScene(scene) {
    this.scene = scene;
    this.network.pinned = null;
    this.size = null;
    setText(this.empty, TEXT.panelEmpty(isDigits(scene.class_names)));
  }

  resized() {
    this.size = null;
    this.redraw();
  }

  redraw() {
    this.drawSoon.ask();
  }

  show(model, theme) {
    Object.assign(this, { model, theme });
    const drawn = Boolean(model.reading && !model.reading.empty);
    this.empty.hidden = drawn;
    this.content.hidden = !drawn;
    if (drawn) this.draw(model, theme);
  }

  draw({ scene, guess }, theme) {
    const [width, height] = [this.box.clientWidth, this.box.clientHeight];
    if (!width || !height || this.content.hidden) return;
    if (this.size !== `${width}x${height}` || theme !== this.drawnTheme) {
      this.size = `${width}x${height}`;
      this.drawnTheme = theme;
      this.network.setScene(scene, theme, width, height);
      this.network.setFrame({ units: scene.units, unit_scale: scene.unit_scale });
    }
    this.network.setGuess(guess);
    this.network.draw(false);
    const { spot, network } = this;
    const pinned = Boolean(network.pinned) && network.pinned.layer === spot?.layer && network.pinned.unit === spot.unit;
    this.card.show(scene, guess, { units: scene.units, unit_scale: scene.unit_scale }, theme, spot, pinned);
    if (spot && guess) setAttribute(this.canvas, "aria-label", `${titleOf(scene, spot)}. ${cardOf(scene, guess, spot).facts.join(". ")}`);
    else setAttribute(this.canvas, "aria-label", `${TEXT.tabs.layers}: ${scene.layers.map(({ name, shape }) => `${name} ${shape.join(" × ")}`).join(", ")}.`);
  }

  destroy() {
    this.observer.disconnect();
    this.askSoon.cancel();
    this.drawSoon.cancel();
  }
}
