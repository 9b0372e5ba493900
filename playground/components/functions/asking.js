/** Asks the server: one question at a time, and of those that wait the newest only. So a slider is as fast as the answers are. */

import { parse } from "../common/safetensors.js";

export class Refused extends Error {
  /** @param {string} text for the person @param {number} status */
  constructor(text, status) {
    super(text);
    this.status = status;
  }
}

/** Whether it is worth asking again in a while: the server is busy, or does not answer at all. @param {Error & {status?: number}} error */
export const isBusy = ({ status }) => !status || status === 503;

/**
 * @param {string} path such as `curves?show=relu` @param {typeof fetch} [get]
 * @returns {Promise<import("../common/safetensors.js").Message>}
 * @throws {Refused} with the server's sentence
 */
export async function ask(path, get = globalThis.fetch.bind(globalThis)) {
  const response = await get(new URL(`functions/${path}`, document.baseURI).href, { credentials: "same-origin" });
  if (response.ok) return parse(await response.arrayBuffer());
  const { problem } = await response.json().catch(() => ({}));
  throw new Refused(problem ?? `${response.status}`, response.status);
}

export class Asking {
  /**
   * @param {{answered: (answer: Object, path: string) => void, failed: (error: Error, path: string) => void, busy?: (busy: boolean) => void, fetch?: (path: string) => Promise<Object>}} options
   */
  constructor({ answered, failed, busy = () => {}, fetch = ask }) {
    Object.assign(this, { answered, failed, busy, fetch });
    this.path = null; // what was asked last
    this.underWay = false;
    this.turn = 0;
    this.again = false; // it is to be asked once more, although the question is the same
    this.over = false;
  }

  /** @param {string} path another one than the last is asked as soon as that is answered @param {boolean} [again] the same, too */
  ask(path, again = false) {
    if (path === this.path && !again) return;
    this.path = path;
    this.again = again;
    if (!this.underWay) this.next();
  }

  /** Wait no longer for what is under way: nobody hears its answer. */
  drop() {
    this.turn += 1;
    this.underWay = false;
    this.path = null;
  }

  async next() {
    const turn = (this.turn += 1);
    this.underWay = true;
    this.again = false;
    const path = this.path;
    this.busy(true);
    let answer = null, problem = null;
    try {
      answer = await this.fetch(path);
    } catch (error) {
      problem = error;
    }
    if (this.over || turn !== this.turn) return;
    this.underWay = false;
    const newest = this.path === path;
    if (!newest || this.again) this.next();
    else this.busy(false);
    // Last, and outside of what is caught: what goes wrong while an answer is drawn is no fault of the server.
    if (answer !== null) this.answered(answer, path);
    else if (newest) this.failed(problem, path);
  }

  destroy() {
    this.over = true;
  }
}
