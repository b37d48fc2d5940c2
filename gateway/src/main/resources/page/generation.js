// One generation: a card with its canvas, stages, strip and actions.

import { ask } from "./access.js";
import { labelName } from "./labels.js";
import { advance, initialProgress, STAGE_NAMES } from "./progress.js";
import { isTerminal } from "./protocol.js";
import { renderStages } from "./stages.js";
import { Picture } from "./picture.js";
import { Strip } from "./strip.js";

const STATUS_TEXTS = {
  sending: "Sending",
  queued: "Waiting for a worker",
  running: "Painting",
  completed: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
  expired: "Expired",
};

/** Events: `cancel`, `again` and `remove` when those actions are pressed; `finished` after the last change. */
export class Generation extends EventTarget {
  id = null;
  #root;
  #request;
  #progress;
  #strip;
  #imageUrl = null;

  /**
   * @param template the card's markup
   * @param request as sent; the seed may be missing until the server has chosen one
   */
  constructor(template, request) {
    super();
    this.#root = template.content.firstElementChild.cloneNode(true);
    this.#request = request;
    this.#progress = initialProgress(request.size);
    const picture = new Picture(this.#find("canvas"), request.size);
    this.#strip = new Strip(this.#find(".strip"), ({ image, text }) => picture.show(image, `${this.name}: ${text}`));
    this.#find("h2").textContent = this.name;
    this.#find("canvas").setAttribute("aria-label", `${this.name}: nothing to see yet`);
    this.#root.addEventListener("click", ({ target }) => {
      const action = target.closest("button")?.dataset.action;
      if (action) {
        this.dispatchEvent(new Event(action));
      }
    });
    this.#render();
  }

  get element() {
    return this.#root;
  }

  get name() {
    return labelName(this.#request.label);
  }

  get request() {
    return this.#request;
  }

  get status() {
    return this.#progress.status;
  }

  get running() {
    return !isTerminal(this.status);
  }

  get statusText() {
    return STATUS_TEXTS[this.status];
  }

  /** Takes one message of the stream. */
  receive(message) {
    if (!this.running) {
      return; // only a replay can say more
    }
    this.#progress = advance(this.#progress, message);
    if (message.event === "accepted" || message.event === "queued") {
      this.#accepted(message);
    } else if (message.event === "preview") {
      this.#addStep(message);
    } else if (message.event === "completed") {
      this.#fetchImage();
    }
    this.#render(message.message);
    if (!this.running) {
      this.dispatchEvent(new Event("finished"));
    }
  }

  /** Frees what the browser holds for the card. */
  close() {
    this.#root.remove();
    if (this.#imageUrl) {
      URL.revokeObjectURL(this.#imageUrl);
    }
  }

  focus() {
    this.#find("h2").focus();
  }

  #accepted({ id, seed }) {
    this.id = id;
    this.#root.dataset.id = id;
    if (seed !== undefined) {
      this.#request = { ...this.#request, seed };
    }
  }

  #addStep({ stage, step, steps, image }) {
    this.#strip.add({ key: `${stage}-${step}`, stage, image, text: `${STAGE_NAMES[stage]}, step ${step} of ${steps}` });
  }

  async #fetchImage() {
    const response = await ask(`v1/generations/${encodeURIComponent(this.id)}/image`);
    if (!response.ok) {
      this.#render(`The image could not be loaded (${response.status}).`);
      return;
    }
    const image = await response.blob();
    this.#imageUrl = URL.createObjectURL(image);
    this.#strip.add({ key: "final", stage: "final", image, text: "Finished image" });
    const download = this.#find("[data-action=download]");
    download.href = this.#imageUrl;
    download.download = `${this.#request.label.replaceAll("/", "-")}-${this.#request.seed}.png`;
    download.hidden = false;
  }

  #render(detail) {
    const { size, seed } = this.#request;
    this.#root.dataset.status = this.status;
    this.#root.setAttribute("aria-busy", String(this.running));
    this.#find(".facts").textContent = `${size} × ${size}${seed === undefined ? "" : ` · seed ${seed}`}`;
    this.#find(".status").textContent = detail ? `${this.statusText}: ${detail}` : this.statusText;
    this.#find("[data-action=cancel]").hidden = !this.running || !this.id;
    this.#find("[data-action=again]").hidden = this.running;
    this.#find("[data-action=remove]").hidden = this.running;
    renderStages(this.#find(".stages"), this.#progress.stages);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}
