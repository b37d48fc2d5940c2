package io.strait.trainer.training;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A codebook, shared by two grids or of one, learned as moving averages of the vectors assigned to each code (not by gradient). Codes are
 * unit vectors. Codes that fall out of use restart at vectors of the current batch.
 */
final class Codebook {
    /** Top vectors are a fifth of all: weighted up, or the bottom would own the codebook. */
    static final double TOP_WEIGHT = 4;

    private static final double DECAY = 0.98;
    private static final double DEAD_SHARE = 0.03;
    private static final double RESTART_SHARE = 0.3;

    private final int codes;
    private final int width;
    private final float[] vectors;
    private final float[] sums;
    private final float[] counts;

    Codebook(int codes, int width) {
        this.codes = codes;
        this.width = width;
        vectors = new float[codes * width];
        sums = new float[codes * width];
        counts = new float[codes];
        for (int k = 0; k < codes; k++) {
            vectors[k * width + k % width] = 1;
        }
    }

    /** Codes, (codes, width); a copy. */
    float[] vectors() {
        return vectors.clone();
    }

    /** Starts over at vectors drawn from the current batch, two of three from the top grid. */
    void start(float[] top, float[] bottom, SplittableRandom random) {
        for (int k = 0; k < codes; k++) {
            float[] from = either(k % 3 < 2, top, bottom);
            int at = random.nextInt(from.length / width) * width;
            for (int i = 0; i < width; i++) {
                sums[k * width + i] = from[at + i] + (float) (0.02 * (random.nextDouble() * 2 - 1));
            }
            counts[k] = 1;
        }
        normalize();
    }

    /**
     * Moves codes towards the vectors assigned to them.
     *
     * @param restart whether codes out of use may restart now
     * @return number of codes restarted
     */
    int update(float[] top, long[] topIds, float[] bottom, long[] bottomIds, boolean restart, SplittableRandom random) {
        float[] sum = new float[sums.length];
        float[] count = new float[codes];
        accumulate(top, topIds, TOP_WEIGHT, sum, count);
        accumulate(bottom, bottomIds, 1, sum, count);
        float keep = (float) DECAY;
        double total = 0;
        for (int k = 0; k < codes; k++) {
            counts[k] = keep * counts[k] + (1 - keep) * count[k];
            total += counts[k];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = keep * sums[i] + (1 - keep) * sum[i];
        }
        int restarted = restart ? restartDead(top, bottom, total / codes, random) : 0;
        normalize();
        return restarted;
    }

    private void accumulate(float[] z, long[] ids, double weight, float[] sum, float[] count) {
        for (int n = 0; n < ids.length; n++) {
            int k = (int) ids[n];
            count[k] += (float) weight;
            for (int i = 0; i < width; i++) {
                sum[k * width + i] += (float) weight * z[n * width + i];
            }
        }
    }

    private int restartDead(float[] top, float[] bottom, double average, SplittableRandom random) {
        int restarted = 0;
        for (int k = 0; k < codes; k++) {
            if (counts[k] < average * DEAD_SHARE) {
                float[] from = either(random.nextInt(3) < 2, top, bottom);
                int at = random.nextInt(from.length / width) * width;
                counts[k] = (float) (average * RESTART_SHARE);
                for (int i = 0; i < width; i++) {
                    sums[k * width + i] = from[at + i] * counts[k];
                }
                restarted++;
            }
        }
        return restarted;
    }

    /** One of two, or the one that is not empty. */
    private static float[] either(boolean first, float[] a, float[] b) {
        return a.length == 0 || (!first && b.length > 0) ? b : a;
    }

    private void normalize() {
        for (int k = 0; k < codes; k++) {
            double length = 0;
            for (int i = 0; i < width; i++) {
                length += (double) sums[k * width + i] * sums[k * width + i];
            }
            float inverse = (float) (1 / Math.max(Math.sqrt(length), 1e-8));
            for (int i = 0; i < width; i++) {
                vectors[k * width + i] = sums[k * width + i] * inverse;
            }
        }
    }

    Map<String, float[]> state() {
        return new TreeMap<>(
                Map.of("codebook", vectors.clone(), "codebook.sums", sums.clone(), "codebook.counts", counts.clone()));
    }

    /** Restores {@link #state}. */
    void restore(Map<String, float[]> state) {
        copy(Objects.requireNonNull(state.get("codebook")), vectors);
        copy(Objects.requireNonNull(state.get("codebook.sums")), sums);
        copy(Objects.requireNonNull(state.get("codebook.counts")), counts);
    }

    /** Number of codes. */
    int codes() {
        return codes;
    }

    private static void copy(float[] from, float[] into) {
        if (from.length != into.length) {
            throw new IllegalArgumentException("codebook: expected " + into.length + " values, got " + from.length);
        }
        System.arraycopy(from, 0, into, 0, into.length);
    }

    /** exp of the entropy of how often codes are used: 1 to codes. */
    static double perplexity(long[] ids, int codes) {
        double[] count = new double[codes];
        for (long id : ids) {
            count[(int) id]++;
        }
        double entropy = Arrays.stream(count)
                .filter(c -> c > 0)
                .map(c -> -c / ids.length * Math.log(c / ids.length))
                .sum();
        return Math.exp(entropy);
    }
}
