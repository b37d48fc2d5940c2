package io.strait.model.decode;

import java.util.Arrays;

/** The places of a square grid in the order in which a Halton sequence (bases 2 and 3) comes to them first. */
final class HaltonOrder {
    private HaltonOrder() {}

    /**
     * Ranks of all places.
     *
     * @param side of the grid, at least 1
     * @param right how far the sequence is shifted to the right, 0 to side - 1, around the edge
     * @param down as right
     * @return by position, row by row: 0 for the place that comes first
     */
    static int[] ranks(int side, int right, int down) {
        int[] ranks = new int[side * side];
        Arrays.fill(ranks, -1);
        int rank = 0;
        for (int point = 1; rank < ranks.length; point++) {
            int column = ((int) (mirrored(point, 2) * side) + right) % side;
            int row = ((int) (mirrored(point, 3) * side) + down) % side;
            if (ranks[row * side + column] < 0) {
                ranks[row * side + column] = rank++;
            }
        }
        return ranks;
    }

    /** The digits of a number mirrored at the point: a value in [0, 1). */
    private static double mirrored(int number, int base) {
        double value = 0;
        double digit = 1;
        for (int rest = number; rest > 0; rest /= base) {
            digit /= base;
            value += digit * (rest % base);
        }
        return value;
    }
}
