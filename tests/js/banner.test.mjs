import assert from "node:assert/strict";
import test from "node:test";
import { bannerFor } from "../../playground/components/stage/banner.js";
import { REFUSALS } from "../../playground/components/common/connection.js";
import { TEXT } from "../../playground/components/stage/text.js";

const open = { state: "open", code: null };
const notice = { level: "info", text: "Loading", progress: 0.5, busy: true };

test("with nothing to say there is no banner", () => assert.equal(bannerFor(open, { notice: null, frame: { status: "playing" } }), null));

test("a lost connection is said before all else", () => assert.equal(bannerFor({ state: "lost", code: 1006 }, { notice }).text, TEXT.lost));

for (const code of REFUSALS)
  test(`close code ${code} has a sentence and a way out`, () => {
    const { text, reload } = bannerFor({ state: "refused", code }, { notice: null });
    assert.ok(text && reload);
  });

test("a notice is said before the end of a run", () => assert.equal(bannerFor(open, { notice, frame: { status: "finished" } }), notice));

test("the end of a run is said in the server's words, or in ours", () => {
  assert.equal(bannerFor(open, { frame: { status: "finished", message: "100 epochs are done." } }).text, "100 epochs are done.");
  assert.equal(bannerFor(open, { frame: { status: "diverged", message: null } }).level, "error");
});
