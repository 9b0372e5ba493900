/** The WebSocket to the server: retries by itself, counts what is to be acknowledged, says how it stands. */

import { parse } from "./safetensors.js";

export const FIRST_DELAY = 250;
export const LONGEST_DELAY = 5000;
/** Close codes after which trying again cannot help. */
export const UNKNOWN_TOKEN = 4401;
export const REFUSALS = [4400, UNKNOWN_TOKEN, 4403];

/** @typedef {"connecting" | "open" | "lost" | "refused"} ConnectionState */

/** @param {number} attempt 0 for the first retry @returns {number} milliseconds to wait before it */
export const retryDelay = (attempt) => Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 16));

/**
 * @param {string} base address of the page
 * @param {string} token
 * @returns {string} address of the socket
 */
export function liveUrl(base, token) {
  const url = new URL(`live/${encodeURIComponent(token)}`, base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.search = url.hash = "";
  return url.href;
}

export class Connection {
  /**
   * @param {{url: string, counted: string, onMessage: (message: import("./safetensors.js").Message) => void,
   *   onState: (state: ConnectionState, code: ?number) => void, WebSocket?: typeof WebSocket,
   *   setTimeout?: typeof setTimeout, clearTimeout?: typeof clearTimeout}} options
   */
  constructor({ url, counted, onMessage, onState, WebSocket = globalThis.WebSocket, setTimeout, clearTimeout }) {
    this.url = url;
    this.counted = counted; // the kind of message of which the server sends no more than are acknowledged
    this.onMessage = onMessage;
    this.onState = onState;
    this.WebSocket = WebSocket;
    this.setTimeout = setTimeout ?? globalThis.setTimeout.bind(globalThis);
    this.clearTimeout = clearTimeout ?? globalThis.clearTimeout.bind(globalThis);
    this.attempt = 0;
    this.unacknowledged = 0;
    this.open();
  }

  open() {
    this.timer = null;
    this.unacknowledged = 0;
    const socket = new this.WebSocket(this.url);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    if (this.attempt === 0) this.onState("connecting", null);
    socket.onopen = () => socket === this.socket && this.onState("open", null);
    socket.onmessage = (event) => socket === this.socket && this.receive(event.data);
    socket.onclose = (event) => socket === this.socket && this.closed(event.code);
  }

  receive(data) {
    if (typeof data === "string") return;
    let message;
    try {
      message = parse(data);
    } catch (error) {
      console.error("The page got a malformed message and connects anew.", error);
      this.socket.close();
      return;
    }
    this.attempt = 0; // not at `open`: a server that accepts and hangs up must not be hammered
    if (message.kind === this.counted) this.unacknowledged += 1;
    this.onMessage(message);
  }

  closed(code) {
    this.socket = null;
    if (REFUSALS.includes(code)) {
      this.onState("refused", code);
      return;
    }
    this.onState("lost", code);
    this.timer = this.setTimeout(() => this.open(), retryDelay(this.attempt));
    this.attempt += 1;
  }

  /** Send one command; a command that cannot be sent is dropped, because the page shows that the connection is lost. */
  send(command) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(command));
  }

  /** Send a file as it is. @param {ArrayBuffer} content */
  sendFile(content) {
    if (this.socket?.readyState === 1) this.socket.send(content);
  }

  /** Acknowledge every message that is counted: those drawn, and those a newer one has replaced. */
  acknowledge() {
    for (; this.unacknowledged > 0; this.unacknowledged--) this.send({ type: "ack" });
  }

  close() {
    if (this.timer !== null) this.clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}
