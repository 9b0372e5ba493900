// `node pad.mjs`: what the pad keeps of what a hand does. Each line on stdin is a drawing: the width of its pen, and its strokes, each of them
// the [x, y] of its events on the pad's square, in order. Each line on stdout is the pad's drawing, as strokes.js has it.

import { createInterface } from "node:readline";

import { begin, extend, thin } from "../../playground/components/digit_pad/strokes.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { width, strokes } = JSON.parse(line);
  let drawing = [];
  for (const [[x, y], ...others] of strokes) {
    drawing = thin(begin(drawing, x, y, width));
    for (const [nextX, nextY] of others) drawing = thin(extend(drawing, nextX, nextY));
  }
  process.stdout.write(`${JSON.stringify(drawing)}\n`);
}
