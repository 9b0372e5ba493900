/** What a neuron calculates, as a formula with its present numbers. Pure. */

import { formatWeight } from "../common/format.js";
import { TEXT } from "./text.js";
import { biasOffset, isPaired, weightOffset } from "./weights.js";

const MOST_TERMS = 5;
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** @param {number} number @returns {string} such as "₁₂" */
export const subscript = (number) => [...String(number)].map((digit) => SUBSCRIPTS[digit]).join("");

/** A neuron in a formula: an input by its name, others as h₁, h₂ and so on. @returns {string} */
export const shortName = (names) => ({ layer, unit }) => (layer === 0 ? names[unit] : `h${subscript(unit + 1)}`);

/**
 * @param {{units: number, links: string, activation: ?string}[]} layers of the scene
 * @param {Float32Array} weights of a frame @param {{layer: number, unit: number}} node after the input @param {string[]} names of the inputs
 * @returns {string} such as "tanh(0.41·x₁ − 1.20·x₂ + 0.10)"; of many terms the strongest, in their order
 */
export function formulaOf(layers, weights, { layer, unit }, names) {
  const { units, activation } = layers[layer];
  const name = shortName(names);
  const offset = weightOffset(layers, layer);
  const bias = weights[biasOffset(layers, layer) + unit];
  if (isPaired(layers[layer])) return `${formatWeight(weights[offset + unit])}·norm(${name({ layer: layer - 1, unit })})${signed(bias)}`;
  const terms = Array.from({ length: layers[layer - 1].units }, (_, from) => ({ from, weight: weights[offset + from * units + unit] }));
  const strongest = [...terms].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_TERMS);
  const shown = terms.filter((term) => strongest.includes(term));
  const sum = shown.map(({ from, weight }) => `${signed(weight)}·${name({ layer: layer - 1, unit: from })}`).join("").replace(/^ \+ /, "").replace(/^ − /, "−");
  const rest = terms.length > shown.length ? ` + ${TEXT.moreTerms(terms.length - shown.length)}` : "";
  const inside = `${sum}${rest}${signed(bias)}`;
  const linear = !activation || activation === "Linear";
  return linear ? inside : `${/^[A-Z][a-z]+$/.test(activation) ? activation.toLowerCase() : activation}(${inside})`;
}

function signed(value) {
  const text = formatWeight(value);
  return text.startsWith("−") ? ` − ${text.slice(1)}` : ` + ${text}`;
}
