import assert from "node:assert/strict";
import test from "node:test";
import { Connection, FIRST_DELAY, liveUrl, LONGEST_DELAY, REFUSALS, retryDelay } from "../../playground/components/common/connection.js";
import { message } from "./messages.mjs";

/** A connection with sockets that do nothing by themselves and a clock that is turned by hand. */
function setUp() {
  const [sockets, states, messages, timers] = [[], [], [], []];
  class FakeSocket {
    constructor(url) {
      Object.assign(this, { url, readyState: 0, sent: [] });
      sockets.push(this);
    }
    open() {
      this.readyState = 1;
      this.onopen();
    }
    send(text) {
      this.sent.push(JSON.parse(text));
    }
    close(code = 1000) {
      this.readyState = 3;
      this.onclose?.({ code });
    }
    get(kind, json = {}) {
      this.onmessage({ data: message(kind, json) });
    }
  }
  const connection = new Connection({
    url: "ws://here/live/t", counted: "frame", WebSocket: FakeSocket, onMessage: (m) => messages.push(m.kind), onState: (state, code) => states.push(code ? `${state} ${code}` : state),
    setTimeout: (run, delay) => timers.push({ run, delay }), clearTimeout: (id) => (timers[id - 1].run = () => {}),
  });
  return { connection, sockets, states, messages, timers, last: () => sockets.at(-1) };
}

test("a connection opens and hands on its messages", () => {
  const { states, messages, last } = setUp();
  last().open();
  last().get("scene");
  assert.deepEqual(states, ["connecting", "open"]);
  assert.deepEqual(messages, ["scene"]);
});

test("the waits between retries double and stay below the longest one", () => {
  const waits = Array.from({ length: 40 }, (_, k) => retryDelay(k));
  assert.deepEqual(waits.slice(0, 4), [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY, 8 * FIRST_DELAY]);
  assert.equal(Math.max(...waits), LONGEST_DELAY);
});

test("a lost connection tries again, later each time", () => {
  const { states, timers, last, sockets } = setUp();
  for (let k = 0; k < 3; k++) {
    last().close(1006);
    timers.at(-1).run();
  }
  assert.deepEqual(timers.map(({ delay }) => delay), [0, 1, 2].map(retryDelay));
  assert.equal(sockets.length, 4);
  assert.equal(states.at(-1), "lost 1006");
});

test("the waits begin anew only when a message has come, not when the socket opens", () => {
  const { timers, last } = setUp();
  last().close(1006);
  timers.at(-1).run();
  last().open();
  last().close(1011);
  assert.equal(timers.at(-1).delay, retryDelay(1));
  timers.at(-1).run();
  last().open();
  last().get("scene");
  last().close(1006);
  assert.equal(timers.at(-1).delay, retryDelay(0));
});

for (const code of REFUSALS)
  test(`close code ${code} is final`, () => {
    const { timers, states, last } = setUp();
    last().open();
    last().close(code);
    assert.equal(timers.length, 0);
    assert.equal(states.at(-1), `refused ${code}`);
  });

test("every frame is acknowledged once, also those a newer one replaced", () => {
  const { connection, last } = setUp();
  last().open();
  last().get("frame");
  last().get("frame");
  last().get("curve");
  connection.acknowledge();
  connection.acknowledge();
  assert.deepEqual(last().sent, [{ type: "ack" }, { type: "ack" }]);
});

test("frames of a lost connection are not acknowledged on the next one", () => {
  const { connection, timers, last } = setUp();
  last().open();
  last().get("frame");
  last().close(1006);
  timers.at(-1).run();
  last().open();
  connection.acknowledge();
  assert.deepEqual(last().sent, []);
});

test("a malformed message makes the page connect anew", () => {
  const { timers, last, messages } = setUp();
  const { error } = console;
  console.error = () => {};
  last().open();
  last().onmessage({ data: new ArrayBuffer(3) });
  console.error = error;
  assert.deepEqual(messages, []);
  assert.equal(timers.length, 1);
});

test("a command is not sent while the connection is down", () => {
  const { connection, last } = setUp();
  connection.send({ type: "play" });
  assert.deepEqual(last().sent, []);
});

test("a closed connection stays closed", () => {
  const { connection, timers, last, states } = setUp();
  last().open();
  connection.close();
  assert.equal(timers.length, 0);
  assert.equal(states.at(-1), "open");
});

test("closing while a retry waits takes the retry back", () => {
  const { connection, timers, sockets, last } = setUp();
  last().close(1006);
  connection.close();
  timers.at(-1).run();
  assert.equal(sockets.length, 1);
});

test("the address of the socket follows the page's", () => {
  assert.equal(liveUrl("http://host:8501/", "abc"), "ws://host:8501/live/abc");
  assert.equal(liveUrl("https://host/base/?run=1#top", "abc"), "wss://host/base/live/abc");
  assert.equal(liveUrl("http://host/", "a/b"), "ws://host/live/a%2Fb");
});
