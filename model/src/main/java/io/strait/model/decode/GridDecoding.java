package io.strait.model.decode;

import io.strait.model.TokenGrid;
import io.strait.model.random.NamedRandom;
import io.strait.model.random.Purpose;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One job's decoding of one grid: which tokens are known, and which of a step's samples are kept.
 *
 * <p>Of M tokens masked at first, {@code floor(M * schedule(t / T))} stay masked after step t of T; at least one more is known
 * after every step, and none is masked at the end. Kept are, as the settings' {@link TokenOrder} says, the most confident: {@code log p +
 * gumbel * (1 - t / T) * noise}, ties to the lower position (StraIT, section 3.3, after MaskGIT), or those that come next in a Halton sequence.
 *
 * <p>A function of its arguments and of what {@link #accept} was given: nothing else changes the result. Not thread-safe.
 */
public final class GridDecoding {
    private final NamedRandom random;
    private final int maskId;
    private final GridSettings settings;
    private final int[] ids;
    private final int[] samples;
    private final int maskedAtFirst;
    /** By position, the lower the later; empty where tokens are not kept by their places. */
    private final double[] earliness;

    private final int steps;
    private int masked;
    private int step;

    /**
     * Starts with every token masked.
     *
     * @param seed of the request, any value
     * @param image number of the image within the request, from 0
     * @param grid the grid
     * @param tokens number of tokens in the grid
     * @param maskId id of a masked token, one above the largest id
     * @param settings how to decode; at most {@code tokens} steps
     */
    public GridDecoding(long seed, int image, TokenGrid grid, int tokens, int maskId, GridSettings settings) {
        this(seed, image, grid, allMasked(tokens, maskId), maskId, settings);
        if (settings.steps() > tokens) {
            throw new IllegalArgumentException(
                    "steps: expected at most " + tokens + ", one for each token, got " + settings.steps());
        }
    }

    private GridDecoding(long seed, int image, TokenGrid grid, int[] ids, int maskId, GridSettings settings) {
        this.random = NamedRandom.of(seed, image, grid);
        this.maskId = maskId;
        this.settings = settings;
        this.ids = ids;
        this.samples = ids.clone();
        this.maskedAtFirst = (int) Arrays.stream(ids).filter(id -> id == maskId).count();
        this.masked = maskedAtFirst;
        this.steps = Math.min(settings.steps(), maskedAtFirst);
        this.earliness = settings.order() == TokenOrder.HALTON ? earliness(random, ids.length) : new double[0];
    }

    /**
     * Starts with some tokens known; they never change. With fewer masked tokens than steps, there is one step for each.
     *
     * @param ids a token for every position, {@code maskId} where it is to be decoded; copied
     */
    public static GridDecoding withKnown(
            long seed, int image, TokenGrid grid, int[] ids, int maskId, GridSettings settings) {
        for (int position = 0; position < ids.length; position++) {
            if (ids[position] < 0 || ids[position] > maskId) {
                throw new IllegalArgumentException(
                        "ids[" + position + "]: expected 0 to " + maskId + ", got " + ids[position]);
            }
        }
        return new GridDecoding(seed, image, grid, ids.clone(), maskId, settings);
    }

    private static int[] allMasked(int tokens, int maskId) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens: expected at least 1, got " + tokens);
        }
        int[] ids = new int[tokens];
        Arrays.fill(ids, maskId);
        return ids;
    }

    /** Whether every token is known. */
    public boolean done() {
        return masked == 0;
    }

    /** Number of finished steps. */
    public int step() {
        return step;
    }

    /** Number of all steps. */
    public int steps() {
        return steps;
    }

    /** How it is decoded. */
    public GridSettings settings() {
        return settings;
    }

    /** The tokens so far, {@code maskId} where masked; a copy. */
    public int[] ids() {
        return ids.clone();
    }

    /** A uniform number in [0, 1) for each position, for the coming step. */
    public float[] uniforms() {
        NamedRandom stream = random.at(step, Purpose.SAMPLING);
        float[] uniforms = new float[ids.length];
        for (int position = 0; position < uniforms.length; position++) {
            uniforms[position] = stream.uniformFloat(position);
        }
        return uniforms;
    }

    /**
     * Finishes a step: keeps some of its samples.
     *
     * @param sampled an id for each position; those at known positions are not looked at
     * @param logProbability of each, from the guided distribution at temperature 1
     * @throws IllegalArgumentException if a length is not the number of tokens, an id is no token, or a probability is NaN
     * @throws IllegalStateException if decoding is done
     */
    public void accept(int[] sampled, float[] logProbability) {
        check(sampled, logProbability);
        int finished = step + 1;
        int[] candidates = maskedPositions();
        for (int position : candidates) {
            samples[position] = sampled[position];
        }
        double[] preference = switch (settings.order()) {
            case CONFIDENCE -> confidence(candidates, logProbability, finished);
            case HALTON -> earliness;
        };
        int stayMasked = stayMasked(finished);
        IntStream.of(candidates)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(p -> -preference[p]).thenComparing(p -> p))
                .limit((long) masked - stayMasked)
                .forEach(position -> ids[position] = sampled[position]);
        masked = stayMasked;
        step = finished;
    }

    /**
     * The known tokens, and the last step's samples for the rest; a copy without masked tokens.
     *
     * @throws IllegalStateException if there are masked tokens and no step is finished
     */
    public int[] preview() {
        if (step == 0 && !done()) {
            throw new IllegalStateException("preview: expected at least 1 finished step, got 0");
        }
        return samples.clone();
    }

    private double[] confidence(int[] candidates, float[] logProbability, int finished) {
        double noise = settings.gumbel() * (1 - (double) finished / steps);
        NamedRandom stream = random.at(step, Purpose.GUMBEL);
        double[] confidence = new double[ids.length];
        for (int position : candidates) {
            confidence[position] = logProbability[position] + (noise > 0 ? noise * stream.gumbel(position) : 0);
        }
        return confidence;
    }

    private static double[] earliness(NamedRandom random, int tokens) {
        int side = (int) Math.round(Math.sqrt(tokens));
        if (side * side != tokens) {
            throw new IllegalArgumentException("tokens: expected a square for the order halton, got " + tokens);
        }
        NamedRandom shift = random.at(0, Purpose.ORDER);
        int right = (int) (shift.uniformFloat(0) * side);
        int down = (int) (shift.uniformFloat(1) * side);
        return IntStream.of(HaltonOrder.ranks(side, right, down))
                .mapToDouble(rank -> -rank)
                .toArray();
    }

    /** Tokens masked after a step, by the schedule, leaving at least one for this step and for each that follows. */
    private int stayMasked(int finished) {
        double share = settings.schedule().maskedShare((double) finished / steps);
        int bySchedule = (int) StrictMath.floor(maskedAtFirst * share);
        return Math.min(masked - 1, Math.max(steps - finished, bySchedule));
    }

    private int[] maskedPositions() {
        return IntStream.range(0, ids.length).filter(p -> ids[p] == maskId).toArray();
    }

    private void check(int[] sampled, float[] logProbability) {
        if (done()) {
            throw new IllegalStateException("accept: expected a masked token, all " + ids.length + " are known");
        }
        if (sampled.length != ids.length || logProbability.length != ids.length) {
            throw new IllegalArgumentException("samples: expected " + ids.length + " ids and probabilities, got "
                    + sampled.length + " and " + logProbability.length);
        }
        for (int position : maskedPositions()) {
            if (sampled[position] < 0 || sampled[position] >= maskId) {
                throw new IllegalArgumentException(
                        "sampled[" + position + "]: expected 0 to " + (maskId - 1) + ", got " + sampled[position]);
            }
            if (Float.isNaN(logProbability[position])) {
                throw new IllegalArgumentException("logProbability[" + position + "]: expected a number, got NaN");
            }
        }
    }
}
