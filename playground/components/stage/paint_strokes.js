/**
 * Painted points as data: the text that the server knows them by, and what brush, eraser and mover make of them.
 * Every function returns another painting, or the very same one where nothing changes. Pure.
 */

import { REACH } from "./axes.js";

export const STEPS = 512; // places on the grid, across and up
const PER_POINT = 3; // characters
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODES = new Map([...ALPHABET].map((character, code) => [character, code]));

export const SPACING = 0.45; // between two points of a line that is drawn
export const SPRAY = 1.1; // radius of a spray
const SPRAYED = 3; // points for each spacing that a spray goes on
const ROOM = 0.22; // that sprayed points leave each other
export const ERASER = 0.6; // radius
export const GRASP = 0.8; // how far from a point one may be to take it

/**
 * @typedef {{x: number, y: number, label: number}} Dot a place on the grid, 0 to 511, and a class from 0
 * @typedef {{classes: number, dots: Dot[]}} Painting
 * @typedef {[number, number]} Place coordinates on the plane, -6 to 6
 */

/** @param {string} text @returns {Painting} */
export function readPainting(text) {
  const parts = text.split(".");
  const dots = parts.flatMap((part, label) => Array.from({ length: Math.floor(part.length / PER_POINT) }, (_, k) => {
    const number = [0, 1, 2].reduce((sum, place) => sum * 64 + (CODES.get(part[PER_POINT * k + place]) ?? 0), 0);
    return { x: Math.floor(number / STEPS), y: number % STEPS, label };
  }));
  return { classes: parts.length, dots };
}

const writeDot = ({ x, y }) => [4096, 64, 1].map((weight) => ALPHABET[Math.floor((x * STEPS + y) / weight) % 64]).join("");

/** @param {Painting} painting @returns {string} */
export const writePainting = ({ classes, dots }) =>
  Array.from({ length: classes }, (_, label) => dots.filter((dot) => dot.label === label).map(writeDot).join("")).join(".");

/** @param {number} step @returns {number} the coordinate of a place on the grid */
export const valueOf = (step) => (step * 2 * REACH) / STEPS - REACH;

/** @param {number} value @returns {number} the nearest place on the grid */
export const stepOf = (value) => Math.max(0, Math.min(STEPS - 1, Math.round(((value + REACH) * STEPS) / (2 * REACH))));

export const keyOf = ({ x, y }) => x * STEPS + y;

const distance = (dot, [x, y]) => Math.hypot(valueOf(dot.x) - x, valueOf(dot.y) - y);

/** @param {Painting} painting @returns {number[]} how many dots each class has */
export const counts = ({ classes, dots }) => Array.from({ length: classes }, (_, label) => dots.filter((dot) => dot.label === label).length);

/** One dot more, in place of any that was there; as it was where there are as many as there can be. @param {Place} place @returns {Painting} */
export function withDot(painting, [x, y], label, most) {
  const dot = { x: stepOf(x), y: stepOf(y), label };
  const others = painting.dots.filter((other) => keyOf(other) !== keyOf(dot));
  const same = others.length < painting.dots.length && painting.dots.some((other) => keyOf(other) === keyOf(dot) && other.label === label);
  return same || others.length >= most ? painting : { ...painting, dots: [...others, dot] };
}

/** Places at even distances on the way from one to another, without the first. @param {Place} from @param {Place} to @returns {Place[]} */
export function along([x0, y0], [x1, y1], spacing = SPACING) {
  const count = Math.floor(Math.hypot(x1 - x0, y1 - y0) / spacing + 1e-9);
  const part = spacing / Math.max(Math.hypot(x1 - x0, y1 - y0), 1e-9);
  return Array.from({ length: count }, (_, k) => [x0 + (x1 - x0) * part * (k + 1), y0 + (y1 - y0) * part * (k + 1)]);
}

/** Dots around a place, where there is room for them. @param {Place} place @param {() => number} random from 0 to 1 @returns {Painting} */
export function sprayed(painting, [x, y], label, most, random) {
  let result = painting;
  for (let k = 0; k < SPRAYED; k++) {
    const [radius, turn] = [SPRAY * Math.sqrt(random()), 2 * Math.PI * random()];
    const place = [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
    const free = place.every((value) => Math.abs(value) < REACH) && result.dots.every((dot) => distance(dot, place) >= ROOM);
    if (free) result = withDot(result, place, label, most);
  }
  return result;
}

/** Without the dots that an eraser passes over on its way. @param {Place} from @param {Place} to @returns {Painting} */
export function erased(painting, from, to = from) {
  const way = [from, ...along(from, to, ERASER / 2), to];
  const dots = painting.dots.filter((dot) => way.every((place) => distance(dot, place) > ERASER));
  return dots.length < painting.dots.length ? { ...painting, dots } : painting;
}

/** @param {Painting} painting @param {Place} place @returns {?Dot} the dot that is nearest, if it is near */
export function dotAt({ dots }, place) {
  const near = dots.filter((dot) => distance(dot, place) <= GRASP);
  return near.reduce((best, dot) => (best && distance(best, place) <= distance(dot, place) ? best : dot), null);
}

/** A dot at another place, unless that is taken. @param {Painting} painting @param {Dot} dot @param {Place} place @returns {[Painting, Dot]} and the dot as it is then */
export function moved(painting, dot, [x, y]) {
  const there = { ...dot, x: stepOf(x), y: stepOf(y) };
  if (painting.dots.some((other) => keyOf(other) === keyOf(there))) return [painting, dot];
  return [{ ...painting, dots: painting.dots.map((other) => (other === dot ? there : other)) }, there];
}

/**
 * What a tool makes of a painting at the place where a stroke begins, or where it comes to.
 * @param {Painting} painting @param {import("./paint_tools.js").Tool} tool
 * @param {{at: ?Place, dot: ?Dot}} stroke where it was last, and the dot that it moves
 * @param {Place} place @param {number} most dots there may be @param {() => number} random from 0 to 1
 * @returns {[Painting, {at: Place, dot: ?Dot}]} and where the stroke is then
 */
export function worked(painting, { kind, label, spray }, { at, dot }, place, most, random) {
  if (kind === "erase") return [erased(painting, at ?? place, place), { at: place, dot }];
  if (kind === "move") {
    if (at === null) return [painting, { at: place, dot: dotAt(painting, place) }];
    const [next, there] = dot ? moved(painting, dot, place) : [painting, dot];
    return [next, { at: place, dot: there }];
  }
  const places = at === null ? [place] : along(at, place);
  const put = (before, each) => (spray ? sprayed(before, each, label, most, random) : withDot(before, each, label, most));
  return [places.reduce(put, painting), { at: places.at(-1) ?? at, dot }];
}

/** One class more. @param {Painting} painting @returns {Painting} */
export const withClass = (painting) => ({ ...painting, classes: painting.classes + 1 });

/** Without the last class, and its dots. @param {Painting} painting @returns {Painting} */
export const withoutClass = ({ classes, dots }) => ({ classes: classes - 1, dots: dots.filter((dot) => dot.label < classes - 1) });

/** Where a key moves a cursor. @param {Place} place @returns {?Place} null if it does not */
export function moveCursor([x, y], key, step) {
  const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  const inside = (value) => Math.max(-REACH, Math.min(REACH, value));
  return move ? [inside(x + move[0] * step), inside(y + move[1] * step)] : null;
}

/**
 * Dots as the arrays of a scene: those that the scene has already are held out and mistaken as they were there.
 * @param {Painting} painting @param {{points: Float32Array, test: Uint8Array}} scene
 * @returns {{points: Float32Array, labels: Uint8Array, test: Uint8Array, from: Int32Array}} `from` is the index in the scene, or -1
 */
export function asArrays({ dots }, { points = [], test = [], labels = [] }) {
  const known = new Map(Array.from(labels, (label, k) => [keyOf({ x: stepOf(points[2 * k]), y: stepOf(points[2 * k + 1]) }), k]));
  const from = Int32Array.from(dots, (dot) => (labels[known.get(keyOf(dot))] === dot.label ? known.get(keyOf(dot)) : -1));
  return {
    points: Float32Array.from(dots.flatMap(({ x, y }) => [valueOf(x), valueOf(y)])),
    labels: Uint8Array.from(dots, ({ label }) => label),
    test: Uint8Array.from(from, (k) => (k < 0 ? 0 : (test[k] ?? 0))),
    from,
  };
}
