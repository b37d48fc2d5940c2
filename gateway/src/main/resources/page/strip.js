// The strip of steps beneath a canvas: layout, then detail, then upsampled (the paper's Figure 5).

const THUMBNAIL_PIXELS = 96;

/**
 * Calls `show` with a {key, stage, image, text} whenever another step should be on the canvas: the newest one, until
 * somebody picks an earlier one. A pointer over a thumbnail shows it for as long as it is there.
 */
export class Strip {
  #element;
  #show;
  #entries = new Map(); // key -> {entry, button}, in the order of arrival
  #picked = null;

  constructor(element, show) {
    this.#element = element;
    this.#show = show;
    element.addEventListener("click", (event) => this.#pick(keyOf(event.target)));
    element.addEventListener("keydown", (event) => this.#move(event));
    element.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse" && keyOf(event.target)) {
        this.#show(this.#entries.get(keyOf(event.target)).entry);
      }
    });
    element.addEventListener("pointerleave", () => this.#showCurrent());
  }

  get length() {
    return this.#entries.size;
  }

  /** Adds a step at the end; one with the same key as before only replaces its picture. */
  add(entry) {
    const known = this.#entries.get(entry.key);
    const button = known?.button ?? this.#append(entry);
    this.#entries.set(entry.key, { entry, button });
    draw(button.querySelector("canvas"), entry.image);
    this.#showCurrent();
  }

  #append({ key, stage, text }) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: text });
    button.dataset.key = key;
    button.dataset.stage = stage;
    button.setAttribute("aria-label", text);
    button.append(
      Object.assign(document.createElement("canvas"), { width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS }));
    this.#element.append(button);
    return button;
  }

  get #latestKey() {
    return [...this.#entries.keys()].at(-1);
  }

  #showCurrent() {
    const current = this.#picked ?? this.#latestKey;
    for (const [key, { button }] of this.#entries) {
      button.setAttribute("aria-pressed", String(key === current));
      button.tabIndex = key === current ? 0 : -1; // one tab stop, arrow keys within
    }
    if (current) {
      this.#show(this.#entries.get(current).entry);
    }
  }

  #pick(key) {
    if (key) {
      this.#picked = key === this.#latestKey ? null : key; // the newest one keeps following
      this.#showCurrent();
    }
  }

  #move(event) {
    const keys = [...this.#entries.keys()];
    const at = keys.indexOf(keyOf(event.target));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: keys.length - 1 }[event.key];
    if (at >= 0 && keys[to]) {
      event.preventDefault();
      this.#pick(keys[to]);
      this.#entries.get(keys[to]).button.focus();
    }
  }
}

function keyOf(target) {
  return target.closest("button")?.dataset.key;
}

async function draw(canvas, image) {
  const bitmap = await createImageBitmap(image, {
    resizeWidth: THUMBNAIL_PIXELS,
    resizeHeight: THUMBNAIL_PIXELS,
    resizeQuality: "medium",
  });
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  bitmap.close();
}
