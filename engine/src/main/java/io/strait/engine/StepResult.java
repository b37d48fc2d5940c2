package io.strait.engine;

/** What a step sampled, in the order of its requests. */
public final class StepResult {
    private final int[][] ids;
    private final float[][] logProbabilities;

    StepResult(int[][] ids, float[][] logProbabilities) {
        this.ids = ids;
        this.logProbabilities = logProbabilities;
    }

    /** Number of requests. */
    public int size() {
        return ids.length;
    }

    /** An id for each token of a request, also for those already known; a copy. */
    public int[] ids(int request) {
        return ids[request].clone();
    }

    /** Log-probability of each of those ids, under the guided distribution at temperature 1; a copy. */
    public float[] logProbabilities(int request) {
        return logProbabilities[request].clone();
    }
}
