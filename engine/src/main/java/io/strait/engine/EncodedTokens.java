package io.strait.engine;

/** The tokens of an image. */
public final class EncodedTokens {
    private final int[] topIds;
    private final int[] bottomIds;

    EncodedTokens(int[] topIds, int[] bottomIds) {
        this.topIds = topIds;
        this.bottomIds = bottomIds;
    }

    /** Ids of the 1/16 grid, row by row; a copy. */
    public int[] topIds() {
        return topIds.clone();
    }

    /** Ids of the 1/8 grid, row by row; a copy. */
    public int[] bottomIds() {
        return bottomIds.clone();
    }
}
