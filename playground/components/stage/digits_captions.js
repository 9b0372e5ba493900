/** The words of the digits' network: two lines over each column, and what the pointer is told. Pure. */

import { mapsShape, TEXT } from "./text.js";

const shapeText = (shape) => (shape.length === 3 ? mapsShape(shape) : String(shape[0]));
const longToShort = (name) => [name, ...(TEXT.shortNames[name] ?? [])];

/**
 * The two lines over a column, each from long to short.
 * @param {{kind: string, layer: number}} column @param {Object} scene
 * @returns {{title: string[], detail: string[]}}
 */
export function columnCaptions({ kind, layer }, scene) {
  const { name, units, shape, activation } = scene.layers[layer];
  const names = longToShort(name);
  if (kind === "units") return unitCaptions(layer, scene);
  if (kind === "input") return { title: [name], detail: [mapsShape(shape)] };
  if (kind === "strip") return { title: names, detail: [String(units)] };
  if (kind === "outputs") return { title: names, detail: activation ? [activation] : [] };
  if (kind === "circles") return { title: [...names.map((text) => `${text} ${units}`), String(units)], detail: activation ? [activation] : [] };
  if (kind === "thin") return { title: names, detail: [] };
  const text = mapsShape(shape);
  return { title: names, detail: [...(activation ? [`${text} · ${activation}`] : []), text, text.replaceAll(" ", "")] };
}

function unitCaptions(layer, scene) {
  const { name, units, shape, activation } = scene.layers[layer];
  const some = scene.units_shown < units ? TEXT.someOf(scene.units_shown, units) : null;
  const what = shape.length === 3 ? `${TEXT.kernels} ${scene.unit_side} × ${scene.unit_side}` : TEXT.weightPictures;
  const details = [[shape.length === 3 ? mapsShape(shape) : null, some, what], [some, what], [what], [some]];
  const detail = [...new Set(details.map((parts) => parts.filter(Boolean).join(" · ")))].filter(Boolean);
  if (layer === scene.layers.length - 1) return { title: [TEXT.weightsTitle], detail: some ? [some] : [] };
  const titles = longToShort(name).map((text) => `${text} ${units}`);
  return { title: [...(activation ? [`${titles[0]} · ${activation}`] : []), ...titles], detail };
}

/** What stands along a stack of maps from top to bottom, where columns are too near for words across. @returns {string[]} from long to short */
export function uprightCaptions({ name, shape, activation }) {
  const short = longToShort(name);
  const text = mapsShape(shape);
  const forms = [[name, text, activation], ...short.map((one) => [one, text]), [short.at(-1), text.replaceAll(" ", "")], [short.at(-1)]];
  return [...new Set(forms.map((parts) => parts.filter(Boolean).join("  ")))];
}

/** All that is to say about a layer. @returns {string} */
export const layerText = ({ name, shape, activation }) => [name, shapeText(shape), activation].filter(Boolean).join(" · ");
