// One WebSocket for all generations. Reconnects by itself and resumes each generation at its last cursor.

import { ask, hasKey } from "./access.js";
import { decode, isTerminal, message } from "./protocol.js";

const FIRST_RETRY_MILLIS = 300;
const LAST_RETRY_MILLIS = 8000;

/**
 * Events: `state` (detail: "connecting" | "open" | "waiting"), `message` (detail: a decoded message) and
 * `lost` (detail: a ref whose `generate` was sent, but not answered before the connection broke).
 */
export class Stream extends EventTarget {
  #url;
  #socket = null;
  #retryMillis = FIRST_RETRY_MILLIS;
  #retryTimer = 0;
  #cursors = new Map(); // id of a running generation -> cursor of its last event, or null
  #unsent = new Map(); // ref -> request, not yet on the wire
  #unanswered = new Set(); // refs on the wire

  constructor(url) {
    super();
    this.#url = url;
  }

  /** Connects now, also when a retry was due only later. */
  connect() {
    clearTimeout(this.#retryTimer);
    if (this.#socket) {
      return;
    }
    this.#emit("state", "connecting");
    if (hasKey()) {
      this.#connectWithTicket();
    } else {
      this.#socket = this.#open(this.#url);
    }
  }

  // Browsers set no headers on a WebSocket: a ticket, good for seconds, says who opens it.
  async #connectWithTicket() {
    this.#socket = {}; // nobody else connects meanwhile
    try {
      const response = await ask("v1/stream-tickets", { method: "POST" });
      if (!response.ok) {
        throw new Error(`v1/stream-tickets: expected a ticket, got ${response.status}`);
      }
      const url = new URL(this.#url);
      url.searchParams.set("ticket", (await response.json()).ticket);
      this.#socket = this.#open(url);
    } catch {
      this.#closed(); // tries again later
    }
  }

  #open(url) {
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#received(event.data));
    socket.addEventListener("close", () => this.#closed());
    return socket;
  }

  /** Starts a generation; `ref` comes back in `accepted` or `error`. Waits for the connection if there is none. */
  generate(ref, request) {
    this.#unsent.set(ref, request);
    this.#flush();
  }

  /** Follows a generation that was accepted earlier, from its beginning. Its id is also the ref of errors. */
  follow(id) {
    this.#cursors.set(id, null);
    this.#send(message.subscribe(id, id, null));
  }

  /** Cancels a generation; without a connection nothing happens. Its id is also the ref of errors. */
  cancel(id) {
    this.#send(message.cancel(id, id));
  }

  /** Stops following a generation. */
  forget(id) {
    if (this.#cursors.delete(id)) {
      this.#send(message.unsubscribe(id));
    }
  }

  #opened() {
    this.#retryMillis = FIRST_RETRY_MILLIS;
    this.#emit("state", "open");
    for (const [id, cursor] of this.#cursors) {
      this.#send(message.subscribe(id, id, cursor));
    }
    this.#flush();
  }

  #received(data) {
    let decoded;
    try {
      decoded = decode(data);
    } catch (error) {
      console.error(error); // one bad message must not end the stream
      return;
    }
    this.#track(decoded);
    this.#emit("message", decoded);
  }

  #track({ event, id, ref, cursor }) {
    if (ref !== undefined) {
      this.#unanswered.delete(ref);
    }
    if (event === "accepted") {
      this.#cursors.set(id, cursor ?? null);
    } else if (isTerminal(event)) {
      this.#cursors.delete(id);
    } else if (cursor && this.#cursors.has(id)) {
      this.#cursors.set(id, cursor);
    }
  }

  #closed() {
    this.#socket = null;
    const lost = [...this.#unanswered];
    this.#unanswered.clear();
    lost.forEach((ref) => this.#emit("lost", ref));
    this.#emit("state", "waiting");
    // A share of chance, so that many pages do not return in the same instant after a restart.
    this.#retryTimer = setTimeout(() => this.connect(), this.#retryMillis * (0.5 + Math.random() / 2));
    this.#retryMillis = Math.min(this.#retryMillis * 2, LAST_RETRY_MILLIS);
  }

  #flush() {
    for (const [ref, request] of this.#unsent) {
      if (!this.#send(message.generate(ref, request))) {
        return;
      }
      this.#unsent.delete(ref);
      this.#unanswered.add(ref);
    }
  }

  #send(text) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
