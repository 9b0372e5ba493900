/** What is worth keeping: figures as SVG and PNG, tables as CSV, and files. */

import { el } from "../common/dom.js";
import { download } from "../common/keep.js";
import { written } from "./shapes.js";
import { TEXT } from "./text.js";

const SHARP = 2; // pixels of a PNG for one of the figure

/** An SVG as the pixels of a PNG. @param {string} svg @returns {Promise<Blob>} */
export async function rasterised(svg, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = el("canvas");
  Object.assign(canvas, { width: Math.round(width * SHARP), height: Math.round(height * SHARP) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large."))), "image/png"));
}

/**
 * Buttons that save a figure.
 * @param {string} name of the file, without its ending @param {() => ?import("./shapes.js").Figure} make @param {...[string, string, () => void]} more text, help and effect of further buttons
 */
export function exports(name, make, ...more) {
  const save = async (type) => {
    const figure = make();
    if (!figure) return;
    const svg = written(figure);
    if (type === "svg") download(`${name}.svg`, "image/svg+xml", svg);
    else download(`${name}.png`, "image/png", await rasterised(svg, figure.width, figure.height));
  };
  const button = (text, title, onclick) => el("button.pg-race-save", { type: "button", text, title, "aria-label": title, onclick });
  return el("div.pg-race-saves", { role: "group", "aria-label": TEXT.keep }, ...["png", "svg"].map((type) => button(type.toUpperCase(), TEXT.saveFigure(type.toUpperCase()), () => save(type))),
    ...more.map((each) => button(...each)));
}

const quoted = (value) => {
  const text = value === null || value === undefined || Number.isNaN(value) ? "" : String(value);
  // A spreadsheet would take a text that begins like this for a formula.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A table as CSV. Pure. @param {(string | number | null)[][]} rows @returns {string} */
export const csv = (rows) => rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");

/** All measured points of a race, a lane and an epoch a row. Pure. */
export function rowsTable(race, rows) {
  const head = ["entry", ...race.axes.map(({ name }) => name), "seed", "epoch", "train_loss", "test_loss", "train_score", "test_score",
    ...race.layers.map((name) => `gradient ${name}`), ...race.layers.map((name) => `dead ${name}`)];
  const table = [head];
  rows.lanes.forEach((lane, number) => {
    const entry = Math.floor(number / race.seeds.length);
    const { label, values } = race.entries[entry];
    const what = [label, ...race.axes.map(({ values: all }, k) => all[values[k]].text), race.seeds[number % race.seeds.length]];
    for (const row of lane) table.push([...what, ...Array.from(row.subarray(1), (value) => (Number.isFinite(value) ? Number(value.toPrecision(7)) : null))]);
  });
  return table;
}

const INTERVALS = ["score", "loss", "best", "epochs", "seconds"];

/** The leader board, an entry a row. Pure. */
export function boardTable(race, board) {
  const head = ["rank", "entry", ...race.axes.map(({ name }) => name), "lanes", "diverged", ...INTERVALS.flatMap((name) => [`${name}_mean`, `${name}_low`, `${name}_high`, `${name}_count`]), "seconds_per_epoch", "verdict", "p", "text"];
  return [head, ...board.map((row) => {
    const { label, values } = race.entries[row.entry];
    return [row.rank, label, ...race.axes.map(({ values: all }, k) => all[values[k]].text), row.lanes, row.diverged,
      ...INTERVALS.flatMap((name) => ["mean", "low", "high", "count"].map((part) => row[name]?.[part] ?? null)), row.per_epoch, row.verdict, row.p, row.text];
  })];
}
