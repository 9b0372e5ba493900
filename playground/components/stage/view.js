/** What all views share: two pictures on canvases, and what they say in words. */

import { mostConfused } from "./confusion.js";
import { el, setAttribute } from "../common/dom.js";
import { formatLoss, formatWhole, scoreFormat } from "../common/format.js";
import { TEXT } from "./text.js";

const pictureCanvas = () => el("canvas.pg-canvas", { role: "img", "aria-label": TEXT.building });
export const box = (element) => [element.clientWidth, element.clientHeight];

/**
 * What the network says, in words: its test score, and what it mixes up where there are more than two classes.
 * @param {Object} scene @param {Object} frame @returns {string}
 */
export function describeScore(scene, frame) {
  const worst = scene.classes > 2 ? mostConfused(frame.confusion) : null;
  const names = scene.class_names ?? [];
  return [
    TEXT.say.score(scene.score, scoreFormat(scene)(frame.test_score)),
    scene.classes === 0 && Number.isFinite(frame.rmse) ? TEXT.say.rmse(formatLoss(frame.rmse)) : "",
    worst ? TEXT.say.confused(names[worst.answer] ?? worst.answer, names[worst.guess] ?? worst.guess) : "",
  ].filter(Boolean).join(" ");
}

export class View {
  constructor({ redraw }) {
    this.redraw = redraw;
    this.networkCanvas = pictureCanvas();
    this.outputCanvas = pictureCanvas();
    this.networkBox = el("div.pg-fill", {}, this.networkCanvas);
    this.outputBox = el("div.pg-fill", {}, this.outputCanvas);
    this.title = el("h2.pg-title", { text: TEXT.output });
    this.side = el("span.pg-side");
  }

  /** The parts that are drawn on canvases, and their boxes. */
  get parts() {
    return [[this.network, this.networkBox], [this.output, this.outputBox]];
  }

  /** The elements whose size decides how large things are drawn. */
  get boxes() {
    return [this.networkBox, this.outputBox];
  }

  setScene(scene, theme) {
    this.scene = scene;
    this.frame = null; // the last one may be of another run
    for (const [part, element] of this.parts) part.setScene(scene, theme, ...box(element));
  }

  setFrame(frame) {
    this.frame = frame;
    for (const [part] of this.parts) part.setFrame(frame);
  }

  setGuess() {}

  setGallery() {}

  /** A run that starts, or goes on in another way, knows nothing of what this page had asked for. */
  askAgain() {}

  setTheme() {}

  /** What was done last has been carried out, or the connection is lost. */
  settled() {}

  draw(moving) {
    for (const [part] of this.parts) part.draw(moving);
  }

  /** Say in words what the pictures show. */
  describe() {
    setAttribute(this.networkCanvas, "aria-label", this.describeNetwork());
    if (this.frame) setAttribute(this.outputCanvas, "aria-label", this.describeOutput());
  }

  describeNetwork() {
    const layers = this.scene.layers.map((layer) => TEXT.say.layer(layer));
    return TEXT.say.network(layers.join(", "), formatWhole(this.scene.parameters));
  }

  destroy() {}
}
