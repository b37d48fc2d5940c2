package io.strait.trainer.data;

import java.util.SplittableRandom;

/**
 * Views of an image that tokens are made of: the image, its mirror image, and copies a little smaller, elsewhere and in
 * other tones. A thing a few pixels further on has altogether different tokens, so few images go a longer way. White
 * and black stay what they are.
 */
public final class Views {
    /** Views of every image. */
    public static final int COUNT = 6;
    /** The image and its mirror image: what held-out images are measured with. */
    public static final int PLAIN = 2;

    private static final double SMALLEST = 0.84;
    private static final double TONE = 0.16;

    private Views() {}

    /**
     * Draws a view; the same numbers give the same view.
     *
     * @param rgb (size, size, 3), left as it is
     * @param image number of the image
     * @param view number of the view, 0 to {@value #COUNT} - 1; 0 is {@code rgb} itself
     */
    public static byte[] of(byte[] rgb, int size, int image, int view) {
        if (view == 0) {
            return rgb;
        }
        SplittableRandom random = new SplittableRandom(((long) image << 8) + view);
        boolean plain = view < PLAIN;
        boolean mirrored = plain || random.nextBoolean();
        double scale = plain ? 1 : SMALLEST + (1 - SMALLEST) * random.nextDouble();
        double left = (1 - scale) * size * random.nextDouble();
        double top = (1 - scale) * size * random.nextDouble();
        byte[][] tone = new byte[3][256];
        for (byte[] curve : tone) {
            double exponent = plain ? 1 : Math.exp(TONE * (2 * random.nextDouble() - 1));
            for (int v = 0; v < 256; v++) {
                curve[v] = (byte) Math.round(255 * Math.pow(v / 255.0, exponent));
            }
        }
        Places columns = new Places(size, left, scale, mirrored);
        Places rows = new Places(size, top, scale, false);
        byte[] out = new byte[rgb.length];
        double[][] across = new double[size][];
        for (int y = 0; y < size; y++) {
            double[] upper = across(rgb, size, rows.before[y], columns, across);
            double[] lower = across(rgb, size, rows.after[y], columns, across);
            double down = rows.share[y];
            int row = 3 * y * size;
            for (int i = 0; i < 3 * size; i++) {
                // as Math.round: values are not negative
                out[row + i] = tone[i % 3][(int) (upper[i] * (1 - down) + lower[i] * down + 0.5)];
            }
        }
        return out;
    }

    /** A row of the image at the places of the columns; made once. */
    private static double[] across(byte[] rgb, int size, int row, Places columns, double[][] made) {
        double[] out = made[row];
        if (out == null) {
            out = new double[3 * size];
            for (int x = 0; x < size; x++) {
                int left = 3 * (row * size + columns.before[x]);
                int right = 3 * (row * size + columns.after[x]);
                double share = columns.share[x];
                for (int c = 0; c < 3; c++) {
                    out[3 * x + c] = (rgb[left + c] & 0xff) * (1 - share) + (rgb[right + c] & 0xff) * share;
                }
            }
            made[row] = out;
        }
        return out;
    }

    /** Where the pixels of a row or column come from: the two pixels beside, and how far the place is from the first. */
    private static final class Places {
        final int[] before;
        final int[] after;
        final double[] share;

        /** Beyond the edge: the edge itself. */
        Places(int size, double from, double scale, boolean mirrored) {
            before = new int[size];
            after = new int[size];
            share = new double[size];
            for (int i = 0; i < size; i++) {
                double plain = (i + 0.5 - from) / scale - 0.5;
                double place = Math.max(0, Math.min(size - 1.0, mirrored ? size - 1 - plain : plain));
                before[i] = (int) place;
                after[i] = Math.min(size - 1, before[i] + 1);
                share[i] = place - before[i];
            }
        }
    }
}
