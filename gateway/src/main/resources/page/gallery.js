// All generations of the page, newest first, and what the stream says about each.

import { Generation } from "./generation.js";
import { forget, remember, remembered } from "./history.js";
import { STAGE_NAMES } from "./progress.js";

const MOST_CARDS = 24;

/** Event `refused` (detail: the server's error) when a request was not accepted. */
export class Gallery extends EventTarget {
  #list;
  #template;
  #stream;
  #announce;
  #byRef = new Map(); // not accepted yet
  #byId = new Map();
  #refs = 0;

  /** @param announce tells a line of text to who cannot see the page */
  constructor({ list, template, stream, announce }) {
    super();
    this.#list = list;
    this.#template = template;
    this.#stream = stream;
    this.#announce = announce;
    stream.addEventListener("message", ({ detail }) => this.#receive(detail));
    stream.addEventListener("lost", ({ detail }) =>
      this.#refuse(detail, { title: "The connection broke before the request was answered. Try again." }));
  }

  /** Shows the generations this tab had before it was reloaded. */
  restore() {
    for (const { id, request } of remembered()) {
      const generation = this.#add(request);
      this.#byId.set(id, generation);
      generation.receive({ event: "accepted", id, seed: request.seed });
      this.#stream.follow(id);
    }
  }

  generate(request) {
    const ref = `g${++this.#refs}`;
    const generation = this.#add(request);
    this.#byRef.set(ref, generation);
    this.#stream.generate(ref, request);
    generation.element.scrollIntoView({ block: "nearest" });
  }

  #add(request) {
    const generation = new Generation(this.#template, request);
    generation.addEventListener("cancel", () => this.#cancel(generation));
    generation.addEventListener("again", () => this.generate({ ...generation.request, seed: undefined }));
    generation.addEventListener("remove", () => this.#remove(generation));
    generation.addEventListener("finished", () => this.#announce(`${generation.name}: ${generation.statusText}`));
    this.#list.prepend(generation.element);
    this.#trim();
    return generation;
  }

  #receive(message) {
    if (message.event === "error") {
      this.#refuse(message.ref, message);
      return;
    }
    if (message.event === "accepted" && this.#byRef.has(message.ref)) {
      const generation = this.#byRef.get(message.ref);
      this.#byRef.delete(message.ref);
      this.#byId.set(message.id, generation);
      generation.receive(message);
      remember(message.id, generation.request);
      return;
    }
    this.#byId.get(message.id)?.receive(message);
    if (message.event === "stage-completed") {
      this.#announceStage(message);
    }
  }

  #announceStage({ id, stage }) {
    const generation = this.#byId.get(id);
    if (generation?.running) {
      this.#announce(`${generation.name}: ${STAGE_NAMES[stage]} finished`);
    }
  }

  #refuse(ref, error) {
    const generation = this.#byRef.get(ref) ?? this.#byId.get(ref);
    if (generation?.id && error.status !== 404) {
      return; // a generation that runs on: its own events tell how it ends
    }
    if (generation) {
      this.#byRef.delete(ref);
      this.#remove(generation);
    }
    if (!generation?.id) {
      this.dispatchEvent(new CustomEvent("refused", { detail: error }));
    }
  }

  #cancel(generation) {
    if (generation.id) {
      this.#stream.cancel(generation.id);
    }
  }

  #remove(generation) {
    const next = generation.element.nextElementSibling ?? generation.element.previousElementSibling;
    const focused = generation.element.contains(document.activeElement);
    this.#byId.delete(generation.id);
    if (generation.id) {
      forget(generation.id);
      this.#stream.forget(generation.id);
    }
    generation.close();
    if (focused) {
      next?.querySelector("h2").focus();
    }
  }

  #trim() {
    const finished = [...this.#byId.values()].filter((generation) => !generation.running);
    if (this.#list.children.length > MOST_CARDS && finished.length > 0) {
      this.#remove(finished[0]);
    }
  }
}
