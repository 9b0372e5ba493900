/** What the slim line over the network says: the connection, a notice, or how the run ended. */

import { TEXT } from "./text.js";

/**
 * What to say, the most urgent first. Pure.
 * @param {{state: string, code: ?number}} connection
 * @param {import("./state.js").Model} model
 * @returns {?{level: string, text: string, progress?: ?number, busy?: boolean, reload?: boolean}}
 */
export function bannerFor({ state, code }, { notice, frame }, divergenceIsSaid = false) {
  if (state === "refused") return { level: "error", text: TEXT.refused[code], reload: true };
  if (state === "lost") return { level: "warning", text: TEXT.lost, busy: true };
  if (notice) return notice;
  if (frame?.status === "diverged" && divergenceIsSaid) return null;
  if (frame?.status === "diverged") return { level: "error", text: frame.message || TEXT.diverged };
  if (frame?.status === "finished") return { level: "info", text: frame.message || TEXT.finished };
  return frame?.message ? { level: "info", text: frame.message } : null;
}
