package io.strait.model.decode;

import java.util.Objects;

/**
 * How one grid is decoded.
 *
 * @param steps number of passes, {@value #MIN_STEPS} to {@value #MAX_STEPS} and at most the grid's tokens
 * @param guidanceScale weight of the difference between the logits with and without the class, {@value #MIN_GUIDANCE} to
 *     {@value #MAX_GUIDANCE}; 0 needs no second network row
 * @param temperature of sampling, above 0 and at most {@value #MAX_TEMPERATURE}
 * @param gumbel weight of the noise in the choice of tokens to keep, {@value #MIN_GUMBEL} to {@value #MAX_GUMBEL}; nothing where the
 *     choice is not by confidence
 * @param schedule how many tokens stay masked after each step
 * @param order which tokens are kept
 */
public record GridSettings(
        int steps, double guidanceScale, double temperature, double gumbel, MaskSchedule schedule, TokenOrder order) {
    /** Fewest steps. */
    public static final int MIN_STEPS = 1;
    /** Most steps. */
    public static final int MAX_STEPS = 64;
    /** Lowest guidance: none. */
    public static final double MIN_GUIDANCE = 0;
    /** Highest guidance. */
    public static final double MAX_GUIDANCE = 20;
    /** Temperature is above this. */
    public static final double TEMPERATURE_ABOVE = 0;
    /** Highest temperature. */
    public static final double MAX_TEMPERATURE = 10;
    /** Lowest noise: none. */
    public static final double MIN_GUMBEL = 0;
    /** Highest noise. */
    public static final double MAX_GUMBEL = 50;

    private static final double NEARLY_ZERO = 0.001;

    /**
     * Checks every range.
     *
     * @throws IllegalArgumentException naming the first value that is out of range
     */
    public GridSettings {
        if (steps < MIN_STEPS || steps > MAX_STEPS) {
            throw new IllegalArgumentException("steps: expected 1 to 64, got " + steps);
        }
        if (!(guidanceScale >= MIN_GUIDANCE && guidanceScale <= MAX_GUIDANCE)) {
            throw new IllegalArgumentException("guidanceScale: expected 0 to 20, got " + guidanceScale);
        }
        if (!(temperature > TEMPERATURE_ABOVE && temperature <= MAX_TEMPERATURE)) {
            throw new IllegalArgumentException("temperature: expected above 0 and at most 10, got " + temperature);
        }
        if (!(gumbel >= MIN_GUMBEL && gumbel <= MAX_GUMBEL)) {
            throw new IllegalArgumentException("gumbel: expected 0 to 50, got " + gumbel);
        }
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(order, "order");
    }

    /** The most confident tokens are kept. */
    public GridSettings(int steps, double guidanceScale, double temperature, double gumbel, MaskSchedule schedule) {
        this(steps, guidanceScale, temperature, gumbel, schedule, TokenOrder.CONFIDENCE);
    }

    /**
     * The likeliest code everywhere, the surest first: for grids that are nearly determined by what is given.
     *
     * @param steps number of passes
     */
    public static GridSettings bestGuess(int steps) {
        return new GridSettings(steps, 0, NEARLY_ZERO, 0, MaskSchedule.cosine());
    }

    /** The same with another number of steps. */
    public GridSettings withSteps(int other) {
        return new GridSettings(other, guidanceScale, temperature, gumbel, schedule, order);
    }

    /** The same with another guidance. */
    public GridSettings withGuidance(double other) {
        return new GridSettings(steps, other, temperature, gumbel, schedule, order);
    }

    /** The same with another temperature. */
    public GridSettings withTemperature(double other) {
        return new GridSettings(steps, guidanceScale, other, gumbel, schedule, order);
    }

    /** The same with another weight of the noise. */
    public GridSettings withGumbel(double other) {
        return new GridSettings(steps, guidanceScale, temperature, other, schedule, order);
    }

    /** The same with another order. */
    public GridSettings withOrder(TokenOrder other) {
        return new GridSettings(steps, guidanceScale, temperature, gumbel, schedule, other);
    }

    /** The same with another schedule. */
    public GridSettings withSchedule(MaskSchedule other) {
        return new GridSettings(steps, guidanceScale, temperature, gumbel, other, order);
    }

    /** Whether each pass needs a row with the class and a row without it. */
    public boolean guided() {
        return guidanceScale > 0;
    }
}
