package io.strait.model.bundle;

import java.util.Arrays;
import java.util.Optional;

/** The graphs every bundle has. */
public enum GraphName {
    /** Image to the ids of both grids. */
    ENCODER("encoder"),
    /** One decoding step of the top grid. */
    TOP_STEP("top-step"),
    /** One decoding step of the bottom grid, given the finished top grid. */
    BOTTOM_STEP("bottom-step"),
    /** One decoding step of the upsampler's top grid, given both grids of the small image. */
    UPSAMPLER_TOP_STEP("upsampler-top-step"),
    /** One decoding step of the upsampler's bottom grid, given also its finished top grid. */
    UPSAMPLER_BOTTOM_STEP("upsampler-bottom-step"),
    /** Ids of both grids to an image, for any grid size. */
    DECODER("decoder"),
    /** Ids of the top grid alone to a coarse image, for any grid size. */
    DECODER_TOP("decoder-top");

    private final String wireName;

    GraphName(String wireName) {
        this.wireName = wireName;
    }

    /** Name in the manifest. */
    public String wireName() {
        return wireName;
    }

    /** The graph of a manifest name, if there is one. */
    public static Optional<GraphName> ofWireName(String name) {
        return Arrays.stream(values()).filter(g -> g.wireName.equals(name)).findFirst();
    }
}
