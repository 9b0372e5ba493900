/** The keyboard for the whole page: what a key means, wherever the focus is but where it has a meaning of its own. Pure. */

const OWN_KEYS = "input, textarea, select, button, a, summary, canvas, [contenteditable], [role=slider], [role=combobox], [role=listbox], [role=option], [role=radio], [role=tab]";
const TEXTS = "input, textarea, select, [contenteditable]";

/**
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean, repeat?: boolean,
 *   defaultPrevented?: boolean, target?: {closest?: (selector: string) => any}}} event
 * @returns {?("toggle" | "step" | "batch" | "reset" | "undo" | "redo")}
 */
export function shortcut({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, defaultPrevented, target }) {
  if (defaultPrevented || altKey) return null;
  const inside = (selector) => Boolean(target?.closest?.(selector));
  if (ctrlKey || metaKey) {
    if (inside(TEXTS)) return null;
    if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
    return key.toLowerCase() === "y" ? "redo" : null;
  }
  if (inside(OWN_KEYS) || repeat) return null;
  if (key === "ArrowRight" && shiftKey) return "batch";
  return { " ": "toggle", ArrowRight: "step", r: "reset", R: "reset" }[key] ?? null;
}
