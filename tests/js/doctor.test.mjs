import assert from "node:assert/strict";
import test from "node:test";
import { bannerFor } from "../../playground/components/stage/banner.js";
import { checkup, holding } from "../../playground/components/stage/doctor_findings.js";

const finding = (rule) => ({ rule, text: `${rule} 1.`, fix: null });
const look = (...rules) => ({ findings: rules.map(finding) });
const rules = (findings) => findings.map(({ rule }) => rule);

test("while it trains, a finding is said when two looks agree", () => {
  assert.deepEqual(rules(holding(look("dead"), null, "playing")), []);
  assert.deepEqual(rules(holding(look("dead"), look("vanishing"), "playing")), []);
  assert.deepEqual(rules(holding(look("dead", "vanishing"), look("vanishing"), "playing")), ["vanishing"]);
});

for (const status of ["ready", "paused", "finished", "diverged"])
  test(`a run that is ${status} has nothing to wait for`, () => assert.deepEqual(rules(holding(look("dead"), null, status)), ["dead"]));

test("before the first look nothing is said", () => assert.deepEqual(holding(null, null, "playing"), []));

test("the check-up names all checks, and what is wrong first", () => {
  const checks = ["a", "b", "c"].map((rule) => ({ rule, label: rule, help: rule }));
  const all = checkup(checks, [finding("b")]);
  assert.deepEqual(all.map(({ rule, finding }) => [rule, finding?.text ?? null]), [["b", "b 1."], ["a", null], ["c", null]]);
});

test("divergence is said once: by the doctor if it has something to say", () => {
  const open = { state: "open", code: null };
  const model = { frame: { status: "diverged", message: "It diverged." } };
  assert.equal(bannerFor(open, model, true), null);
  assert.equal(bannerFor(open, model, false).text, "It diverged.");
});
