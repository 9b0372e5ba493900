/**
 * Colours: the theme of the page, and the one diverging scale orange (-1) - neutral - blue (+1).
 * The ends differ in hue and in lightness to anyone who sees two of the three primaries. Classes without an order have
 * colours of their own, of which the first two are the ends of the scale.
 */

/** @typedef {[number, number, number]} Rgb each 0 to 255 */
/**
 * @typedef {{dark: boolean, background: string, card: string, paper: string, text: string, muted: string, border: string, grid: string,
 *   negative: string, positive: string, train: string, test: string, rate: string, primary: string, font: string,
 *   classes: string[], scale: Uint32Array, ink: Uint32Array}} Theme `classes` has ten colours
 */

const ENDS = {
  light: { negative: "#ee7b16", positive: "#0c71c3" },
  dark: { negative: "#ff9b42", positive: "#45a5f5" },
};

// Chosen by search: the first six are as far apart as can be, also to those who see two primaries only (tests/js/colors.test.mjs).
const CLASSES = {
  light: ["#b5176f", "#0ea47f", "#45187a", "#6e6a1e", "#9186f9", "#490404", "#2a2ae8", "#a06a6a"],
  dark: ["#f2e85c", "#d6409f", "#128a2e", "#25e6e6", "#8f4bf5", "#98b3a3", "#a68759", "#846268"],
};

/** @param {string} text `#rgb`, `#rrggbb`, `#rrggbbaa` or `rgb(a)(...)` @returns {?Rgb} */
export function parseColor(text) {
  const value = (text ?? "").trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (hex && [3, 4].includes(hex.length)) return [0, 1, 2].map((i) => parseInt(hex[i] + hex[i], 16));
  if (hex && [6, 8].includes(hex.length)) return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  const parts = /^rgba?\(([^)]+)\)$/.exec(value)?.[1].split(/[\s,/]+/).slice(0, 3).map(Number);
  return parts?.length === 3 && parts.every(Number.isFinite) ? parts : null;
}

/** @param {Rgb} rgb @returns {string} */
export const toHex = (rgb) => `#${rgb.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;

const toLinear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const toGamma = (c) => 255 * (c <= 0.0031308 ? 12.92 * Math.max(0, c) : 1.055 * Math.min(1, c) ** (1 / 2.4) - 0.055);

/** Relative luminance as WCAG defines it. @param {Rgb} rgb @returns {number} 0 to 1 */
export const luminance = ([r, g, b]) => 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);

/** Contrast ratio as WCAG defines it. @param {Rgb} one @param {Rgb} other @returns {number} 1 to 21 */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// Oklab, https://bottosson.github.io/posts/oklab/: equal steps look equal, and the way from orange to blue has no grey-green.
function toOklab(rgb) {
  const [r, g, b] = rgb.map(toLinear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(toGamma);
}

/** @param {Rgb} from @param {Rgb} to @param {number} t 0 is `from`, 1 is `to` @returns {Rgb} */
export function mix(from, to, t) {
  const [one, other] = [toOklab(from), toOklab(to)];
  return fromOklab(one.map((value, i) => value + (other[i] - value) * t));
}

const pack = ([r, g, b]) => ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;

/**
 * The diverging scale as pixels: entry 0 is -1 (orange), 128 is 0 (neutral), 255 is +1 (blue).
 * @param {Rgb} negative @param {Rgb} neutral @param {Rgb} positive
 * @returns {Uint32Array} 256 pixels as they lie in an ImageData on a little-endian machine
 */
export function divergingScale(negative, neutral, positive) {
  return Uint32Array.from({ length: 256 }, (_, i) =>
    pack(i < 128 ? mix(neutral, negative, (128 - i) / 128) : mix(neutral, positive, (i - 128) / 127)));
}

/** A scale in steps, the first and the last of which are its ends. @param {Uint32Array} scale @param {number} steps @returns {Uint32Array} as long */
export const stepped = (scale, steps) =>
  scale.map((_, k) => scale[Math.round((Math.floor((k * steps) / scale.length) / (steps - 1)) * (scale.length - 1))]);

/** A scale from paper to ink. @param {Rgb} paper @param {Rgb} ink @returns {Uint32Array} 256 pixels */
export const inkScale = (paper, ink) => Uint32Array.from({ length: 256 }, (_, i) => pack(mix(paper, ink, i / 255)));

/**
 * @param {(name: string) => string} variable reads a CSS variable; empty where it is not set
 * @returns {Theme}
 */
export function themeFrom(variable) {
  const background = parseColor(variable("--st-background-color")) ?? [255, 255, 255];
  const dark = luminance(background) < 0.2;
  const text = parseColor(variable("--st-text-color")) ?? (dark ? [250, 250, 250] : [49, 51, 63]);
  const name = dark ? "dark" : "light";
  const ends = ENDS[name];
  const card = dark ? mix(background, [255, 255, 255], 0.045) : background;
  const paper = mix(card, text, dark ? 0.06 : 0.03);
  const [negative, positive] = [parseColor(ends.negative), parseColor(ends.positive)];
  return {
    dark,
    background: toHex(background),
    card: toHex(card),
    paper: toHex(paper),
    text: toHex(text),
    muted: toHex(mix(background, text, 0.72)),
    border: toHex(mix(card, text, dark ? 0.2 : 0.16)),
    negative: ends.negative,
    positive: ends.positive,
    classes: [ends.negative, ends.positive, ...CLASSES[name]],
    grid: toHex(mix(card, text, 0.08)),
    train: toHex(mix(background, text, 0.5)),
    test: dark ? "#c084fc" : "#7c3aed",
    rate: dark ? "#34d399" : "#0a7a5e",
    primary: variable("--st-primary-color") || "#7c3aed",
    font: variable("--st-font") || "system-ui, sans-serif",
    scale: divergingScale(negative, mix(card, text, dark ? 0.03 : 0.015), positive),
    ink: inkScale(paper, text),
  };
}

/** Text to read on a colour: black or white, whichever stands out more. @param {string} color @returns {string} */
export const textOn = (color) => (contrast(parseColor(color), [255, 255, 255]) > contrast(parseColor(color), [11, 13, 18]) ? "#ffffff" : "#0b0d12");

/** Entry of the diverging scale for a value. @param {number} value -1 to 1, more is cut off @returns {number} 0 to 255 */
export const signedByte = (value) => Math.max(0, Math.min(255, Math.round(128 + 127.5 * value)));

/** @param {number} pixel @returns {string} a pixel of a scale as CSS writes it */
export const cssColor = (pixel) => `rgb(${pixel & 255}, ${(pixel >> 8) & 255}, ${(pixel >> 16) & 255})`;

/**
 * Scales of several classes in one, from paper to each class's colour.
 * @param {Theme} theme @param {number} count
 * @returns {Uint32Array} entry `256 * class + confidence`
 */
export function classScale(theme, count) {
  const scale = new Uint32Array(256 * count);
  for (let k = 0; k < count; k++) scale.set(inkScale(parseColor(theme.card), parseColor(theme.classes[k % theme.classes.length])), 256 * k);
  return scale;
}

/** @param {Element} element @returns {Theme} the theme of the page around an element */
export function readTheme(element) {
  const style = getComputedStyle(element);
  return themeFrom((name) => {
    const value = style.getPropertyValue(name).trim();
    return value === "unset" ? "" : value;
  });
}

/** Hand the theme's colours to the style sheets. @param {HTMLElement} root @param {Theme} theme */
export function showTheme(root, theme) {
  const colors = { card: theme.card, text: theme.text, muted: theme.muted, border: theme.border, paper: theme.paper,
    negative: theme.negative, positive: theme.positive, primary: theme.primary, "on-primary": textOn(theme.primary), focus: theme.primary, background: theme.background };
  for (const [name, color] of Object.entries(colors)) root.style.setProperty(`--pg-${name}`, color);
  root.dataset.theme = theme.dark ? "dark" : "light";
}
