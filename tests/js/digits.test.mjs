import assert from "node:assert/strict";
import test from "node:test";
import { columnCaptions, layerText, uprightCaptions } from "../../playground/components/stage/digits_captions.js";
import { closestMaps, columnAt, columnKinds, digitsLayout, isMaps, ports } from "../../playground/components/stage/digits_layout.js";
import { guessFits, responsesOf } from "../../playground/components/stage/responses.js";
import { nextSpot, spotAt, spotBox, spotsOf } from "../../playground/components/stage/spots.js";
import { cardOf } from "../../playground/components/stage/unit_card.js";
import { fittingCount, nextCell } from "../../playground/components/stage/wall.js";

const BOXES = [[590, 340], [560, 300], [330, 330], [310, 310], [900, 600], [1400, 800], [480, 220]];
const layer = (name, shape, parameters = 0, activation = null) => ({ name, shape, units: shape.at(-1), parameters, activation });
const input = layer("Input", [28, 28, 1]);
const flatten = layer("Flatten", [784]);
const output = layer("Output", [10], 100, "Softmax");
const conv = layer("Conv2D", [26, 26, 8], 80, "ReLU");
const pool = layer("MaxPooling2D", [13, 13, 8]);
const rows = layer("Flatten", [1352]);
const dense = layer("Dense", [64], 640, "ReLU");
const dropout = layer("Dropout", [64]);
const many = layer("Conv2D", [26, 26, 64], 80, "ReLU");
const manyPooled = layer("MaxPooling2D", [13, 13, 64]);

const sceneOf = (layers, unitLayer = null, shown = 0, side = 28) => ({
  layers, unit_layer: unitLayer, units_shown: shown, unit_side: side, side: 28, classes: 10,
  shown: layers.slice(1).map(({ shape, name }) => Math.min(shape.at(-1), shape.length === 3 ? 16 : name === "Flatten" ? 784 : 64)),
});
const SCENES = {
  dense: sceneOf([input, flatten, dense, output], 2, 64),
  "softmax regression": sceneOf([input, flatten, output], 2, 10),
  convolutions: sceneOf([input, conv, pool, conv, pool, rows, dense, dropout, output], 1, 8, 3),
  "16 layers": sceneOf([input, conv, pool, conv, pool, conv, pool, pool, rows, dense, dropout, dense, dropout, dense, dropout, output], 1, 32, 3),
  "16 layers of maps": sceneOf([input, ...Array(6).fill([many, manyPooled]).flat(), layer("Flatten", [10816]), dense, output], 1, 64, 3),
  "no weight pictures": sceneOf([input, pool, rows, dense, output]),
  "the average of maps": sceneOf([input, conv, layer("GlobalAveragePooling2D", [8]), output], 1, 8, 3),
};
const layoutOf = (name, width = 590, height = 340, classes = 10) => digitsLayout(width, height, columnKinds(SCENES[name]), classes);
const kindsOf = (name) => columnKinds(SCENES[name]).map(({ kind }) => kind);

test("each layer has a column of its kind, and kernels stand before their maps", () => {
  assert.deepEqual(kindsOf("dense"), ["input", "strip", "units", "outputs"]);
  assert.deepEqual(kindsOf("convolutions"), ["input", "units", "maps", "light", "maps", "light", "strip", "cells", "thin", "outputs"]);
  assert.deepEqual(kindsOf("no weight pictures"), ["input", "light", "strip", "cells", "outputs"]);
  assert.deepEqual(kindsOf("the average of maps"), ["input", "units", "maps", "cells", "outputs"]);
});

test("weights of the output have a column of their own before it", () => assert.deepEqual(kindsOf("softmax regression"), ["input", "strip", "units", "outputs"]));

for (const name of Object.keys(SCENES))
  test(`the network with ${name} goes from left to right and stays in its box`, () => {
    for (const [width, height] of BOXES)
      for (const classes of [10, 2]) {
        const layout = layoutOf(name, width, height, classes);
        const say = `${width}x${height}: ${layout.columns.map(({ x, width: wide }) => `${Math.round(x)}+${Math.round(wide)}`)}`;
        layout.columns.forEach(({ x, y, width: wide, height: tall, grid, count }, k) => {
          const before = layout.columns[k - 1];
          assert.ok(x >= (before ? before.x + before.width + 3 : 0), say);
          assert.ok(wide >= 3.9 && x + wide <= width + 1e-6, say);
          assert.ok(y >= 0 && y + tall <= height + 1e-6, say);
          if (grid) assert.ok(grid.cell >= 4 && grid.columns * grid.rows >= count, say);
        });
        assert.ok(layout.unit <= layout.pitch && layout.unit >= 8, say);
      }
  });

test("what pooling has shrunk looks smaller, and what only passes on is thinner", () => {
  const { columns } = layoutOf("convolutions");
  const cell = (kind) => columns.find((column) => column.kind === kind).grid.cell;
  assert.ok(cell("light") < cell("maps"));
  assert.ok(columns.find(({ kind }) => kind === "thin").width < columns.find(({ kind }) => kind === "cells").width);
});

test("with more layers the columns of maps come closer, and their words then stand below them", () => {
  const closest = (name, width) => closestMaps(layoutOf(name, width));
  assert.equal(closest("dense", 590), Infinity);
  assert.ok(closest("16 layers of maps", 590) < closest("convolutions", 590));
  assert.ok(closest("16 layers of maps", 310) >= 11);
  assert.equal(layoutOf("convolutions", 900).upright, false);
  const narrow = layoutOf("16 layers of maps", 330);
  assert.equal(narrow.upright, true);
  for (const { kind, y, height } of narrow.columns) if (isMaps(kind)) assert.ok(y + height + 80 <= narrow.top + narrow.room);
});

test("the pointer finds the layer below it or next to it", () => {
  const layout = layoutOf("convolutions");
  for (const column of layout.columns) assert.equal(columnAt(layout, column.x + column.width / 2), column);
  assert.equal(columnAt(layout, -50), null);
});

test("lines leave a column evenly", () => assert.deepEqual(ports({ y: 10, height: 100 }, 2), [35, 85]));

for (const name of Object.keys(SCENES))
  test(`each unit of the network with ${name} is found where it is drawn, and arrow keys reach all of them`, () => {
    const layout = layoutOf(name);
    const key = ({ column, unit }) => `${column}:${unit}`;
    const all = layout.columns.flatMap(({ layer: one }, column) => Array.from({ length: layout.columns[column].grid?.count ?? (layout.columns[column].kind === "outputs" ? 10 : 0) },
      (_, unit) => ({ column, layer: one, unit })));
    for (const spot of all) {
      const { x, y, side } = spotBox(layout, spot);
      assert.deepEqual(spotAt(layout, 10, x + side / 2, y + side / 2), spot);
      assert.ok(spotsOf(layout, 10, spot.layer, spot.unit).some((other) => key(other) === key(spot)));
    }
    const reached = new Map();
    const waiting = [nextSpot(layout, 10, null, "ArrowRight")];
    while (waiting.length) {
      const spot = waiting.pop();
      if (reached.has(key(spot))) continue;
      reached.set(key(spot), spot);
      for (const press of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) waiting.push(nextSpot(layout, 10, spot, press));
    }
    assert.equal(reached.size, all.length);
  });

test("Escape leaves the network, other keys mean nothing there", () => {
  const layout = layoutOf("dense");
  assert.equal(nextSpot(layout, 10, { column: 2, layer: 2, unit: 1 }, "Escape"), null);
  assert.equal(nextSpot(layout, 10, null, "a"), undefined);
  assert.equal(spotAt(layout, 10, -50, -50), null);
});

const scene = sceneOf([input, conv, pool, rows, dense, output], 1, 8, 3);

test("a column is captioned with its name and shape, from long to short", () => {
  assert.deepEqual(columnCaptions({ kind: "light", layer: 2 }, scene), { title: ["MaxPooling2D", "MaxPool", "Pool"], detail: ["13 × 13 × 8", "13×13×8"] });
  assert.deepEqual(columnCaptions({ kind: "cells", layer: 4 }, scene), { title: ["Dense 64", "64"], detail: ["ReLU"] });
  assert.equal(columnCaptions({ kind: "input", layer: 0 }, scene).detail[0], "28 × 28");
});

test("weight pictures say how many are shown, and kernels how large they are", () => {
  const { title, detail } = columnCaptions({ kind: "units", layer: 1 }, { ...scene, units_shown: 4 });
  assert.equal(title[0], "Kernels");
  assert.equal(detail[0], "4 of 8 · 3 × 3");
  assert.deepEqual(columnCaptions({ kind: "units", layer: 4 }, { ...scene, units_shown: 64 }).detail, ["weight pictures"]);
});

test("a layer of which only a part is shown says so, however little room there is", () => {
  const sampled = sceneOf([input, many, manyPooled, rows, layer("Dense", [128], 640, "ReLU"), output]);
  for (const kind of [{ kind: "maps", layer: 1 }, { kind: "light", layer: 2 }]) assert.match(columnCaptions(kind, sampled).detail.at(-1), /16.*64/);
  assert.match(columnCaptions({ kind: "cells", layer: 4 }, sampled).detail.at(-1), /64 of 128/);
  assert.match(layerText(1, sampled), /16 of 64/);
  assert.ok(uprightCaptions(1, sampled).slice(0, -1).every((text) => /16.*64/.test(text)));
});

test("words along a column get shorter and keep the shape as long as they can", () => {
  assert.deepEqual(uprightCaptions(2, scene), ["MaxPooling2D  13 × 13 × 8", "MaxPool  13 × 13 × 8", "Pool  13 × 13 × 8", "Pool  13×13×8", "Pool"]);
  assert.equal(uprightCaptions(1, sceneOf([input, layer("Odd2D", [3, 3, 1])])).at(-1), "Odd2D");
});

test("the pointer is told all about a layer", () => assert.equal(layerText(1, scene), "Conv2D · 26 × 26 × 8 · ReLU"));

test("only columns of maps are maps", () => assert.deepEqual(["maps", "light", "strip", "units"].map(isMaps), [true, true, false, false]));

const guessOf = ({ layers, shown }) => ({
  digit: new Uint8Array(784), probabilities: new Float32Array(10), scales: layers.slice(1).map((_, k) => k + 1),
  maps: Uint8Array.from({ length: 8 * 26 * 26 + 8 * 13 * 13 }, (_, k) => (k < 8 * 26 * 26 ? 1 : 2)),
  units: Float32Array.from({ length: shown[2] + 64 + 10 }, (_, k) => (k < shown[2] ? 3 : k < shown[2] + 64 ? 4 : 5)),
});

test("each layer finds its own numbers in a guess", () => {
  const all = responsesOf(scene, guessOf(scene));
  assert.equal(all[0], null);
  assert.deepEqual(all.slice(1).map(({ data, count, scale }) => [new Set(data).size, data[0], count, scale]),
    [[1, 1, 8, 1], [1, 2, 8, 2], [1, 3, 784, 3], [1, 4, 64, 4], [1, 5, 10, 5]]);
});

test("a guess about another network fits nothing", () => {
  const guess = guessOf(scene);
  for (const changed of [{ maps: guess.maps.subarray(1) }, { units: guess.units.subarray(1) }, { digit: new Uint8Array(64) }, { probabilities: undefined }])
    assert.equal(responsesOf(scene, { ...guess, ...changed }), null);
  assert.ok(!guessFits(scene, null));
});

const named = { ...scene, class_names: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], speakers: 4 };

test("the card of a unit says its activation, its bias and where it leads", () => {
  const guess = { ...guessOf(scene), unit: { layer: 4, unit: 16, says: 2.31, numbers: { bias: -0.5 }, to: [[3, 0.75], [8, -0.5]], kernel_scale: 0.2, kernels: 8 } };
  const { title, facts, links } = cardOf(named, guess, { layer: 4, unit: 16 });
  assert.match(title, /Dense \(layer 4\), unit 17/);
  assert.deepEqual(facts.slice(0, 2), ["says 2.31", "bias −0.50"]);
  assert.deepEqual(links[0].items.map(({ name, value }) => [name, value]), [["3", 0.75], ["8", -0.5]]);
});

test("what is known of another unit is not said of this one", () => {
  const guess = { ...guessOf(scene), unit: { layer: 4, unit: 16, says: 2.31, numbers: { bias: -0.5 }, to: [] } };
  assert.deepEqual(cardOf(named, guess, { layer: 4, unit: 15 }).facts, []);
});

test("the card of a class names those that push it most", () => {
  const pushes = Array.from({ length: 10 }, (_, k) => [[k, 1.5], [63, 0.5]]);
  const { title, links } = cardOf(named, { ...guessOf(scene), pushes }, { layer: 5, unit: 3 });
  assert.match(title, /3/);
  assert.deepEqual(links[0].items.map(({ layer: of, unit, name }) => [of, unit, name]), [[4, 3, "unit 4"], [4, 63, "unit 64"]]);
});

test("the wall shows as many pictures as can be read, and at least a dozen", () => {
  assert.equal(fittingCount(60, 300, 150), 50);
  assert.equal(fittingCount(60, 800, 800), 60);
  assert.equal(fittingCount(60, 60, 30), 12);
  assert.equal(fittingCount(4, 300, 150), 4);
});

test("arrow keys lead from picture to picture and stop at the ends", () => {
  assert.equal(nextCell(10, 4, null, "ArrowRight"), 0);
  assert.equal(nextCell(10, 4, 3, "ArrowDown"), 7);
  assert.equal(nextCell(10, 4, 7, "ArrowDown"), 7);
  assert.equal(nextCell(10, 4, 0, "ArrowLeft"), 0);
  assert.equal(nextCell(10, 4, 5, "End"), 9);
  assert.equal(nextCell(10, 4, 5, "Escape"), null);
  assert.equal(nextCell(10, 4, 5, "x"), undefined);
  assert.equal(nextCell(0, 1, null, "ArrowRight"), undefined);
});
