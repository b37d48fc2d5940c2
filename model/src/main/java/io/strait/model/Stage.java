package io.strait.model;

/** One of the three pools a job passes through, in this order. */
public enum Stage {
    /** Paints the coarse layout: the 1/16 grid. */
    TOP("top"),
    /** Paints the detail: the 1/8 grid. */
    BOTTOM("bottom"),
    /** Doubles the size: both grids of the larger image. */
    UPSAMPLER("upsampler");

    private final String wireName;

    Stage(String wireName) {
        this.wireName = wireName;
    }

    /** Name in events, topics and JSON. */
    public String wireName() {
        return wireName;
    }
}
