/** The words over and under the columns of a network: long where there is room, short where there is little. */

import { TEXT } from "./text.js";

const FIRST = 9; // middle of each line, from the top
const SECOND = 25;
const THIRD = 40;

/** Names of a layer from long to short. @param {{name: string, units: number}} layer @returns {string[]} */
export function captions({ name, units }, layer, layers) {
  const short = TEXT.shortNames[name] ?? [];
  if (layer === 0 || layer === layers - 1) return [name, ...short, name.slice(0, 3)];
  return [...[name, ...short].map((text) => `${text} ${units}`), short.at(-1) ?? String(units)];
}

/** What stands before a layer without numbers of its own, from long to short. @param {string[]} [between] @returns {string[]} */
export function betweenCaptions(between = []) {
  if (!between.length) return [""];
  const short = between.map((text) => text.replace(/^\S+/, (name) => TEXT.shortNames[name]?.at(-1) ?? name));
  return [between.join(" · "), short.join(" · "), ...(between.length > 1 ? [short.map((text) => text.split(" ")[0]).join(" · ")] : []), "…"];
}

/** The longest text that has room, or none. @param {string[]} texts from long to short @param {(text: string) => number} measure */
export const firstFitting = (texts, room, measure) => texts.find((text) => measure(text) <= room) ?? "";

/**
 * A line of captions that never overlap: each gets its shortest text, the important ones before the others; then the important
 * ones grow as far as there is room, and after them the others, in turns.
 * @param {{x: number, texts: string[], first?: boolean}[]} items `x` is where a text should be centred, `texts` from long to short
 * @param {(text: string) => number} measure @param {number} width of the canvas @param {number} gap between two texts
 * @returns {({text: string, x: number} | null)[]} null where there is no room even for the shortest
 */
export function placeLine(items, measure, width, gap = 8) {
  const placed = items.map(() => null);
  const put = (k, level) => {
    const text = items[k].texts[level];
    const half = measure(text) / 2;
    const x = Math.max(half, Math.min(width - half, items[k].x));
    const free = placed.every((other, j) => j === k || !other || Math.abs(other.x - x) >= half + other.half + gap);
    if (free) placed[k] = { text, x, half, level };
    return free;
  };
  const order = items.map((_, k) => k).filter((k) => items[k].texts.some(Boolean)).sort((a, b) => Number(Boolean(items[b].first)) - Number(Boolean(items[a].first)));
  for (const k of order) put(k, items[k].texts.length - 1);
  const grow = (k) => placed[k]?.level > 0 && put(k, placed[k].level - 1);
  for (const k of order) if (items[k].first) while (grow(k));
  while (order.map(grow).some(Boolean));
  return placed.map((one) => one && { text: one.text, x: one.x });
}

/** The captions of one column of the plane's network. */
export function drawCaption(context, theme, layout, k, layer) {
  const { x, shown, units, nodes, size } = layout.columns[k];
  const measure = (text) => context.measureText(text).width;
  const room = Math.max(layout.spacing - 6, size);
  const write = (font, color, texts, middle, y) => {
    context.font = `${font} ${theme.font}`;
    context.fillStyle = color;
    const text = firstFitting(texts, room, measure);
    const half = measure(text) / 2;
    context.fillText(text, Math.max(half, Math.min(middle, layout.width - half)), y);
  };
  context.textAlign = "center";
  write("600 12px", theme.text, captions(layer, k, layout.columns.length), x, FIRST);
  write("11px", theme.muted, [layer.activation ?? ""], x, SECOND);
  write("10px", theme.muted, betweenCaptions(layer.between), x - layout.spacing / 2, THIRD);
  if (shown < units) write("11px", theme.muted, [TEXT.someOf(shown, units), `${shown}/${units}`], x, nodes.at(-1).y + size / 2 + 11);
}

/** A small card with a text, kept inside the canvas. */
export function drawLabel(context, theme, text, x, y, [width, height]) {
  context.font = `600 12px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const half = context.measureText(text).width / 2 + 8;
  const [left, top] = [Math.max(half, Math.min(width - half, x)), Math.max(12, Math.min(height - 12, y))];
  context.fillStyle = theme.text;
  context.beginPath();
  context.roundRect(left - half, top - 11, 2 * half, 22, 6);
  context.fill();
  context.fillStyle = theme.background;
  context.fillText(text, left, top + 0.5);
}
