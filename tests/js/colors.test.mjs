import assert from "node:assert/strict";
import test from "node:test";
import { classScale, contrast, cssColor, divergingScale, mix, parseColor, signedByte, textOn, themeFrom, toHex } from "../../playground/components/common/colors.js";

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

test("a value finds its place on the scale, and none leaves it", () => {
  assert.deepEqual([-1, 0, 1, -9, 9].map(signedByte), [1, 128, 255, 0, 255]);
});

test("a pixel is written as CSS does", () => assert.equal(cssColor(0xff332211), "rgb(17, 34, 51)"));

test("text on a colour is black or white, whichever is easier to read", () => {
  assert.deepEqual(["#ffff00", "#000080"].map(textOn), ["#0b0d12", "#ffffff"]);
});

// What dichromats see, after Machado, Oliveira and Fernandes 2009, on linear light; null changes nothing.
const EYES = {
  "with all three primaries": null,
  "without red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  "without green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  "without blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const toLinear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);

// A distance of 0.02 in Oklab can just be seen.
function seen(color, eye) {
  const light = parseColor(color).map(toLinear);
  const [r, g, b] = eye ? eye.map((row) => Math.max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2])) : light;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.21045 * l + 0.79362 * m - 0.00407 * s, 1.978 * l - 2.42859 * m + 0.45059 * s, 0.0259 * l + 0.78277 * m - 0.80868 * s];
}

function closest(colors, eye) {
  const all = colors.map((color) => seen(color, eye));
  return Math.min(...all.flatMap((one, i) => all.slice(0, i).map((other) => Math.hypot(...one.map((value, k) => value - other[k])))));
}

test("black on white has the greatest contrast", () => assert.equal(Math.round(contrast([0, 0, 0], [255, 255, 255])), 21));

for (const [name, theme] of Object.entries(themes)) {
  test(`the ${name} theme is recognised`, () => assert.equal(theme.dark, name === "dark"));

  test(`in the ${name} theme all texts can be read`, () => {
    for (const role of ["text", "muted"]) assert.ok(contrast(parseColor(theme[role]), parseColor(theme.card)) >= 4.5, role);
  });

  test(`in the ${name} theme lines and points stand out from the card`, () => {
    for (const role of ["train", "test", "rate", "positive"]) assert.ok(contrast(parseColor(theme[role]), parseColor(theme.card)) >= 3, role);
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

  test(`in the ${name} theme the first two classes have the colours of the ends of the scale`, () => {
    assert.deepEqual(theme.classes.slice(0, 2), [theme.negative, theme.positive]);
    assert.equal(theme.classes.length, 10);
  });

  test(`in the ${name} theme every class stands out from the card`, () => {
    for (const color of theme.classes) assert.ok(contrast(parseColor(color), parseColor(theme.card)) >= 2.5, color);
  });

  for (const [eyes, eye] of Object.entries(EYES))
    test(`in the ${name} theme classes can be told apart ${eyes}`, () => {
      assert.ok(closest(theme.classes.slice(0, 6), eye) > 0.07, `${closest(theme.classes.slice(0, 6), eye)}`);
      assert.ok(closest(theme.classes, eye) > 0.04, `${closest(theme.classes, eye)}`);
    });

  test(`in the ${name} theme a class fades into the card`, () => {
    const scale = classScale(theme, 3);
    assert.equal(toHex(rgb(scale[512])), theme.card);
    assert.equal(toHex(rgb(scale[512 + 255])), theme.classes[2]);
  });
}
