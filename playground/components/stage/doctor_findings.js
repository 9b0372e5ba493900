/** What the doctor has to say, and whether it is said yet. Pure. */

/**
 * Findings that hold: those of two looks after each other, so that nothing flickers, or of one at which nothing moves any more.
 * @param {?{findings: {rule: string}[]}} inside the newest look @param {?{findings: {rule: string}[]}} before the one before it
 * @param {?string} status of the run @returns {{rule: string, text: string, fix: ?string}[]}
 */
export function holding(inside, before, status) {
  const found = inside?.findings ?? [];
  if (status !== "playing") return found;
  const seen = new Set((before?.findings ?? []).map(({ rule }) => rule));
  return found.filter(({ rule }) => seen.has(rule));
}

/**
 * The check-up: everything that is looked for, what is wrong first.
 * @param {{rule: string, label: string, help: string}[]} checks of the scene @param {{rule: string, text: string, fix: ?string}[]} findings
 * @returns {{rule: string, label: string, help: string, finding: ?Object}[]}
 */
export function checkup(checks = [], findings) {
  const of = (rule) => findings.find((finding) => finding.rule === rule) ?? null;
  const all = checks.map((check) => ({ ...check, finding: of(check.rule) }));
  return [...all.filter(({ finding }) => finding), ...all.filter(({ finding }) => !finding)];
}
