package io.strait.trainer.evaluation;

import java.util.OptionalDouble;

/** How alike two pictures of one size are. */
final class Similarity {
    /** Half width and deviation of SSIM's window. */
    private static final int RADIUS = 5;

    private static final double DEVIATION = 1.5;
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;
    /** 90 dB: pictures that differ less are the same in eight bits. */
    private static final double LEAST_SQUARE = 4e-9;

    private Similarity() {}

    /** Peak signal-to-noise ratio in dB over all channels, at most 90. */
    static double psnr(Picture expected, Picture actual) {
        float[] a = expected.planes();
        float[] b = same(expected, actual).planes();
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double d = a[i] - b[i];
            squares += d * d;
        }
        return decibels(squares / a.length);
    }

    /** The same over the foreground of {@code expected} only; empty if it has none. */
    static OptionalDouble foregroundPsnr(Picture expected, Picture actual) {
        float[] a = expected.planes();
        float[] b = same(expected, actual).planes();
        boolean[] inside = expected.foreground();
        double squares = 0;
        long count = 0;
        for (int i = 0; i < a.length; i++) {
            if (inside[i % inside.length]) {
                double d = a[i] - b[i];
                squares += d * d;
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(decibels(squares / count));
    }

    /** Square difference to dB; the values' range is 2. */
    private static double decibels(double meanSquare) {
        return 10 * Math.log10(4 / Math.max(meanSquare, LEAST_SQUARE));
    }

    /**
     * Structural similarity of brightness, mean over all places of an 11 x 11 Gaussian window that lie inside. In
     * [-1, 1], 1 for equal pictures. Source: Wang et al., Image Quality Assessment (2004).
     *
     * @throws IllegalArgumentException if the pictures are smaller than the window
     */
    static double structural(Picture expected, Picture actual) {
        int side = same(expected, actual).side();
        if (side < 2 * RADIUS + 1) {
            throw new IllegalArgumentException("side: expected at least " + (2 * RADIUS + 1) + ", got " + side);
        }
        double[] x = expected.luma();
        double[] y = actual.luma();
        double[] meanX = windowed(x, side);
        double[] meanY = windowed(y, side);
        double[] squareX = windowed(product(x, x), side);
        double[] squareY = windowed(product(y, y), side);
        double[] cross = windowed(product(x, y), side);
        double sum = 0;
        for (int i = 0; i < cross.length; i++) {
            double mm = meanX[i] * meanY[i];
            double xx = meanX[i] * meanX[i];
            double yy = meanY[i] * meanY[i];
            double structure = (2 * mm + C1) * (2 * (cross[i] - mm) + C2);
            sum += structure / ((xx + yy + C1) * (squareX[i] - xx + squareY[i] - yy + C2));
        }
        return sum / cross.length;
    }

    /**
     * Mean over channels and pixels of how far the lengths of the gradients differ, in grey levels of 255; forward
     * differences. A smeared picture has short gradients where the true one has edges.
     */
    static double gradientError(Picture expected, Picture actual) {
        int side = same(expected, actual).side();
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < side - 1; y++) {
                for (int x = 0; x < side - 1; x++) {
                    int at = (c * side + y) * side + x;
                    sum += Math.abs(length(expected, at) - length(actual, at));
                }
            }
        }
        return 127.5 * sum / (3.0 * (side - 1) * (side - 1));
    }

    private static double length(Picture p, int at) {
        float[] v = p.planes();
        return Math.hypot(v[at + 1] - v[at], v[at + p.side()] - v[at]);
    }

    private static Picture same(Picture expected, Picture actual) {
        if (expected.side() != actual.side()) {
            throw new IllegalArgumentException("side: expected " + expected.side() + ", got " + actual.side());
        }
        return actual;
    }

    private static double[] product(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] * b[i];
        }
        return out;
    }

    /** Gaussian means over every window that lies inside: rows first, then columns. */
    private static double[] windowed(double[] x, int side) {
        double[] kernel = kernel();
        int inside = side - 2 * RADIUS;
        double[] rows = new double[side * inside];
        double[] out = new double[inside * inside];
        for (int i = 0; i < rows.length; i++) {
            int from = i / inside * side + i % inside;
            for (int k = 0; k < kernel.length; k++) {
                rows[i] += kernel[k] * x[from + k];
            }
        }
        for (int i = 0; i < out.length; i++) {
            for (int k = 0; k < kernel.length; k++) {
                out[i] += kernel[k] * rows[i + k * inside];
            }
        }
        return out;
    }

    private static double[] kernel() {
        double[] out = new double[2 * RADIUS + 1];
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            int d = i - RADIUS;
            out[i] = Math.exp(-d * d / (2 * DEVIATION * DEVIATION));
            sum += out[i];
        }
        for (int i = 0; i < out.length; i++) {
            out[i] /= sum;
        }
        return out;
    }
}
