/** Calls a function in the next animation frame, once, however often it is asked for until then. */

/**
 * @param {() => void} run what it asks for while it runs comes in the frame after
 * @param {{request?: Function, cancel?: Function}} [screen]
 * @returns {{ask: () => void, cancel: () => void}} `cancel` is for good: whoever is taken off the page draws no more
 */
export function nextFrame(run, screen = {}) {
  const request = screen.request ?? globalThis.requestAnimationFrame?.bind(globalThis);
  const stop = screen.cancel ?? globalThis.cancelAnimationFrame?.bind(globalThis);
  let waiting = null;
  let over = false;
  const ask = () => {
    if (over) return;
    waiting ??= request(() => {
      waiting = null;
      run();
    });
  };
  const cancel = () => {
    over = true;
    if (waiting !== null) stop(waiting);
  };
  return { ask, cancel };
}
