/** The view of networks that see pictures: the network alive with one picture, the drawing pad, and the wall of test pictures. */

import { DigitsNetwork } from "./digits.js";
import { el, setAttribute, setText } from "../common/dom.js";
import { Drawing } from "./drawing.js";
import { formatWhole } from "../common/format.js";
import { itemsOf } from "./gallery.js";
import { isDigits } from "../common/names.js";
import { Recalls } from "./recalls.js";
import { TEXT } from "./text.js";
import { throttle } from "../common/throttle.js";
import { titleOf, UnitCard, wordsOf } from "./unit_card.js";
import { box, describeScore, View } from "./view.js";
import { Wall } from "./wall.js";

const LOOK_INTERVAL = 50; // ms between two units that the run is asked about while the pointer moves over them

export class DigitsView extends View {
  constructor(options) {
    super(options);
    Object.assign(this, { send: options.send, onLooked: options.onLooked, sample: null, mistakes: false });
    this.network = new DigitsNetwork(this.networkCanvas, { onSpot: () => this.showUnit() });
    this.wall = new Wall(this.outputCanvas, { onLook: (sample) => this.look(sample), redraw: this.redraw });
    this.drawing = new Drawing({ onDraw: (strokes) => this.drew(options.onDraw, strokes), onBack: () => this.look(null), onStep: (step) => this.step(step) });
    this.onDraw = options.onDraw;
    this.recalls = new Recalls();
    this.card = new UnitCard({ onClose: () => this.unpin(), onUnit: (layer, unit) => this.inspect(layer, unit) });
    this.ask = throttle(() => this.sendLook(), LOOK_INTERVAL);
    this.firstWrong = el("button.pg-toggle", { type: "button", text: TEXT.wrongFirst, "aria-pressed": "false", title: TEXT.help.wrongFirst, onclick: () => this.toggleMistakes() });
    this.wallPart = el("div.pg-wall", {}, el("div.pg-head", {}, this.title, this.side, this.firstWrong), this.recalls.element, this.outputBox);
    this.panels = { network: [this.networkBox], output: [this.drawing.element, el("div.pg-fill.pg-lower", {}, this.wallPart, this.card.element)] };
    this.listen();
  }

  listen() {
    const { networkCanvas: canvas, network } = this;
    canvas.tabIndex = 0;
    canvas.onpointermove = ({ offsetX, offsetY, pointerType }) => {
      if (pointerType !== "touch" && network.pointAt(offsetX, offsetY)) this.redraw();
      setAttribute(canvas, "title", network.spot ? titleOf(this.scene, network.spot) : network.textAt(offsetX));
    };
    canvas.onpointerleave = () => network.hover(null) && this.redraw();
    canvas.onclick = ({ offsetX, offsetY }) => {
      network.pointAt(offsetX, offsetY);
      this.pin(network.spot);
    };
    canvas.onkeydown = (event) => {
      if (event.key === "Enter" && network.spot) this.pin(network.spot);
      else if (event.key === "Escape" && this.network.pinned) this.unpin();
      else if (!network.press(event.key)) return;
      event.preventDefault();
      this.redraw();
      this.describe(); // whoever pressed a key waits for the answer
    };
    canvas.onblur = () => network.hover(null) && this.redraw();
    this.card.element.onkeydown = (event) => event.key === "Escape" && this.unpin();
  }

  get parts() {
    return [[this.network, this.networkBox]];
  }

  get boxes() {
    return [this.networkBox, this.outputBox];
  }

  // Looking

  /** Show what the network makes of a test picture. @param {?number} sample null is the drawing, or the first one */
  look(sample) {
    this.sample = sample;
    this.sendLook();
    this.drawing.setChosen(sample !== null);
  }

  /** Look at the next test picture, or at the one before. @param {1 | -1} step */
  step(step) {
    const { tested } = this.scene;
    this.look(((this.guess?.sample ?? -1) + step + tested) % tested);
  }

  /** Show a unit closely, until it is closed. */
  inspect(layer, unit) {
    this.pin(this.network.placeOf(layer, unit));
    this.networkBox.scrollIntoView({ block: "nearest" });
    this.redraw();
  }

  pin(spot) {
    this.network.togglePin(spot);
    this.showUnit();
  }

  unpin() {
    this.network.pinned = null;
    this.network.hover(null);
    this.showUnit();
    this.networkCanvas.focus({ preventScroll: true });
  }

  get spot() {
    return this.network.looked;
  }

  showUnit() {
    this.showCard();
    if (this.scene) this.ask.call();
    this.redraw();
  }

  // Where the wall is not beside the network but below it, the card lies over the network.
  showCard() {
    const { scene, guess, frame, theme, spot, card } = this;
    if (!scene || (!spot && card.element.hidden)) return;
    const { below } = this;
    const over = below && spot && (spot === this.network.pinned || document.activeElement === this.networkCanvas); // a card under the pointer would flicker
    const shown = below && !over ? null : spot;
    const home = over ? this.networkBox : this.wallPart.parentElement;
    if (card.element.parentElement !== home) home?.append(card.element);
    card.element.classList.toggle("pg-over", Boolean(over));
    card.element.classList.toggle("pg-over-top", Boolean(over) && this.network.isLow(spot));
    this.wallPart.classList.toggle("pg-covered", Boolean(shown && !over));
    card.show(scene, guess, frame, theme, shown, this.network.isPinned);
  }

  sendLook() {
    const { spot } = this;
    const unit = spot && spot.layer > 0 ? [spot.layer, spot.unit] : null;
    this.send({ type: "look", sample: this.sample, unit });
    this.onLooked(this.sample);
  }

  askAgain() {
    if (this.drawn.length) this.onDraw(this.drawn);
    if (this.sample !== null || this.spot) this.sendLook();
    if (this.mistakes) this.send({ type: "mistakes", shown: true });
  }

  // A stroke says what one wants to look at.
  drew(onDraw, strokes) {
    if (this.sample !== null && strokes.length) this.look(null);
    onDraw(strokes);
  }

  toggleMistakes() {
    this.mistakes = !this.mistakes;
    setAttribute(this.firstWrong, "aria-pressed", this.mistakes);
    this.send({ type: "mistakes", shown: this.mistakes });
    this.fillWall();
    this.redraw();
  }

  // What comes from the run

  setScene(scene, theme) {
    this.theme = theme;
    // Asked for once, since asking costs a layout.
    this.below = this.outputBox.getBoundingClientRect().top > this.networkBox.getBoundingClientRect().bottom;
    super.setScene(scene, theme);
    if (this.network.pinned && !this.stillThere(this.network.pinned)) this.network.pinned = null;
    this.drawing.setScene(scene);
    this.recalls.setScene(scene);
    this.fillWall();
    this.showCard();
  }

  stillThere({ layer, unit }) {
    return layer < this.scene.layers.length && unit < this.scene.layers[layer].units;
  }

  get drawn() {
    return this.drawing.pad.strokes;
  }

  setTheme(theme) {
    this.drawing.setTheme(theme);
  }

  setGuess(guess) {
    this.guess = guess;
    this.network.setGuess(guess);
    this.drawing.setGuess(guess);
    this.wall.setLooked(guess?.sample ?? null);
    this.showCard();
  }

  setGallery(gallery) {
    this.gallery = gallery;
    if (this.mistakes) this.fillWall();
  }

  setFrame(frame) {
    super.setFrame(frame);
    this.recalls.setFrame(frame);
    if (!this.mistakes) this.wall.setGuesses(frame.guesses, frame.confidences);
    this.count();
  }

  /** Hang other pictures on the wall: the first test pictures, or those that the network is wrong about. */
  fillWall() {
    const { scene, gallery, frame } = this;
    const wrong = this.mistakes && gallery?.mistakes ? gallery.mistakes : null;
    const items = this.mistakes ? itemsOf(scene, wrong ?? { samples: [], answers: [], guesses: [], confidences: [] }, gallery?.mistake_pictures)
      : itemsOf(scene, { samples: Array.from(scene.answers ?? [], (_, k) => k), answers: scene.answers ?? [], guesses: frame?.guesses ?? null, confidences: frame?.confidences ?? null }, scene.digits);
    this.wall.setItems(items, this.theme, ...box(this.outputBox));
    this.count();
  }

  count() {
    const { scene, gallery, wall } = this;
    setText(this.title, TEXT.wall(isDigits(scene.class_names)));
    const all = gallery?.mistakes?.all;
    if (!this.mistakes) setText(this.side, wall.items?.guesses ? TEXT.wallCount(formatWhole(wall.right), formatWhole(wall.count)) : "");
    else setText(this.side, Number.isFinite(all) ? TEXT.wallCount(formatWhole(gallery.tested - all), formatWhole(gallery.tested)) : "");
  }

  draw(moving) {
    super.draw(moving);
    this.wall.draw();
  }

  // In words

  describe() {
    setAttribute(this.networkCanvas, "aria-label", this.describeNetwork());
    if (this.frame) this.wall.say(this.describeOutput());
    this.drawing.announce();
  }

  describeNetwork() {
    if (!this.spot) return `${super.describeNetwork()} ${TEXT.say.digitKeys}`;
    return wordsOf(this.scene, this.guess, this.spot);
  }

  describeOutput() {
    const { scene, frame, wall } = this;
    const digits = isDigits(scene.class_names);
    const text = this.mistakes ? TEXT.say.wrongFirst(digits, wall.count) : TEXT.say.wall(digits, formatWhole(frame.epoch), wall.right, wall.count);
    return `${text} ${TEXT.say.wallKeys} ${describeScore(scene, frame)}`;
  }

  destroy() {
    this.ask.cancel();
    this.recalls.destroy();
    this.drawing.destroy();
  }
}
