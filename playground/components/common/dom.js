/** Making elements. */

/**
 * @param {string} tag such as `div.pg-card.pg-wide`
 * @param {Object<string, any>} [attributes] `text` sets the text, `html` our own markup, `onclick` and the like listeners
 * @param {...Node} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (key === "text") element.textContent = value;
    else if (key === "html") element.innerHTML = value;
    else if (key.startsWith("on")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/**
 * A card below the curves, hidden until a scene has something for it, and closed until somebody opens it.
 * @param {string} name for tests
 * @param {(string|Node)[]} title
 * @param {...Node} children
 * @returns {HTMLDetailsElement}
 */
export const fold = (name, title, ...children) =>
  el("details.pg-card.pg-fold", { "data-testid": name, hidden: "" }, el("summary", {}, ...title), ...children);

/** Listen to a target, if there is one. @param {?EventTarget} target @returns {() => void} listens no longer */
export function listen(target, type, handler) {
  target?.addEventListener(type, handler);
  return () => target?.removeEventListener(type, handler);
}

/** Set a text only where it changes: setting it always costs a layout. */
export function setText(element, text) {
  if (element.textContent === text) return;
  const only = element.childNodes?.length === 1 ? element.firstChild : null;
  if (only?.nodeType === 3) only.data = text; // the same node with other letters costs less than another node
  else element.textContent = text;
}

/** Set an attribute only where it changes. */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
