/** The words of the digits' network: two lines over each column, what stands below it, and what the pointer is told. */

import { firstFitting, placeLine } from "./captions.js";
import { isMaps } from "./digits_layout.js";
import { shownOf } from "./responses.js";
import { mapsShape, TEXT } from "./text.js";

const shapeText = (shape) => (shape.length === 3 ? mapsShape(shape) : String(shape[0]));
const longToShort = (name) => [name, ...(TEXT.shortNames[name] ?? [])];
const joined = (forms) => [...new Set(forms.map((parts) => parts.filter(Boolean).join(" · ")))].filter(Boolean);

const shortest = (some, shape) => (some ? some.replace(" of ", "/") : shape.replaceAll(" ", ""));

/** "16 of 32" where not all units of a layer are shown, or nothing. @returns {?string} */
export function someText(layer, scene) {
  const { units } = scene.layers[layer];
  const shown = shownOf(scene, layer);
  return layer > 0 && shown < units ? TEXT.someOf(shown, units) : null;
}

/**
 * The two lines over a column, each from long to short.
 * @param {{kind: string, layer: number}} column @param {Object} scene
 * @returns {{title: string[], detail: string[]}}
 */
export function columnCaptions({ kind, layer }, scene) {
  const { name, units, shape, activation } = scene.layers[layer];
  const names = longToShort(name);
  const some = someText(layer, scene);
  if (kind === "units") return unitCaptions(layer, scene);
  if (kind === "input") return { title: [name], detail: [mapsShape(shape)] };
  if (kind === "strip") return { title: names, detail: [String(units)] };
  if (kind === "outputs") return { title: names, detail: activation ? [activation] : [] };
  if (kind === "cells") return { title: [...names.map((text) => `${text} ${units}`), String(units)], detail: joined([[some, activation], [some ?? activation]]) };
  if (kind === "thin") return { title: names, detail: [] };
  const text = mapsShape(shape);
  return { title: names, detail: joined([[some, text, activation], [some, text], [some ?? text], [shortest(some, text)]]) };
}

function unitCaptions(layer, scene) {
  const { name, units, shape, activation } = scene.layers[layer];
  const some = scene.units_shown < units ? TEXT.someOf(scene.units_shown, units) : null;
  if (shape.length === 3) {
    const size = `${scene.unit_side} × ${scene.unit_side}`;
    return { title: [TEXT.kernelsTitle], detail: joined([[some, size], [some ?? size]]) };
  }
  const detail = joined([[some, TEXT.weightPictures], [some ?? TEXT.weightPictures]]);
  if (layer === scene.layers.length - 1) return { title: [TEXT.weightsTitle], detail: some ? [some] : [] };
  const titles = longToShort(name).map((text) => `${text} ${units}`);
  return { title: [...(activation ? [`${titles[0]} · ${activation}`] : []), ...titles], detail };
}

/** What stands along a column of maps from top to bottom, where columns are too near for words across. @returns {string[]} from long to short */
export function uprightCaptions(layer, scene) {
  const { name, shape, activation } = scene.layers[layer];
  const short = longToShort(name);
  const some = someText(layer, scene);
  const text = mapsShape(shape);
  const forms = [[name, text, some, activation], [name, some ?? text], ...short.map((one) => [one, some ?? text]), [short.at(-1), shortest(some, text)], [short.at(-1)]];
  return [...new Set(forms.map((parts) => parts.filter(Boolean).join("  ")))];
}

/** All that is to say about a layer. @returns {string} */
export function layerText(layer, scene) {
  const { name, shape, activation } = scene.layers[layer];
  const some = someText(layer, scene);
  return [name, shapeText(shape), activation, some ? TEXT.shownOf(some) : null].filter(Boolean).join(" · ");
}

/** Draw all captions. @param {Object} network what the DigitsNetwork knows: layout, theme, size, scene */
export function drawCaptions(context, { layout, theme, size, scene }) {
  const { columns, upright } = layout;
  const texts = columns.map((column) => (upright && isMaps(column.kind) ? { title: [], detail: [] } : columnCaptions(column, scene)));
  const measure = (text) => context.measureText(text).width;
  const line = (which, font, color, y, keep) => {
    context.font = `${font} ${theme.font}`;
    context.fillStyle = color;
    const items = columns.map(({ kind, x, width }, k) =>
      ({ x: x + width / 2, texts: keep(k) ? texts[k][which] : [], first: /^(input|units|outputs)$/.test(kind) }));
    const placed = placeLine(items, measure, size[0]);
    placed.forEach((one) => one && context.fillText(one.text, one.x, y));
    return placed;
  };
  context.textAlign = "center";
  context.textBaseline = "middle";
  const titles = line("title", "600 12px", theme.text, 9, () => true);
  line("detail", "11px", theme.muted, 25, (k) => titles[k]); // a shape says nothing without a name
  if (upright) for (const column of columns.filter(({ kind }) => isMaps(kind))) drawUpright(context, column, { layout, theme, scene });
}

// Along the column, below its maps.
function drawUpright(context, { layer, x, y, width, height }, { layout, theme, scene }) {
  const room = layout.top + layout.room - y - height - 6;
  context.save();
  context.translate(x + width / 2, y + height + 8);
  context.rotate(Math.PI / 2);
  context.textAlign = "left";
  context.font = `${width < 12 ? 10 : 11}px ${theme.font}`;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = theme.card; // keeps the lines behind the words away from them
  context.fillStyle = theme.text;
  const text = firstFitting(uprightCaptions(layer, scene), room, (words) => context.measureText(words).width);
  context.strokeText(text, 0, 0);
  context.fillText(text, 0, 0);
  context.restore();
}
