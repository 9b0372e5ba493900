/**
 * The Functions page: mounts under an element of the page, asks the server for what there is, and then for what each tab draws.
 * Its state is in the address, which is read when it is mounted; no script of Streamlit's runs for it.
 */

import { Banner } from "../common/banner.js";
import { readTheme, showTheme } from "../common/colors.js";
import { el, listen, setAttribute } from "../common/dom.js";
import { Mounts } from "../common/mounts.js";
import { nextFrame } from "../common/next_frame.js";
import { throttle } from "../common/throttle.js";
import { Toast } from "../common/toast.js";
import { LinkReader, toQuery } from "./address.js";
import { ActivationsPanel, InitializersPanel, LossesPanel, OptimizersPanel, SchedulesPanel } from "./curve_panels.js";
import { SignalPanel } from "./signal_panel.js";
import { TEXT } from "./text.js";
import { WalksPanel } from "./walks_panel.js";

/** To add a tab, write a panel, and name it here and in text.js. */
const PANELS = { activations: ActivationsPanel, losses: LossesPanel, initializers: InitializersPanel, signal: SignalPanel, optimizers: OptimizersPanel, schedules: SchedulesPanel, walks: WalksPanel };
const RETRY = 2000; // ms
const ADDRESS = 400; // ms between two changes of the address

const pages = new Mounts((parent) => new FunctionsPage(parent.querySelector(".pg-functions") ?? parent.appendChild(el("div.pg-root.pg-functions", { "data-testid": "functions" }))));

/** The address that was shown last in this tab of the browser: Streamlit empties that of whoever comes back from another page. */
const KEY = "playground-functions";
const remembered = () => attempt(() => sessionStorage.getItem(KEY)) ?? "";
const remember = (search) => attempt(() => sessionStorage.setItem(KEY, search));

/** Browsers may keep nothing for a page. */
function attempt(run) {
  try {
    return run();
  } catch {
    return null;
  }
}

/**
 * Mount the page, or tell a mounted one about a new theme.
 * @param {{parentElement: Element}} component @returns {() => void} takes the page away again
 */
export function mount({ parentElement }) {
  const [page, leave] = pages.at(parentElement);
  page.setTheme();
  return leave;
}

export class FunctionsPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.path = location.pathname;
    this.panels = {};
    this.banner = new Banner(TEXT);
    this.toaster = new Toast();
    this.address = throttle(() => this.writeAddress(), ADDRESS);
    this.drawSoon = nextFrame(() => this.current?.draw());
    this.tabs = Object.keys(PANELS).map((name) => el("button.pg-tab", { type: "button", role: "tab", id: `pg-functions-tab-${name}`, disabled: "", "aria-controls": "pg-functions-panel", text: TEXT.tabs[name],
      onclick: () => this.open(name), onkeydown: (event) => this.press(event, name) }));
    this.body = el("div.pg-tab-body", { role: "tabpanel", id: "pg-functions-panel" });
    root.replaceChildren(el("header.pg-functions-head", {}, el("h1.pg-functions-title", { text: TEXT.title }), el("p.pg-side", { text: TEXT.intro })),
      el("div.pg-tabs", { role: "tablist", "aria-label": TEXT.tabsLabel }, ...this.tabs), this.body, el("div.pg-functions-notice", {}, this.banner.element), this.toaster.element);
    this.banner.show({ level: "info", text: TEXT.waiting, busy: true });
    const observed = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => this.resized());
    observed?.observe(this.body);
    this.listeners = [listen(window, "popstate", () => this.navigated()), () => observed?.disconnect()];
    this.load();
  }

  /** Ask for all that there is to choose from. */
  async load() {
    try {
      const response = await fetch(new URL("functions/catalogue", document.baseURI).href);
      if (!response.ok) throw new Error(`${response.status}`);
      this.catalogue = await response.json();
    } catch {
      this.banner.show({ level: "warning", text: TEXT.failed, busy: true });
      this.retry = setTimeout(() => this.load(), RETRY);
      return;
    }
    this.banner.show(null);
    this.tabs.forEach((tab) => (tab.disabled = false));
    this.openAddress(location.search || remembered());
    this.root.dataset.ready = "true";
  }

  openAddress(search) {
    const link = new LinkReader(new URLSearchParams(search));
    const name = link.word("tab", Object.keys(PANELS), Object.keys(PANELS)[0]);
    const panel = this.panel(name);
    this.opening = true;
    panel.start();
    panel.open(link);
    this.open(name, true);
    this.opening = false;
    const wrong = link.rest();
    if (wrong.length) this.banner.show({ level: "warning", text: TEXT.badLink(wrong.map((text) => text.slice(0, 40))) });
  }

  /** The browser has gone back or forth to another address of this page. */
  navigated() {
    if (this.catalogue && this.isHere && location.search && location.search !== remembered()) this.openAddress(location.search);
  }

  /** Whether the address is this page's: on the way to another one it is not any more. */
  get isHere() {
    return this.root.isConnected && location.pathname === this.path;
  }

  panel(name) {
    return (this.panels[name] ??= new PANELS[name](this));
  }

  get current() {
    return this.panels[this.name];
  }

  open(name, again = false) {
    if (name === this.name && !again) return;
    this.name = name;
    const panel = this.panel(name);
    for (const [k, each] of Object.keys(PANELS).entries()) {
      setAttribute(this.tabs[k], "aria-selected", each === name);
      this.tabs[k].tabIndex = each === name ? 0 : -1;
    }
    setAttribute(this.body, "aria-labelledby", `pg-functions-tab-${name}`);
    this.tabs[Object.keys(PANELS).indexOf(name)].scrollIntoView?.({ block: "nearest", inline: "nearest" });
    this.body.replaceChildren(panel.element);
    this.root.dataset.tab = name;
    panel.sync();
    this.changed(panel);
    panel.opened();
    this.address.flush();
    panel.show();
  }

  press(event, name) {
    const names = Object.keys(PANELS);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const ends = { Home: 0, End: names.length - 1 };
    if (!step && !(event.key in ends)) return;
    event.preventDefault();
    const at = step ? (names.indexOf(name) + step + names.length) % names.length : ends[event.key];
    this.open(names[at]);
    this.tabs[at].focus();
  }

  // What panels tell

  /** The state of a panel is another one: the address says so. */
  changed(panel) {
    if (panel.name !== this.name) return;
    if (!this.opening) this.banner.show(null); // whoever goes on has read it
    this.search = `?${toQuery([["tab", panel.name], ...panel.question(), ...panel.view()])}`;
    this.address.call();
  }

  /** Browsers let no page change its address a hundred times in half a minute, as a slider would. */
  writeAddress() {
    if (!this.isHere) return;
    remember(this.search);
    if (location.search !== this.search) history.replaceState(history.state, "", `${location.pathname}${this.search}${location.hash}`);
  }

  /** @param {Object} panel one that is not looked at tells nobody @param {?string} text what is wrong; null says that nothing is any more, and leaves alone what was said of the link */
  tell(panel, text) {
    if (panel !== this.current) return;
    if (text) this.banner.show({ level: "warning", text });
    else if (this.told) this.banner.show(null);
    this.told = Boolean(text);
  }

  toast(text) {
    this.toaster.show(text);
  }

  setTheme() {
    const theme = readTheme(this.root);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    showTheme(this.root, theme);
    for (const panel of Object.values(this.panels)) panel.setTheme();
  }

  resized() {
    if (this.current?.answer) this.current.layOut?.();
    this.drawSoon.ask();
  }

  destroy() {
    clearTimeout(this.retry);
    this.listeners.forEach((stop) => stop());
    this.drawSoon.cancel();
    this.address.cancel();
    this.toaster.destroy();
    Object.values(this.panels).forEach((panel) => panel.destroy());
    this.root.replaceChildren();
  }
}
