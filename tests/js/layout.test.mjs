import assert from "node:assert/strict";
import test from "node:test";
import { flowLayout, gridLayout, linkAt, linkDistance, neighbour, networkLayout as layoutOf, nodeAt, outputLayout }
  from "../../playground/components/stage/layout.js";

/** A network of dense layers, or of layers given as they are. */
const layersOf = (layers) => layers.map((one) => (typeof one === "number" ? { units: one, links: "full" } : one));
const networkLayout = (width, height, layers) => layoutOf(width, height, layersOf(layers));
const norm = (units) => ({ units, links: "one", between: ["Dropout 0.5"] });

const BOXES = [[590, 340], [560, 300], [330, 330], [360, 380], [900, 600], [1400, 800], [480, 220]];
const NETWORKS = [[2, 1], [2, 4, 2, 1], [7, 8, 8, 8, 1], [1, 1], [7, 32, 1], [2, ...Array(8).fill(32), 1], [7, 3, 32, 5, 1], [2, 4, 3],
  [2, 8, norm(8), 8, norm(8), 6], [1, ...Array(6).fill([32, norm(32)]).flat(), 1]];
const cases = BOXES.flatMap(([width, height]) => NETWORKS.map((units) => ({ width, height, units, layout: networkLayout(width, height, units) })));
const say = ({ width, height, units }) => `${layersOf(units).map((layer) => layer.units).join("-")} in ${width}x${height}`;
const nodesOf = ({ columns }) => columns.flatMap(({ nodes }) => nodes);

test("all neurons lie inside the box", () => {
  for (const one of cases)
    for (const { x, y, size } of nodesOf(one.layout)) {
      assert.ok(x - size / 2 >= 0 && x + size / 2 <= one.width, say(one));
      assert.ok(y - size / 2 >= 30 && y + size / 2 <= one.height, say(one));
    }
});

test("no two neurons touch", () => {
  for (const one of cases) {
    const nodes = nodesOf(one.layout);
    for (let i = 0; i < nodes.length; i++)
      for (let j = i + 1; j < nodes.length; j++) {
        const apart = Math.max(Math.abs(nodes[i].x - nodes[j].x), Math.abs(nodes[i].y - nodes[j].y));
        assert.ok(apart >= (nodes[i].size + nodes[j].size) / 2 + 1, `${say(one)}: ${apart}`);
      }
  }
});

test("layers go from left to right", () => {
  for (const { layout } of cases) assert.ok(layout.columns.every(({ x }, k) => k === 0 || x > layout.columns[k - 1].x));
});

test("each column is centred on the same line", () => {
  for (const one of cases) {
    const middles = one.layout.columns.map(({ nodes }) => (nodes[0].y + nodes.at(-1).y) / 2);
    assert.ok(Math.max(...middles) - Math.min(...middles) < 1e-6, say(one));
  }
});

test("a layer without room for all of its units shows some and knows how many there are", () => {
  const [, column] = networkLayout(590, 340, [2, 32, 1]).columns;
  assert.ok(column.shown < 32 && column.shown > 8);
  assert.equal(column.units, 32);
  assert.equal(column.nodes.length, column.shown);
});

test("a layer with room for all of its units shows them all", () => assert.equal(networkLayout(900, 900, [2, 32, 1]).columns[1].shown, 32));

test("links point at the weights of the frame, also where units are left out", () => {
  const { links } = networkLayout(590, 340, [2, 32, 3]);
  const k = links.from.findIndex((node, i) => node.layer === 1 && node.unit === 4 && links.to[i].unit === 2);
  assert.equal(links.weight[k], (2 + 1) * 32 + 4 * 3 + 2);
});

test("a small network has a link for each weight", () => assert.equal(networkLayout(590, 340, [2, 4, 2, 1]).links.count, 2 * 4 + 4 * 2 + 2));

test("a layer that scales unit by unit has one link a unit", () => {
  const { links } = networkLayout(590, 340, [2, 4, norm(4), 1]);
  assert.equal(links.count, 8 + 4 + 4);
  const own = links.to.flatMap((node, k) => (node.layer === 2 ? [k] : []));
  assert.deepEqual(own.map((k) => [links.from[k].unit, links.to[k].unit]), [[0, 0], [1, 1], [2, 2], [3, 3]]);
  assert.deepEqual(own.map((k) => links.weight[k]), [12, 13, 14, 15]);
});

test("layers without numbers get a line of their own above the columns", () => {
  const top = (layers) => networkLayout(590, 340, layers).columns[1].nodes[0].y;
  assert.ok(top([2, { units: 16, links: "full", between: ["Dropout 0.5"] }, 1]) > top([2, 16, 1]));
});

test("the pointer finds the neuron below it", () => {
  const { layout } = cases[1];
  for (const node of nodesOf(layout)) assert.equal(nodeAt(layout, node.x + 3, node.y - 3), node);
  assert.equal(nodeAt(layout, 0, 0), null);
});

test("the pointer finds the link below it", () => {
  const layout = networkLayout(590, 340, [2, 3, 1]);
  for (let k = 0; k < layout.links.count; k++) {
    const [x0, y0, x1, y1] = layout.links.ends.subarray(4 * k, 4 * k + 4);
    assert.ok(linkDistance(layout.links.ends, k, (x0 + x1) / 2, (y0 + y1) / 2) < 0.1); // every curve passes its own middle
  }
  const [x0, y0] = layout.links.ends;
  assert.equal(linkAt(layout, x0 - 50, y0), -1);
});

test("arrow keys walk through the network and stop at its edges", () => {
  const layout = networkLayout(590, 340, [2, 4, 1]);
  const walk = (...keys) => keys.reduce((node, key) => neighbour(layout, node, key), null);
  const at = (...keys) => [walk(...keys).layer, walk(...keys).unit];
  assert.deepEqual(at("ArrowRight"), [0, 0]);
  assert.deepEqual(at("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"), [1, 2]);
  assert.deepEqual(at("ArrowUp", "ArrowUp", "ArrowLeft"), [0, 0]);
  assert.deepEqual(at("ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"), [2, 0]);
  assert.equal(walk("ArrowUp", "Escape"), null);
  assert.equal(neighbour(layout, null, "a"), undefined);
});

test("a grid has room for all and stays in its box", () => {
  for (const [width, height] of BOXES)
    for (const count of [1, 2, 10, 60, 96, 128]) {
      const { columns, rows, cell } = gridLayout(count, width, height, 44);
      assert.ok(columns * rows >= count);
      assert.ok(columns * cell <= width + 1e-6 && rows * cell <= height + 1e-6);
      assert.ok(cell > 0 && cell <= 44);
    }
});

test("the plot is square and inside its box, with the legend below it", () => {
  for (const [width, height] of [[282, 350], [300, 360], [350, 420], [420, 300], [250, 260]]) {
    const { plot, legend } = outputLayout(width, height);
    assert.ok(plot.x >= 30 && plot.x + plot.side <= width);
    assert.ok(legend.y > plot.y + plot.side + 30 && legend.y + 28 <= height);
  }
});

test("a higher legend leaves less room for the plot, and stays in the box", () => {
  const { plot, legend } = outputLayout(300, 330, 80);
  assert.ok(plot.side < outputLayout(300, 330).plot.side);
  assert.ok(legend.y + 72 <= 330);
});

test("items flow into rows", () => {
  assert.deepEqual(flowLayout([40, 40, 40], 100, 17), [{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 0, y: 17 }]);
  assert.deepEqual(flowLayout([140, 10], 100, 17), [{ x: 0, y: 0 }, { x: 0, y: 17 }]); // too wide for any row
});
