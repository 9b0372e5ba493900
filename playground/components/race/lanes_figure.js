/** The pictures of all lanes with their names, to keep. Pure. */

import { shape } from "./shapes.js";

const GAP = 16;
const LINES = 38; // below a picture
const TOP = 48;

/** A text as far as there is about room for it. */
export const cutTo = (text, room, letter = 6.8) => (text.length * letter > room ? `${text.slice(0, Math.max(1, Math.floor(room / letter) - 1))}…` : text);

/**
 * @param {{race: Object, cells: {label: string, score: string, picture: string, color: string}[], theme: Object, side: number, columns: number, table: boolean}} options
 *   pictures are addresses with their data in them @returns {import("./shapes.js").Figure}
 */
export function lanesFigure({ race, cells, theme, side, columns, table }) {
  const shapes = [shape("title", "text", { x: GAP, y: 30, "font-size": 17, "font-weight": 600, fill: theme.text }, race.title)];
  cells.forEach(({ label, score, picture, color }, k) => {
    const [row, column] = table ? race.entries[k].values : [Math.floor(k / columns), k % columns];
    const [x, y] = [GAP + column * (side + GAP), TOP + row * (side + LINES + GAP)];
    shapes.push(shape(`i${k}`, "image", { x, y, width: side, height: side, href: picture }));
    shapes.push(shape(`m${k}`, "rect", { x, y: y + side + 6, width: 9, height: 9, rx: 2, fill: color }));
    shapes.push(shape(`n${k}`, "text", { x: x + 14, y: y + side + 15, "font-size": 12, "font-weight": 600, fill: theme.text }, cutTo(label, side - 14)));
    shapes.push(shape(`s${k}`, "text", { x, y: y + side + 32, "font-size": 12, fill: theme.muted }, cutTo(score, side)));
  });
  const rows = table ? race.axes[0].values.length : Math.ceil(cells.length / columns);
  return { width: Math.max(360, GAP + columns * (side + GAP)), height: TOP + rows * (side + LINES + GAP), title: race.title, shapes, background: theme.card, font: theme.font };
}
