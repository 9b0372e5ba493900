/** How fast a network may train: from one batch a second, slow enough to watch each, to as fast as it goes. Pure. */

import { TEXT } from "./text.js";

/** The slider's speeds: batches or epochs a second; null is as fast as it goes. @type {({batches: number} | {epochs: ?number})[]} */
export const SPEEDS = [{ batches: 1 }, { batches: 4 }, ...[1, 2, 5, 10, 30, 60, 120, 300, 1000, null].map((epochs) => ({ epochs }))];

/** @param {{batches?: number, epochs?: ?number}} speed @param {number} steps batches in an epoch @returns {?number} epochs a second */
export const epochsPerSecond = ({ batches, epochs }, steps) => (batches ? batches / Math.max(1, steps) : epochs);

/** @param {?number} epochs a second @param {number} steps batches in an epoch @returns {number} the place on the slider nearest to a speed */
export function speedIndex(epochs, steps) {
  if (epochs === null || epochs === undefined) return SPEEDS.length - 1;
  const distance = (speed) => {
    const own = epochsPerSecond(speed, steps);
    return own === null ? Infinity : Math.abs(Math.log(own / Math.max(epochs, 1e-6)));
  };
  return SPEEDS.reduce((best, speed, k) => (distance(speed) < distance(SPEEDS[best]) ? k : best), 0);
}

/** @param {{batches?: number, epochs?: ?number}} speed @param {boolean} [spoken] @returns {string} */
export function speedText({ batches, epochs }, spoken = false) {
  if (batches) return spoken ? TEXT.speedSpoken(batches, TEXT.batches(batches)) : TEXT.speedValue(batches, TEXT.batches(batches));
  if (epochs === null) return TEXT.fullSpeed;
  return spoken ? TEXT.speedSpoken(epochs, TEXT.epochs(epochs)) : TEXT.speedValue(epochs, TEXT.epochs(epochs));
}
