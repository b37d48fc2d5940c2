package io.strait.trainer.network;

/**
 * How a parameter starts: normally distributed.
 *
 * @param mean mean
 * @param deviation standard deviation; 0 for a constant
 */
public record Init(double mean, double deviation) {
    /** Every value the same. */
    public static Init constant(double value) {
        return new Init(value, 0);
    }

    /** Normal around zero. */
    public static Init normal(double deviation) {
        return new Init(0, deviation);
    }
}
