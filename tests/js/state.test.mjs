import assert from "node:assert/strict";
import test from "node:test";
import { anotherSession, append, COLUMNS, emptyModel, reduce } from "../../playground/components/stage/state.js";
import { parse } from "../../playground/components/common/safetensors.js";
import { message } from "./messages.mjs";

const layers = [2, 3, 1].map((units, k) => ({ name: "Dense", units, links: k ? "full" : null, activation: null, labels: null }));
const digitsKeys = { side: 28, unit_side: 28, units_shown: 1 };
const scene = (run, task = "plane") => parse(message("scene", { run, task, classes: 2, layers, ...digitsKeys }, { answers: Uint8Array.of(1, 2) }));
const frame = (run, epoch = 0) => parse(message("frame", { run, epoch, status: "playing" },
  { weights: new Float32Array(13), neurons: new Uint8Array(4 * 625), output: new Uint8Array(10_000) }));
const curve = (run, from, ...epochs) => parse(message("curve", { run, from }, { rows: Float32Array.from(epochs.flatMap((e) => [e, 1, 1, 0, 0, 0.1])) }));
const notice = (run, text) => parse(message("notice", { run, text, level: "info", progress: null, busy: false }));
const after = (...messages) => messages.reduce(reduce, emptyModel());
const epochs = ({ curve: { count, data } }) => Array.from({ length: count }, (_, row) => data[row * COLUMNS]);

test("a frame of the running run replaces the one before", () => assert.equal(after(scene(1), frame(1, 1), frame(1, 2)).frame.epoch, 2));

test("messages of an older run change nothing", () => {
  const model = after(scene(2), frame(2, 5));
  for (const old of [scene(1), frame(1, 9), curve(1, 0, 1), notice(1, "old"), parse(message("guess", { run: 1 }))]) assert.equal(reduce(model, old), model);
});

test("another session's first run is shown whatever its number, and what is known stays until then", () => {
  const model = anotherSession(after(scene(5), frame(5, 7), curve(5, 0, 0, 1)));
  assert.deepEqual([model.scene.run, model.frame.epoch], [5, 7]);
  assert.equal(reduce(model, frame(5, 8)), model);
  assert.deepEqual([reduce(model, scene(1)).scene.run, reduce(model, scene(1)).previous.count], [1, 2]);
});

test("a frame of a run whose scene has not come is not shown", () => assert.equal(after(scene(1), frame(2)).frame, null));

test("a frame before any scene is not shown", () => assert.equal(after(frame(1)).frame, null));

test("a new run forgets the frame and the curve of the one before", () => {
  const model = after(scene(1), frame(1), curve(1, 0, 0, 1), scene(2));
  assert.deepEqual([model.frame, model.curve.count, model.scene.run], [null, 0, 2]);
});

test("the same scene again, as after a new connection, keeps what is known", () => {
  const model = after(scene(1), frame(1, 7), curve(1, 0, 0, 1), scene(1));
  assert.deepEqual([model.frame.epoch, model.curve.count], [7, 2]);
});

test("a run that goes on with other layers keeps its curve, and the last frame no longer fits", () => {
  const wider = parse(message("scene", { run: 1, task: "plane", classes: 2, layers: [2, 4, 1].map((units, k) => ({ ...layers[k], units })), ...digitsKeys }, {}));
  const model = after(scene(1), frame(1, 7), curve(1, 0, 0, 1), wider);
  assert.deepEqual([model.frame, model.curve.count, model.scene.layers[1].units], [null, 2, 4]);
});

test("the curve of the last run stays for comparison, and one that is taken back as well", () => {
  assert.equal(after(scene(1), curve(1, 0, 0)).previous, null);
  assert.equal(after(scene(1), curve(1, 0, 0, 1, 2), scene(2), curve(2, 0, 0)).previous.count, 3);
  assert.equal(after(scene(1), curve(1, 0, 0, 1, 2), scene(2), curve(2, 0, 0), scene(3)).previous.count, 3);
  assert.equal(after(scene(1), curve(1, 0, 0, 1, 2), curve(1, 0, 0)).previous.count, 3); // a reset
  assert.equal(after(scene(1), curve(1, 0, 0, 1, 2), curve(1, 0, 0, 1, 2, 2)).previous, null); // other settings, the same curve again
});

test("accuracies are not compared with R²", () => {
  const other = parse(message("scene", { run: 2, task: "plane", classes: 0, score: "R²", layers, ...digitsKeys }, {}));
  assert.equal(after(scene(1), curve(1, 0, 0, 1, 2), other).previous, null);
});

test("what can be undone is known whatever run it is, and stays with a new one", () => {
  const settings = parse(message("settings", { edits: 2, did: "undo", undo: true, redo: false }));
  assert.deepEqual(after(scene(1), settings, scene(2)).settings, { edits: 2, did: "undo", undo: true, redo: false });
  assert.equal(after(scene(1)).settings.undo, false);
});

test("a frame whose arrays do not fit the scene is not shown", () => {
  const short = parse(message("frame", { run: 1 }, { weights: new Float32Array(12), neurons: new Uint8Array(2500), output: new Uint8Array(10_000) }));
  assert.equal(after(scene(1), short).frame, null);
});

test("a frame of digits needs a guess for each digit", () => {
  const digits = (guesses) => parse(message("frame", { run: 1 }, { guesses: new Uint8Array(guesses), units: new Uint8Array(784) }));
  assert.ok(after(scene(1, "digits"), digits(2)).frame);
  assert.equal(after(scene(1, "digits"), digits(3)).frame, null);
});

const seen = (run, units) => parse(message("guess", { run, sample: 0, scales: [1] },
  { digit: new Uint8Array(784), probabilities: new Float32Array(10), units: new Float32Array(units) }));
const pictures = (run, outputs = 10) => parse(message("scene", { run, task: "digits", classes: 10, side: 28, shown: [outputs],
  layers: [{ units: 1, shape: [28, 28, 1] }, { units: outputs, shape: [outputs] }] }));

test("what the network makes of a picture is kept only where it fits the network", () => {
  assert.equal(after(pictures(1), seen(1, 10)).guess.units.length, 10);
  assert.equal(after(pictures(1), seen(1, 9)).guess, null);
  assert.equal(after(pictures(1), seen(1, 10), pictures(1, 12)).guess, null);
});

test("a gallery is that of the run", () => {
  const gallery = (run) => parse(message("gallery", { run, tested: 5 }, { mistake_pictures: new Uint8Array(64) }));
  assert.equal(after(pictures(2), gallery(2)).gallery.mistake_pictures.length, 64);
  assert.equal(after(pictures(2), gallery(1)).gallery, null);
  assert.equal(after(pictures(2), gallery(2), pictures(3)).gallery, null);
});

test("a reducer leaves the model it got as it was", () => {
  const model = Object.freeze(after(scene(1)));
  assert.notEqual(reduce(model, frame(1)), model);
  assert.equal(model.frame, null);
});

test("a notice stays until an empty one comes", () => {
  const model = after(scene(1), notice(1, "Loading"));
  assert.equal(model.notice.text, "Loading");
  assert.equal(reduce(model, notice(1, "")).notice, null);
});

test("a notice may come before the first scene", () => assert.equal(after(notice(1, "Loading"), scene(1)).notice.text, "Loading"));

test("a notice of the run before goes when a new run starts", () => assert.equal(after(scene(1), notice(1, "Loading"), scene(2)).notice, null));

test("a message of a kind nobody knows changes nothing", () => {
  const model = after(scene(1));
  assert.equal(reduce(model, parse(message("song", { run: 1 }))), model);
});

test("rows of the curve follow each other", () => assert.deepEqual(epochs(after(scene(1), curve(1, 0, 0, 1), curve(1, 2, 2, 3))), [0, 1, 2, 3]));

test("rows from 0 make the curve forget what it had", () => assert.deepEqual(epochs(after(scene(1), curve(1, 0, 0, 1, 2), curve(1, 0, 5))), [5]));

test("rows that come twice are not counted twice", () => assert.deepEqual(epochs(after(scene(1), curve(1, 0, 0, 1, 2), curve(1, 2, 2, 3))), [0, 1, 2, 3]));

test("a longer curve leaves a shorter one unchanged", () => {
  let short = { count: 0, data: new Float32Array(0) };
  for (let k = 0; k < 300; k++) short = append(short, k, Float32Array.of(k, 0, 0, 0, 0, 0));
  append(short, 10, Float32Array.of(-1, 0, 0, 0, 0, 0));
  assert.equal(short.data[10 * COLUMNS], 10);
  assert.equal(short.count, 300);
});

test("an unfinished row is left out", () => assert.equal(append({ count: 0, data: new Float32Array(0) }, 0, new Float32Array(8)).count, 1));
