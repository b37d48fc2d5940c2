package io.strait.model.preset;

/** How a tokenizer turns an image into grids of tokens. Source: StraIT, section 3.1. */
public enum TokenizerForm {
    /** VQGAN2-R: two grids; the decoder adds the bottom to what it made of the top. */
    RESIDUAL("VQGAN2-R"),
    /** VQGAN2-C: the same, but the decoder joins the two by concatenation. */
    CONCATENATION("VQGAN2-C"),
    /** VQGAN f=16: the grid at 1/16 of the image alone. */
    ONLY_TOP("VQGAN f=16"),
    /** VQGAN f=8: the grid at 1/8 alone. */
    ONLY_BOTTOM("VQGAN f=8"),
    /** Both of the latter side by side, sharing nothing: the top draws a preview, the bottom alone the image. */
    CASCADE("VQGAN f=16 and VQGAN f=8");

    private final String title;

    TokenizerForm(String title) {
        this.title = title;
    }

    /** Name in the paper. */
    public String title() {
        return title;
    }

    /** Whether it makes a grid at 1/16. */
    public boolean hasTop() {
        return this != ONLY_BOTTOM;
    }

    /** Whether it makes a grid at 1/8. */
    public boolean hasBottom() {
        return this != ONLY_TOP;
    }

    /** Whether it makes both. */
    public boolean stratified() {
        return hasTop() && hasBottom();
    }
}
