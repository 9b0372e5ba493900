import assert from "node:assert/strict";
import test from "node:test";
import { contrast, divergingScale, mix, parseColor, themeFrom, toHex } from "../../playground/components/stage/colors.js";

const themes = {
  light: themeFrom(() => ""),
  dark: themeFrom((name) => ({ "--st-background-color": "#0e1117", "--st-text-color": "rgb(250, 250, 250)" })[name] ?? ""),
};
const rgb = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

test("colours are read in all the forms a theme has them", () => {
  assert.deepEqual(parseColor("#fff"), [255, 255, 255]);
  assert.deepEqual(parseColor("#0E1117"), [14, 17, 23]);
  assert.deepEqual(parseColor("#0e1117cc"), [14, 17, 23]);
  assert.deepEqual(parseColor("rgba(49, 51, 63, 0.2)"), [49, 51, 63]);
  assert.deepEqual(parseColor("rgb(1 2 3 / 50%)"), [1, 2, 3]);
  for (const unknown of ["", "unset", "#12345", "red-ish", undefined]) assert.equal(parseColor(unknown), null);
});

test("the scale goes from one end over the neutral colour to the other", () => {
  const scale = divergingScale([255, 128, 0], [250, 250, 250], [0, 100, 200]);
  assert.deepEqual([0, 128, 255].map((k) => toHex(rgb(scale[k]))), ["#ff8000", "#fafafa", "#0064c8"]);
});

test("mixing ends at its ends", () => {
  assert.equal(toHex(mix([10, 20, 30], [200, 100, 50], 0)), "#0a141e");
  assert.equal(toHex(mix([10, 20, 30], [200, 100, 50], 1)), "#c86432");
});

test("black on white has the greatest contrast", () => assert.equal(Math.round(contrast([0, 0, 0], [255, 255, 255])), 21));

for (const [name, theme] of Object.entries(themes)) {
  test(`the ${name} theme is recognised`, () => assert.equal(theme.dark, name === "dark"));

  test(`in the ${name} theme all texts can be read`, () => {
    for (const role of ["text", "muted"]) assert.ok(contrast(parseColor(theme[role]), parseColor(theme.card)) >= 4.5, role);
  });

  test(`in the ${name} theme lines and points stand out from the card`, () => {
    for (const role of ["train", "test", "positive"]) assert.ok(contrast(parseColor(theme[role]), parseColor(theme.card)) >= 3, role);
    assert.ok(contrast(parseColor(theme.negative), parseColor(theme.card)) >= 2.5);
  });

  test(`in the ${name} theme zero looks like the page`, () => assert.ok(contrast(rgb(theme.scale[128]), parseColor(theme.card)) < 1.2));

  test(`in the ${name} theme each step of the scale leads away from zero`, () => {
    const from = rgb(theme.scale[128]);
    const distance = (k) => Math.hypot(...rgb(theme.scale[k]).map((c, i) => c - from[i]));
    for (let k = 1; k < 8; k++) {
      assert.ok(distance(128 + 15 * k) > distance(128 + 15 * (k - 1)));
      assert.ok(distance(128 - 15 * k) > distance(128 - 15 * (k - 1)));
    }
  });
}
