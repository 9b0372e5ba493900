/** Names of classes, and short ones for where there is little room. Pure. */

const LETTERS = /[^\p{L}\p{N}]+/u;

/** Whether classes are digits, which need no other words. @param {string[]} [names] @returns {boolean} */
export const isDigits = (names = []) => names.every((name) => /^\d$/.test(name));

/** Whether two classes have names that say more than their number. @param {string[]} [names] @returns {boolean} */
export const isNamed = (names = []) => names.length > 0 && !names.every((name, k) => name === String(k));

/** The name of a class, or its number where it has none. @param {string[]} [names] @param {number} k @returns {string} */
export const nameOf = (names, k) => names?.[k] ?? String(k);

/**
 * Names of at most two letters, no two alike: the initials of two words, or the first letter and the next one that is free.
 * @param {string[]} names @returns {string[]}
 */
export function shortNames(names) {
  const taken = new Set();
  return names.map((name, k) => {
    const words = name.split(LETTERS).filter(Boolean);
    const letters = [...words.join("")];
    const candidates = [
      ...(letters.length <= 2 ? [letters.join("")] : []),
      ...(words.length === 2 ? [words.map((word) => word[0].toUpperCase()).join("")] : []),
      ...letters.slice(1).map((letter) => letters[0].toUpperCase() + letter.toLowerCase()),
    ];
    const short = candidates.find((text) => text && !taken.has(text)) ?? String(k);
    taken.add(short);
    return short;
  });
}
