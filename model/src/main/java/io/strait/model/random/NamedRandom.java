package io.strait.model.random;

import io.strait.model.TokenGrid;

/**
 * Random numbers that are functions of their names: (seed, image, grid, step, purpose, position). There is no state, so order,
 * batch, retries and resumption cannot change a number.
 *
 * <p>Each name is folded into a 64-bit key by the finalizer of SplitMix64 (Steele et al., Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014; variant 13 of Stafford), which is a bijection: keys that differ in one name never collide.
 */
public final class NamedRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long key;

    private NamedRandom(long key) {
        this.key = key;
    }

    /**
     * The numbers of one grid of one image.
     *
     * @param seed of the request, any value
     * @param image number of the image within the request, from 0
     * @param grid the grid
     */
    public static NamedRandom of(long seed, int image, TokenGrid grid) {
        return new NamedRandom(fold(fold(mix(seed + GOLDEN_GAMMA), image), grid.code()));
    }

    /**
     * The numbers of one step and purpose.
     *
     * @param step from 0
     * @param purpose what they are for
     */
    public NamedRandom at(int step, Purpose purpose) {
        return new NamedRandom(fold(fold(key, step), purpose.code()));
    }

    /** A uniform number in [0, 1) with 24 random bits, all of which a float32 holds. */
    public float uniformFloat(int position) {
        return (fold(key, position) >>> 40) * 0x1p-24f;
    }

    /** A number of the standard Gumbel distribution; finite. */
    public double gumbel(int position) {
        // Half a step off both ends, so that neither logarithm meets 0; 52 bits, because with 53 the upper end rounds
        // to 1.
        double uniform = ((fold(key, position) >>> 12) + 0.5) * 0x1p-52;
        return -StrictMath.log(-StrictMath.log(uniform));
    }

    private static long fold(long key, long name) {
        return mix(key + GOLDEN_GAMMA * (2 * name + 1));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
