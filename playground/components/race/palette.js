/** How entries are told apart: by colour, by the dashes of their line, and by a mark; colour is never the only sign. Pure. */

// Found by search: as far apart as can be, also to those who see two primaries only, the first six more so than all twelve (tests/js/race.test.mjs).
export const COLORS = {
  light: ["#1028b8", "#46a209", "#f652b2", "#593215", "#ae66ff", "#934c66", "#529bc8", "#845012", "#ba3d9b", "#3f355e", "#5a8549", "#a140d3"],
  dark: ["#8af6fd", "#eaeb2b", "#d6207b", "#5b62f9", "#9fb34d", "#bc4622", "#70a9f8", "#b8e8a7", "#a98804", "#566fac", "#bcc3df", "#9a90aa"],
};
const DASHES = ["", "7 3", "2 3", "9 3 2 3"];
export const MARKS = ["circle", "square", "triangle", "diamond", "cross", "down"];

/** @typedef {{color: string, dash: string, mark: string}} Look */

/**
 * Of a comparison in two ways the colour says one value and the dashes the other, where there are few enough of them.
 * @param {Object} race @param {boolean} dark @returns {Look[]} of each entry
 */
export function looksOf(race, dark) {
  const colors = COLORS[dark ? "dark" : "light"];
  const [first, second] = race.axes;
  const inTwoWays = race.entries.length > colors.length && race.axes.length === 2 && Math.min(first.values.length, second.values.length) <= DASHES.length && Math.max(first.values.length, second.values.length) <= colors.length;
  const [byColor, byDash] = first.values.length >= (second?.values.length ?? 0) ? [0, 1] : [1, 0];
  return race.entries.map(({ values }, k) => {
    const color = inTwoWays ? values[byColor] : k % colors.length;
    const dash = inTwoWays ? values[byDash] : (Math.floor(k / colors.length) + (k % colors.length >= 6 ? 1 : 0)) % DASHES.length;
    return { color: colors[color], dash: DASHES[dash], mark: MARKS[color % MARKS.length] };
  });
}

/** The outline of a mark round a place. @returns {string} path of SVG */
export function markPath(mark, x, y, r) {
  const n = (value) => Math.round(value * 100) / 100;
  const at = (dx, dy) => `${n(x + dx * r)} ${n(y + dy * r)}`;
  const polygon = (...corners) => `M${corners.map(([dx, dy]) => at(dx, dy)).join("L")}Z`;
  if (mark === "square") return polygon([-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]);
  if (mark === "triangle") return polygon([0, -1.1], [1, 0.8], [-1, 0.8]);
  if (mark === "down") return polygon([0, 1.1], [1, -0.8], [-1, -0.8]);
  if (mark === "diamond") return polygon([0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]);
  if (mark === "cross") return polygon([-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35], [0.35, 1], [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]);
  return `M${at(-1, 0)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;
}

/** A short piece of the line with its mark, as markup of our own. @param {Look} look @returns {string} */
export const swatch = ({ color, dash, mark }) =>
  `<svg class="pg-swatch" viewBox="0 0 26 12" width="26" height="12" aria-hidden="true" focusable="false"><path d="M1 6H25" stroke="${color}" stroke-width="2.2"${dash ? ` stroke-dasharray="${dash}"` : ""} fill="none"/>` +
  `<path d="${markPath(mark, 13, 6, 4.2)}" fill="${color}"/></svg>`;
