// The one canvas of a generation: pictures of any size replace each other on it.

export class Picture {
  #canvas;
  #context;
  #asked = 0;
  #shown = 0;

  /** @param size side of the finished image in pixels: smaller previews are scaled up to it */
  constructor(canvas, size) {
    canvas.width = canvas.height = size;
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#context.imageSmoothingQuality = "high";
  }

  /** Shows an image. Decoding takes time: a picture asked for earlier never replaces a later one. */
  async show(image, description) {
    const turn = ++this.#asked;
    const bitmap = await createImageBitmap(image);
    if (turn > this.#shown) {
      this.#shown = turn;
      this.#context.drawImage(bitmap, 0, 0, this.#canvas.width, this.#canvas.height);
      this.#canvas.setAttribute("aria-label", description);
    }
    bitmap.close();
  }
}
