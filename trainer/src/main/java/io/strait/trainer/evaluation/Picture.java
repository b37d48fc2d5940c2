package io.strait.trainer.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A square image: planes (3, side, side), row-major, in [-1, 1]. The array is handed over and must not change. */
final class Picture {
    /** Up to four grey levels of 255 below white still count as white. */
    private static final float NEAR_WHITE = 1 - 4 / 127.5f;

    private static final float BLANK_DIFFERENCE = 24 / 127.5f;
    private static final double BLANK_SHARE = 0.01;

    private final float[] planes;
    private final int side;

    Picture(float[] planes, int side) {
        if (planes.length != 3 * side * side) {
            throw new IllegalArgumentException(
                    "planes: expected 3 x " + side + " x " + side + " values, got " + planes.length);
        }
        this.planes = planes;
        this.side = side;
    }

    /** Takes a batch (count, 3, side, side) apart. */
    static List<Picture> split(float[] batch, int count) {
        int size = batch.length / count;
        int side = (int) Math.round(Math.sqrt(size / 3.0));
        List<Picture> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(new Picture(Arrays.copyOfRange(batch, i * size, (i + 1) * size), side));
        }
        return out;
    }

    /** The values; not copied. */
    float[] planes() {
        return planes;
    }

    /** Pixels per side. */
    int side() {
        return side;
    }

    /** Each block of {@code block} by {@code block} pixels averaged to one. */
    Picture shrunk(int block) {
        int small = side / block;
        float[] out = new float[3 * small * small];
        for (int i = 0; i < out.length; i++) {
            int from = i / (small * small) * side * side + i / small % small * block * side + i % small * block;
            float sum = 0;
            for (int p = 0; p < block * block; p++) {
                sum += planes[from + p / block * side + p % block];
            }
            out[i] = sum / (block * block);
        }
        return new Picture(out, small);
    }

    /** Twice the side, bilinearly, pixel centres at half coordinates, edges repeated. */
    Picture enlarged() {
        int large = 2 * side;
        float[] out = new float[3 * large * large];
        for (int i = 0; i < out.length; i++) {
            int plane = i / (large * large) * side * side;
            int y = i / large % large;
            int x = i % large;
            int nearY = plane + y / 2 * side;
            int farY = plane + beside(y) * side;
            float near = 0.75f * planes[nearY + x / 2] + 0.25f * planes[nearY + beside(x)];
            float far = 0.75f * planes[farY + x / 2] + 0.25f * planes[farY + beside(x)];
            out[i] = 0.75f * near + 0.25f * far;
        }
        return new Picture(out, large);
    }

    /** The second nearest pixel of the small image to a coordinate of the large one. */
    private int beside(int at) {
        return Math.max(0, Math.min(side - 1, at / 2 + (at % 2 == 0 ? -1 : 1)));
    }

    /** Brightness in [0, 255], BT.601. */
    double[] luma() {
        int plane = side * side;
        double[] out = new double[plane];
        for (int i = 0; i < plane; i++) {
            double sum = 0.299 * planes[i] + 0.587 * planes[plane + i] + 0.114 * planes[2 * plane + i];
            out[i] = (sum + 1) * 127.5;
        }
        return out;
    }

    /** Which pixels are not white: whatever a picture on a white ground shows. */
    boolean[] foreground() {
        int plane = side * side;
        boolean[] out = new boolean[plane];
        for (int i = 0; i < plane; i++) {
            out[i] = Math.min(planes[i], Math.min(planes[plane + i], planes[2 * plane + i])) < NEAR_WHITE;
        }
        return out;
    }

    /** Whether at most 1 % of the pixels differ from the median colour by more than 24 of 255 in some channel. */
    boolean blank() {
        int plane = side * side;
        boolean[] differs = new boolean[plane];
        for (int c = 0; c < 3; c++) {
            float[] sorted = Arrays.copyOfRange(planes, c * plane, (c + 1) * plane);
            Arrays.sort(sorted);
            float median = sorted[plane / 2];
            for (int i = 0; i < plane; i++) {
                differs[i] |= Math.abs(planes[c * plane + i] - median) > BLANK_DIFFERENCE;
            }
        }
        int count = 0;
        for (boolean d : differs) {
            count += d ? 1 : 0;
        }
        return count <= BLANK_SHARE * plane;
    }
}
