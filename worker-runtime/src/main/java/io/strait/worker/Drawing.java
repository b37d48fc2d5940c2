package io.strait.worker;

import org.jspecify.annotations.Nullable;

/** Token ids that a decoder turns into a picture of 16 x side pixels in each direction. Arrays are not copied: do not write to them. */
public final class Drawing {
    /** Pixels that one token of the top grid covers, in each direction. */
    private static final int PIXELS_PER_TOP_TOKEN = 16;

    private final int side;
    private final int[] topIds;
    private final int @Nullable [] bottomIds;

    private Drawing(int side, int[] topIds, int @Nullable [] bottomIds) {
        this.side = side;
        this.topIds = topIds;
        this.bottomIds = bottomIds;
    }

    /** A coarse picture from (side, side) layout tokens alone. */
    public static Drawing coarse(int[] topIds) {
        return new Drawing(sideOf(topIds), topIds, null);
    }

    /** A picture from (side, side) layout and (2 side, 2 side) detail tokens. */
    public static Drawing full(int[] topIds, int[] bottomIds) {
        int side = sideOf(topIds);
        if (bottomIds.length != 4 * topIds.length) {
            throw new IllegalArgumentException("bottomIds: expected 4 x " + topIds.length + " = " + 4 * topIds.length
                    + " values, got " + bottomIds.length);
        }
        return new Drawing(side, topIds, bottomIds);
    }

    private static int sideOf(int[] ids) {
        int side = (int) Math.round(Math.sqrt(ids.length));
        if (side * side != ids.length) {
            throw new IllegalArgumentException("topIds: expected a square number of values, got " + ids.length);
        }
        return side;
    }

    /** Side of the top grid. */
    public int side() {
        return side;
    }

    /** Side of the picture in pixels. */
    public int pixels() {
        return PIXELS_PER_TOP_TOKEN * side;
    }

    int[] topIds() {
        return topIds;
    }

    int @Nullable [] bottomIds() {
        return bottomIds;
    }

    /** Whether the two can share a decoder pass. */
    boolean alike(Drawing other) {
        return side == other.side && (bottomIds == null) == (other.bottomIds == null);
    }
}
