package io.strait.trainer.training;

/** Peak signal-to-noise ratio, mean over images, in dB. Images are in [-1, 1]. */
final class Psnr {
    private double sum;
    private int count;

    /** Adds a batch of images, both arrays of equal length. */
    void add(float[] expected, float[] actual, int images) {
        int size = expected.length / images;
        for (int i = 0; i < images; i++) {
            double squares = 0;
            for (int p = i * size; p < (i + 1) * size; p++) {
                double d = expected[p] - actual[p];
                squares += d * d;
            }
            sum += 10 * Math.log10(4 / Math.max(squares / size, 1e-9));
            count++;
        }
    }

    double mean() {
        return sum / count;
    }
}
