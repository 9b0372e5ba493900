/** Calls a function often enough, and not more often. */

/**
 * @param {() => void} run
 * @param {number} interval shortest time between two runs, in milliseconds
 * @param {{now?: () => number, setTimeout?: Function, clearTimeout?: Function}} [clock]
 * @returns {{call: () => void, flush: () => void, cancel: () => void}} `call` runs now, or as soon as the interval is
 *   over; `flush` runs at once; `cancel` forgets a run that waits
 */
export function throttle(run, interval, clock = {}) {
  const now = clock.now ?? (() => performance.now());
  const start = clock.setTimeout ?? globalThis.setTimeout.bind(globalThis);
  const stop = clock.clearTimeout ?? globalThis.clearTimeout.bind(globalThis);
  let last = -Infinity;
  let timer = null;
  const cancel = () => {
    if (timer !== null) stop(timer);
    timer = null;
  };
  const flush = () => {
    cancel();
    last = now();
    run();
  };
  const call = () => {
    if (timer !== null) return;
    const wait = last + interval - now();
    if (wait <= 0) flush();
    else timer = start(flush, wait);
  };
  return { call, flush, cancel };
}
