/**
 * One batch at work, for whoever trains batch by batch: forward through the layers, the error, backward, and the update. While it lasts, the stage shows
 * the network as it was before the update, so that one sees what the batch went through.
 */

import { el, setText } from "../common/dom.js";
import { TEXT } from "./text.js";

const SINGLE = 2400; // ms that a batch by itself is shown for
const SHARE = 0.9; // of the time between two batches, in slow motion
const LONGEST_STEP = 80; // ms from one picture to the next: a page that was held up skips no phase
const SLOWEST_FLOW = 5; // batches a second: more cannot be followed

/** Steps 2 to 5 of backpropagation, and at which share of the time each ends; the first is to initialise the weights. */
export const PHASES = [
  { name: "forward", end: 0.38 },
  { name: "error", end: 0.52 },
  { name: "backward", end: 0.88 },
  { name: "update", end: 1 },
];

/**
 * Where a sweep is. Pure.
 * @param {number} part of its time, from 0 to 1
 * @returns {{name: string, part: number}} the phase, and how far that is
 */
export function phaseAt(part) {
  const k = Math.max(0, PHASES.findIndex(({ end }) => part < end));
  const begin = k > 0 ? PHASES[k - 1].end : 0;
  return { name: PHASES[k].name, part: Math.min(1, (part - begin) / (PHASES[k].end - begin)) };
}

/**
 * How long one batch is shown for. Pure.
 * @param {{status: string, step: number}} before @param {{status: string, step: number}} after
 * @param {?number} batches a second; null is as many as it goes
 * @returns {number} ms; 0 where there was more than one batch, or no time to see it
 */
export function duration(before, after, batches) {
  if (!before || after.step !== before.step + 1) return 0;
  if (after.status !== "playing") return before.status === "playing" ? 0 : SINGLE;
  return batches !== null && batches <= SLOWEST_FLOW ? (SHARE * 1000) / batches : 0;
}

export class Sweep {
  /** @param {{redraw: () => void, now?: () => number}} options */
  constructor({ redraw, now = () => performance.now() }) {
    this.redraw = redraw;
    this.now = now;
    this.band = el("div.pg-sweep", { "aria-hidden": "true", hidden: "" });
    this.caption = el("p.pg-phase", { role: "status", "aria-live": "polite", hidden: "" });
    this.reset();
  }

  /** Forget what was shown: another network follows. */
  reset() {
    this.shown = null;
    this.end();
  }

  /**
   * The frame to show now.
   * @param {?Object} frame the newest @param {?number} batches a second
   * @returns {?Object} that, or the one before it while its batch is shown at work
   */
  hold(frame, batches) {
    if (this.length) {
      const now = this.now();
      this.elapsed += Math.min(now - this.last, LONGEST_STEP);
      this.last = now;
      if (this.elapsed < this.length) return this.shown;
      this.end();
    } else if (frame && frame !== this.shown) {
      this.length = duration(this.shown, frame, batches);
      [this.elapsed, this.last] = [0, this.now()];
      if (this.length) return this.shown;
    }
    this.shown = frame;
    return frame;
  }

  /** The phase that is shown now, or null. */
  get phase() {
    return this.length ? phaseAt(this.elapsed / this.length) : null;
  }

  /** Draw where it is, and go on in the next frame. @param {boolean} still do not move anything */
  draw(still) {
    const { phase } = this;
    if (!phase) return;
    setText(this.caption, TEXT.phases[phase.name]);
    this.caption.hidden = false;
    const moves = !still && (phase.name === "forward" || phase.name === "backward");
    this.band.hidden = !moves;
    this.band.dataset.phase = phase.name;
    const at = phase.name === "forward" ? phase.part : 1 - phase.part;
    if (moves) this.band.style.left = `${(at * 100).toFixed(2)}%`;
    this.redraw();
  }

  end() {
    this.length = this.elapsed = 0;
    this.band.hidden = this.caption.hidden = true;
  }
}
