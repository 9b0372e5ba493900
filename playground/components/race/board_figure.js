/** The leader board as a figure, to keep. Pure. */

import { cellText, formatSeconds, formats, spanOf } from "./board_table.js";
import { markPath } from "./palette.js";
import { shape } from "./shapes.js";
import { TEXT } from "./text.js";

const ROW = 26;
const TOP = 66;
const WIDTH = 1120;
const PLACES = { rank: 24, entry: 48, score: 320, mark: 500, loss: 640, best: 730, epochs: 820, seconds: 910, per_epoch: 1000 };

/** @returns {import("./shapes.js").Figure} */
export function boardFigure({ race, board, looks, theme }) {
  const how = formats(race);
  const span = spanOf(board, "score");
  const at = (value) => PLACES.mark + ((value - span[0]) / (span[1] - span[0])) * 110;
  const shapes = [];
  const write = (key, x, y, text, more = {}) => shapes.push(shape(key, "text", { x, y, "font-size": 13, fill: theme.text, ...more }, text));
  write("title", 16, 28, race.title, { "font-size": 17, "font-weight": 600 });
  const head = { fill: theme.muted, "font-size": 12 };
  write("hr", PLACES.rank, TOP - 10, "#", { ...head, "text-anchor": "middle" });
  write("hs", PLACES.score, TOP - 10, TEXT.columns.score(race.score), head);
  for (const column of ["loss", "best", "epochs", "seconds", "per_epoch"]) write(`h${column}`, PLACES[column], TOP - 10, TEXT.columns[column], { ...head, "text-anchor": "end" });
  board.forEach((row, k) => {
    const y = TOP + k * ROW + 17;
    const { color, mark } = looks[row.entry];
    const score = cellText(row.score, how.score, row.lanes);
    shapes.push(shape(`line${k}`, "path", { d: `M16 ${TOP + k * ROW + 0.5}H${WIDTH - 16}`, stroke: theme.grid }));
    write(`r${k}`, PLACES.rank, y, row.rank ?? "–", { "text-anchor": "middle", "font-weight": 600 });
    shapes.push(shape(`m${k}`, "path", { d: markPath(mark, PLACES.entry, y - 4, 5), fill: color }));
    write(`e${k}`, PLACES.entry + 14, y, race.entries[row.entry].label, { "font-weight": 600 });
    write(`s${k}`, PLACES.score, y, `${score.mean}  ${score.interval}`);
    if (row.score && typeof row.score.low === "number") shapes.push(shape(`b${k}`, "path", { d: `M${at(row.score.low)} ${y - 4}H${at(row.score.high)}`, stroke: color, "stroke-width": 3, opacity: 0.5 }));
    if (row.score) shapes.push(shape(`d${k}`, "circle", { cx: at(row.score.mean), cy: y - 4, r: 4, fill: color }));
    for (const column of ["loss", "best", "epochs", "seconds"]) write(`${column}${k}`, PLACES[column], y, cellText(row[column], how[column], row.lanes).mean, { "text-anchor": "end" });
    write(`p${k}`, PLACES.per_epoch, y, formatSeconds(row.per_epoch), { "text-anchor": "end" });
    write(`v${k}`, PLACES.per_epoch + 14, y, TEXT.verdicts[row.verdict] ?? "", { fill: theme.muted });
  });
  return { width: WIDTH, height: TOP + board.length * ROW + 14, title: TEXT.board, shapes, background: theme.card, font: theme.font };
}
