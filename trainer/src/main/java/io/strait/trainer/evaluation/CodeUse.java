package io.strait.trainer.evaluation;

import java.util.Arrays;

/** How often each code of a codebook occurs. */
final class CodeUse {
    private final long[] counts;

    CodeUse(int codes) {
        counts = new long[codes];
    }

    /** Counts some ids. */
    void add(long[] ids) {
        for (long id : ids) {
            counts[(int) id]++;
        }
    }

    /** Whether anything was counted. */
    boolean any() {
        return Arrays.stream(counts).anyMatch(c -> c > 0);
    }

    /** exp of the entropy of the codes: 1 to the number of codes; as many codes, used equally often, would give it. */
    double perplexity() {
        double all = 0;
        for (long c : counts) {
            all += c;
        }
        double[] shares = new double[counts.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = counts[i] / all;
        }
        return Math.exp(ClassScore.entropy(shares));
    }

    /** Share of the codes that occur at all. */
    double usedShare() {
        int used = 0;
        for (long c : counts) {
            used += c > 0 ? 1 : 0;
        }
        return (double) used / counts.length;
    }
}
