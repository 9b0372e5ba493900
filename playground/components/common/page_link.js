/** A page whose settings are its link: the link in the address, the way back and forth, and the page's return after its session is lost. */

import { UNKNOWN_TOKEN } from "./connection.js";
import { listen } from "./dom.js";

export class PageLink {
  /** @param {Window} [view] the one that shows the page */
  constructor(view = globalThis.window) {
    this.view = view;
    this.stop = listen(view, "popstate", () => this.moved());
  }

  /**
   * With each call of the component. Whoever comes back from another page finds the address bare: what is shown belongs there.
   * @param {{data?: {link?: string}, setTriggerValue?: (name: string, value: any) => void}} component
   */
  update({ data, setTriggerValue }) {
    const { location, history } = this.view;
    this.tell = (search) => setTriggerValue?.("navigated", search);
    this.path = location.pathname;
    if (data?.link && !location.search) history.replaceState(history.state, "", `${location.pathname}?${data.link}${location.hash}`);
  }

  /** The browser has gone back or forth; where it is on the way to another page, that is nothing to this one. */
  moved() {
    const { pathname, search } = this.view.location;
    if (pathname === this.path) this.tell?.(search);
  }

  destroy() {
    this.stop();
  }
}

/**
 * Load a page anew whose session nobody knows: a server that was killed and is back has forgotten it, and a new one is as good.
 * @param {?number} code that the socket was closed with
 * @param {any} shown what the page shows; one that has nothing yet had no session to lose, and would load anew for ever
 * @param {Window} [view]
 * @returns {boolean} whether it does
 */
export function reloadsForgotten(code, shown, view = globalThis.window) {
  const forgotten = code === UNKNOWN_TOKEN && Boolean(shown);
  if (forgotten) view.location.reload();
  return forgotten;
}
