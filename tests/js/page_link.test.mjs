import assert from "node:assert/strict";
import { test } from "node:test";

import { REFUSALS, UNKNOWN_TOKEN } from "../../playground/components/common/connection.js";
import { PageLink, reloadsForgotten } from "../../playground/components/common/page_link.js";

/** As much of a window as the link needs. */
function viewAt(address) {
  const view = new EventTarget();
  const go = (to) => {
    const { pathname, search, hash } = new URL(to, "http://here/");
    view.location = { pathname, search, hash, reload: () => (view.reloads += 1) };
  };
  const history = { state: { of: "Streamlit" }, replaceState: (state, _, to) => (view.written.push([state, to]), go(to)) };
  Object.assign(view, { reloads: 0, written: [], history, back: (to) => (go(to), view.dispatchEvent(new Event("popstate"))) });
  go(address);
  return view;
}

function mounted(address, link) {
  const view = viewAt(address);
  const told = [];
  const page = new PageLink(view);
  const component = { data: { link }, setTriggerValue: (name, value) => told.push([name, value]) };
  page.update(component);
  return { view, told, page, component };
}

test("a bare address gets the link, and keeps its anchor and what Streamlit has noted", () => {
  const { view } = mounted("/compare#board", "seed=3");
  assert.deepEqual(view.written, [[{ of: "Streamlit" }, "/compare?seed=3#board"]]);
});

test("an address that says something is left as it is, and so is any where there is no link", () => {
  for (const [address, link] of [["/?seed=1", "seed=3"], ["/", ""], ["/", undefined]]) assert.deepEqual(mounted(address, link).view.written, []);
  const view = viewAt("/");
  new PageLink(view).update({});
  assert.deepEqual(view.written, []);
});

test("whoever goes back or forth on the page is told of, and whoever leaves it is not", () => {
  const { view, told, page, component } = mounted("/compare?seed=1", "seed=1");
  view.back("/compare?seed=2");
  view.back("/?seed=9");
  view.back("/compare");
  assert.deepEqual(told, [["navigated", "?seed=2"], ["navigated", ""]]);
  page.update(component);
  view.back("/compare?seed=4");
  assert.deepEqual(told.splice(2), [["navigated", "?seed=4"]]); // once, however often the component is called
  page.destroy();
  view.back("/compare?seed=5");
  assert.equal(told.length, 2);
});

test("a page loads anew where the server has forgotten it, and only where it has something to come back with", () => {
  for (const code of [null, 1006, ...REFUSALS, UNKNOWN_TOKEN])
    for (const shown of [null, { run: 1 }]) {
      const view = viewAt("/");
      const wanted = code === UNKNOWN_TOKEN && shown !== null;
      assert.deepEqual([reloadsForgotten(code, shown, view), view.reloads], [wanted, Number(wanted)], `${code}`);
    }
});
