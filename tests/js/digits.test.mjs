import assert from "node:assert/strict";
import test from "node:test";
import { columnCaptions, layerText, uprightCaptions } from "../../playground/components/stage/digits_captions.js";
import { closestMaps, columnAt, columnKinds, digitsLayout, isMaps, ports } from "../../playground/components/stage/digits_layout.js";

const BOXES = [[590, 340], [560, 300], [330, 330], [310, 310], [900, 600], [1400, 800], [480, 220]];
const layer = (name, shape, parameters = 0, activation = null) => ({ name, shape, units: shape.at(-1), parameters, activation });
const input = layer("Input", [28, 28, 1]);
const flatten = layer("Flatten", [784]);
const output = layer("Output", [10], 100, "Softmax");
const conv = layer("Conv2D", [26, 26, 8], 80, "ReLU");
const pool = layer("MaxPooling2D", [13, 13, 8]);
const dense = layer("Dense", [64], 640, "ReLU");
const dropout = layer("Dropout", [64]);

const NETWORKS = {
  dense: [[input, flatten, dense, output], 2, 96],
  "softmax regression": [[input, flatten, output], 2, 10],
  convolutions: [[input, conv, pool, conv, pool, flatten, dense, dropout, output], 1, 8],
  "16 layers": [[input, conv, pool, conv, pool, conv, pool, dropout, flatten, dense, dropout, dense, dropout, dense, dropout, output], 1, 32],
  "16 layers of maps": [[input, ...Array(6).fill([conv, pool]).flat(), flatten, dense, output], 1, 64],
  "no weight pictures": [[input, pool, flatten, dense, output], null, 0],
};
const kindsOf = (name) => columnKinds(NETWORKS[name][0], NETWORKS[name][1]).map(({ kind }) => kind);

test("each layer has a column of its kind", () => {
  assert.deepEqual(kindsOf("dense"), ["input", "strip", "units", "outputs"]);
  assert.deepEqual(kindsOf("convolutions"), ["input", "units", "light", "maps", "light", "strip", "circles", "thin", "outputs"]);
  assert.deepEqual(kindsOf("no weight pictures"), ["input", "light", "strip", "circles", "outputs"]);
});

test("weights of the output have a column of their own before it", () => assert.deepEqual(kindsOf("softmax regression"), ["input", "strip", "units", "outputs"]));

for (const [name, [layers, unitLayer, shown]] of Object.entries(NETWORKS))
  test(`the network with ${name} goes from left to right and stays in its box`, () => {
    for (const [width, height] of BOXES)
      for (const classes of [10, 2]) {
        const layout = digitsLayout(width, height, columnKinds(layers, unitLayer), shown, classes);
        const say = `${width}x${height}: ${layout.columns.map(({ x, width: wide }) => `${Math.round(x)}+${Math.round(wide)}`)}`;
        layout.columns.forEach(({ x, y, width: wide, height: tall }, k) => {
          const before = layout.columns[k - 1];
          assert.ok(x >= (before ? before.x + before.width + 3 : 0), say);
          assert.ok(wide >= 3.9 && x + wide <= width + 1e-6, say);
          assert.ok(y >= 0 && y + tall <= height + 1e-6, say);
        });
        if (layout.grid) assert.ok(layout.grid.cell >= 6 && layout.grid.columns * layout.grid.rows >= shown, say);
        assert.ok(layout.unit <= layout.pitch && layout.unit >= 8, say);
      }
  });

test("layers without parameters are thinner", () => {
  const { columns } = digitsLayout(590, 340, columnKinds(...NETWORKS.convolutions), 8, 10);
  const wide = (kind) => columns.find((column) => column.kind === kind).width;
  assert.ok(wide("light") < wide("maps") && wide("thin") < wide("circles"));
});

test("with more layers the stacks of maps come closer, and none is nearer than its words are high", () => {
  const closest = (name, width) => closestMaps(digitsLayout(width, 340, columnKinds(...NETWORKS[name]), 16, 10));
  assert.equal(closest("dense", 590), Infinity);
  assert.ok(closest("16 layers of maps", 590) < closest("convolutions", 590));
  assert.ok(closest("16 layers of maps", 310) >= 11);
});

test("the pointer finds the layer below it or next to it", () => {
  const layout = digitsLayout(590, 340, columnKinds(...NETWORKS.convolutions), 8, 10);
  for (const column of layout.columns) assert.equal(columnAt(layout, column.x + column.width / 2), column);
  assert.equal(columnAt(layout, -50), null);
});

test("lines leave a column evenly", () => assert.deepEqual(ports({ y: 10, height: 100 }, 2), [35, 85]));

const scene = { layers: [input, conv, pool, flatten, dense, output], units_shown: 8, unit_side: 3 };

test("a column is captioned with its name and shape, from long to short", () => {
  assert.deepEqual(columnCaptions({ kind: "light", layer: 2 }, scene), { title: ["MaxPooling2D", "MaxPool", "Pool"], detail: ["13 × 13 × 8", "13×13×8"] });
  assert.deepEqual(columnCaptions({ kind: "circles", layer: 4 }, scene), { title: ["Dense 64", "64"], detail: ["ReLU"] });
  assert.equal(columnCaptions({ kind: "input", layer: 0 }, scene).detail[0], "28 × 28");
});

test("weight pictures say whether they are kernels, and how many are shown", () => {
  const { title, detail } = columnCaptions({ kind: "units", layer: 1 }, { ...scene, units_shown: 4 });
  assert.equal(title[0], "Conv2D 8 · ReLU");
  assert.equal(detail[0], "26 × 26 × 8 · 4 of 8 · kernels 3 × 3");
  assert.equal(columnCaptions({ kind: "units", layer: 4 }, { ...scene, units_shown: 64 }).detail[0], "weight pictures");
});

test("words along a column get shorter and keep the shape as long as they can", () => {
  assert.deepEqual(uprightCaptions(pool), ["MaxPooling2D  13 × 13 × 8", "MaxPool  13 × 13 × 8", "Pool  13 × 13 × 8", "Pool  13×13×8", "Pool"]);
  assert.equal(uprightCaptions({ name: "Odd2D", shape: [3, 3, 1], activation: null }).at(-1), "Odd2D");
});

test("the pointer is told all about a layer", () => assert.equal(layerText(conv), "Conv2D · 26 × 26 × 8 · ReLU"));

test("only stacks of maps are maps", () => assert.deepEqual(["maps", "light", "strip", "units"].map(isMaps), [true, true, false, false]));
