package io.strait.model;

import io.strait.model.bundle.GraphName;

/** A square grid of token ids that one network fills. Sides are in the bundle's manifest. */
public enum TokenGrid {
    /** Layout of the image, 1/16 of its side. */
    TOP("top", 1, Stage.TOP, GraphName.TOP_STEP),
    /** Detail of the image, 1/8 of its side. */
    BOTTOM("bottom", 2, Stage.BOTTOM, GraphName.BOTTOM_STEP),
    /** Layout of the doubled image, 1/16 of its side. */
    UPSAMPLER_TOP("upsampler-top", 3, Stage.UPSAMPLER, GraphName.UPSAMPLER_TOP_STEP),
    /** Detail of the doubled image, 1/8 of its side. */
    UPSAMPLER_BOTTOM("upsampler-bottom", 4, Stage.UPSAMPLER, GraphName.UPSAMPLER_BOTTOM_STEP);

    private final String wireName;
    private final int code;
    private final Stage stage;
    private final GraphName graph;

    TokenGrid(String wireName, int code, Stage stage, GraphName graph) {
        this.wireName = wireName;
        this.code = code;
        this.stage = stage;
        this.graph = graph;
    }

    /** Name in the manifest. */
    public String wireName() {
        return wireName;
    }

    /** Number that names this grid in random streams. Never changed: changing it changes every image. */
    public int code() {
        return code;
    }

    /** Stage whose workers fill this grid. */
    public Stage stage() {
        return stage;
    }

    /** Graph that runs one decoding step of this grid. */
    public GraphName graph() {
        return graph;
    }
}
