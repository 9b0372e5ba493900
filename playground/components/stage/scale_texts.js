/** What stands at a scale of colours: the numbers at its ends, and what they are. Pure. */

import { worded } from "./axes.js";
import { isNamed } from "../common/names.js";
import { TEXT } from "./text.js";

const PROBABLE = ["Sigmoid", "Softmax"]; // outputs that say probabilities

/**
 * @param {{classes: number, class_names: string[], height: import("./axes.js").Described, layers: {activation: ?string}[]}} scene two classes or a number
 * @param {boolean} hard whether choices are shown, and not how sure they are
 * @returns {[string, string, string]} at the lower end, in the middle, at the upper end
 */
export function scaleTexts({ classes, class_names: names, height, layers }, hard) {
  if (classes === 0) {
    const { label, low, high } = worded(height);
    return [low, TEXT.scale.number(label), high];
  }
  const [first, second] = isNamed(names) ? names : TEXT.scale.colors;
  if (hard) return [first, TEXT.scale.choice, second];
  if (PROBABLE.includes(layers.at(-1).activation)) return ["0", TEXT.scale.probability(second), "1"];
  return TEXT.scale.answer(first, second);
}

/** Of the picture of a single neuron. @returns {[string, string, string]} */
export const neuronTexts = () => TEXT.scale.neuron;
