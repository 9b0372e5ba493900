/** One's own digits as a file that can be downloaded, and loaded again. The server reads such files, and checks all that is in them. Pure. */

const KIND = "playground-digits-1";

/** @typedef {{strokes: import("../digit_pad/strokes.js").Stroke[], size: number, label: number}} OwnDigit */

export const MOST = 200;

/** @param {OwnDigit[]} digits @returns {string} the content of a file */
export const written = (digits) => JSON.stringify({ kind: KIND, digits });
