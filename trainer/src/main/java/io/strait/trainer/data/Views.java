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
        byte[] out = new byte[rgb.length];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double from = (x + 0.5 - left) / scale - 0.5;
                double column = mirrored ? size - 1 - from : from;
                double row = (y + 0.5 - top) / scale - 0.5;
                for (int c = 0; c < 3; c++) {
                    int value = (int) Math.round(bilinear(rgb, size, column, row, c));
                    out[3 * (y * size + x) + c] = tone[c][value];
                }
            }
        }
        return out;
    }

    /** Value between pixels; beyond the edge, that of the nearest pixel. */
    private static double bilinear(byte[] rgb, int size, double x, double y, int channel) {
        double cx = Math.max(0, Math.min(size - 1.0, x));
        double cy = Math.max(0, Math.min(size - 1.0, y));
        int x0 = (int) cx;
        int y0 = (int) cy;
        int x1 = Math.min(size - 1, x0 + 1);
        int y1 = Math.min(size - 1, y0 + 1);
        double fx = cx - x0;
        double fy = cy - y0;
        double upper = at(rgb, size, x0, y0, channel) * (1 - fx) + at(rgb, size, x1, y0, channel) * fx;
        double lower = at(rgb, size, x0, y1, channel) * (1 - fx) + at(rgb, size, x1, y1, channel) * fx;
        return upper * (1 - fy) + lower * fy;
    }

    private static int at(byte[] rgb, int size, int x, int y, int channel) {
        return rgb[3 * (y * size + x) + channel] & 0xff;
    }
}
