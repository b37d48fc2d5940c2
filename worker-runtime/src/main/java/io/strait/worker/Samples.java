package io.strait.worker;

/** What a pass sampled for one run: an id and its log-probability for each token of the grid. Arrays are not copied. */
final class Samples {
    private final int[] ids;
    private final float[] logProbabilities;

    Samples(int[] ids, float[] logProbabilities) {
        this.ids = ids;
        this.logProbabilities = logProbabilities;
    }

    int[] ids() {
        return ids;
    }

    float[] logProbabilities() {
        return logProbabilities;
    }
}
