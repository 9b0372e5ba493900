import assert from "node:assert/strict";
import test from "node:test";
import { Choices } from "../../playground/components/race/choices.js";
import { Header, SPEEDS } from "../../playground/components/race/header.js";
import { Lanes } from "../../playground/components/race/lanes.js";
import { Race } from "../../playground/components/race/race.js";
import { Rows } from "../../playground/components/race/rows.js";
import { emptyModel, momentSeen } from "../../playground/components/race/state.js";
import { TEXT } from "../../playground/components/race/text.js";
import { raceOf, ROW } from "./race_example.mjs";

/** As much of an element as the parts write to. */
function element() {
  const attributes = {};
  return { attributes, disabled: false, dataset: {}, style: { setProperty() {} }, textContent: "", getAttribute: (name) => attributes[name] ?? null, setAttribute: (name, value) => (attributes[name] = String(value)) };
}

const PARTS = ["play", "step", "reset", "newestButton", "speed", "seed", "slider", "state", "epoch"];

function header({ race = raceOf(), status = "ready", choices = new Choices(() => {}) } = {}) {
  const parts = Object.fromEntries(PARTS.map((name) => [name, element()]));
  return Object.assign(Object.create(Header.prototype), parts, { race, status, choices, keeps: [element()], expected: null, now: () => 0 });
}

const off = (bar) => PARTS.filter((name) => bar[name].disabled);

// The bar on top

test("a reset is possible whenever the server can hear it", () => {
  for (const [options, open, others] of [[{}, true, []], [{ status: "preparing" }, true, ["play", "step"]], [{ status: "finished" }, true, ["play", "step"]], [{ race: null }, true, ["play", "step", "speed", "seed", "slider"]], [{}, false, ["play", "step", "reset", "newestButton", "speed", "seed", "slider"]]]) {
    const bar = header(options);
    bar.setEnabled(open);
    assert.deepEqual(off(bar), others, JSON.stringify([options.status, open]));
  }
});

test("the speed is what the server says, and a choice stays until it says another", () => {
  const bar = header();
  const shown = (speed) => (bar.show({ status: "racing", epoch: 1, speed }, null), SPEEDS[bar.speed.selectedIndex]);
  bar.setEnabled(true);
  assert.equal(shown(10), 10);
  bar.speed.selectedIndex = SPEEDS.indexOf(30);
  assert.deepEqual([shown(10), shown(30), shown(null)], [30, 30, null]);
  bar.speed.selectedIndex = SPEEDS.indexOf(2);
  assert.equal(shown(undefined), 2); // of a server that says nothing
  bar.setEnabled(false);
  bar.setEnabled(true);
  assert.equal(shown(null), null); // whoever was away knows nothing of it
});

test("who looks back reads of which moment the pictures are", () => {
  const choices = new Choices(() => {});
  const bar = header({ choices });
  const say = (at, seen) => (choices.set({ at }), bar.show({ status: "frozen", epoch: 90 }, seen), [bar.state.textContent, bar.slider.attributes["aria-valuetext"], bar.slider.value]);
  assert.deepEqual(say(50, { epoch: 40, low: 40, high: 40 }), [TEXT.lookingBack("40", "40"), TEXT.scrubAt("40", "90"), "50"]);
  assert.match(say(50, { epoch: 40, low: 40, high: 64 })[0], /40.*64/);
  assert.deepEqual(say(null, null), [TEXT.status.frozen, TEXT.scrubNewest("90"), "90"]);
});

test("the moment that is looked at is that of the pictures, the nearest where there are several", () => {
  const tiles = (...all) => new Map(all.map(([epoch, past], entry) => [entry, { epoch, past }]));
  assert.equal(momentSeen(tiles([40, true]), null), null);
  assert.deepEqual(momentSeen(tiles([90, false]), 50), { epoch: 50, low: 50, high: 50 }); // none has come yet
  assert.deepEqual(momentSeen(tiles([40, true], [90, false], [64, true]), 50), { epoch: 40, low: 40, high: 64 });
});

// The page

function page(values = {}) {
  const sent = [];
  const asked = [];
  const choices = new Choices(() => {});
  const race = Object.assign(Object.create(Race.prototype), {
    model: emptyModel(), choices, connection: { send: (command) => sent.push(command) }, credit: { forget() {}, took() {} }, request: (what) => asked.push(what), slowly: { call: () => asked.push("slowly") }, pictures: { call() {} }, ...values,
  });
  return { race, sent, asked, choices };
}

test("each opening of the socket says which moment is looked at", () => {
  const { race, sent, choices } = page();
  race.connected("connecting", null);
  race.connected("open", null);
  choices.set({ at: 40 });
  race.connected("lost", 1006);
  race.connected("open", null);
  assert.deepEqual(sent, [{ type: "at", epoch: null }, { type: "at", epoch: 40 }]);
});

test("where another run brings the page back to now, the server hears of it", () => {
  const part = { setRace() {} };
  const { race, sent, choices } = page({ shown: raceOf(), theme: { dark: false }, waiting: {}, body: element(), notes: element(), root: element(), header: part, lanes: part, curves: part, board: part, sweep: part });
  choices.set({ at: 40 });
  race.showRace(raceOf({ shown: 1 }));
  assert.deepEqual([choices.at, sent], [40, []]);
  race.showRace(raceOf({ run: 2 }));
  assert.deepEqual([choices.at, sent], [null, [{ type: "at", epoch: null }]]);
});

test("pictures of a moment change what is said of it; those of now do not", () => {
  const { race, asked, choices } = page();
  const tiles = { kind: "tiles", json: { run: 1, crew: 0 }, tensors: {} };
  race.receive(tiles);
  assert.deepEqual(asked, []);
  choices.set({ at: 40 });
  race.receive(tiles);
  assert.deepEqual(asked, ["slowly"]);
});

test("numbers, words and attributes are of the moment that the pictures are of", () => {
  const shown = [];
  const tiles = new Map([[0, { epoch: 40, past: true }]]);
  const part = { element: "part", show: ({ at }) => shown.push(at) };
  const { race, choices } = page({
    model: { ...emptyModel(), race: raceOf(), tiles, standing: { status: "frozen", epoch: 90 } }, measures: [{}], curves: {}, root: element(), say: { call() {} }, ticks: 0, onScreen: new Set(), parts: new Map([["part", part]]),
    header: { show: (_, seen) => shown.push(seen?.low ?? null) }, lanes: { show: (_, at) => shown.push(at) },
  });
  choices.set({ at: 50 });
  race.showSlow();
  assert.deepEqual([shown.splice(0), race.root.attributes["data-at"], race.root.attributes["data-epoch"]], [[40, 40, 40], "40", "90"]);
  choices.set({ at: null });
  race.showSlow();
  assert.deepEqual([shown, race.root.attributes["data-at"]], [[null, null, null], ""]);
});

test("the card of an entry of which all lanes have diverged has no numbers", () => {
  const race = raceOf();
  const rows = new Rows(6, ROW);
  rows.add(0, Float32Array.from([0, 1].flatMap((lane) => [lane, 5, 0.5, 0.5, 0.75, 0.75, 0.1, 0.2, 0, NaN])));
  const lanes = Object.assign(Object.create(Lanes.prototype), { format: (value) => String(value ?? "–") });
  const now = () => lanes.nowOf(race, rows, null, { rank: 3, lanes: 2, epochs: { mean: 4, count: 2 } }, { entry: 0, label: "relu" }, null);
  assert.deepEqual([now().score, now().loss, now().reached.epochs], ["0.75", "0.500", "4"]);
  rows.leaveOut([0, 1]);
  assert.deepEqual([now().score, now().loss, now().reached.epochs], ["–", "–", "–"]);
});

// Words

test("words are true in both themes, and of seeds that have diverged", () => {
  for (const text of [TEXT.aboutMap, TEXT.aboutParallel]) assert.doesNotMatch(text, /dark|deep/i);
  for (const text of [TEXT.measureHelp.dead, TEXT.aboutLayers]) assert.match(text, /flat for every sample.*learns? nothing/);
  for (const text of [TEXT.scoreHelp("Accuracy", 3), TEXT.lossHelp(3), TEXT.aboutCurves(3, "range", false), TEXT.help.seed]) assert.match(text, /diverged/);
  assert.doesNotMatch(TEXT.scoreHelp("Accuracy", 1), /diverged/);
});
