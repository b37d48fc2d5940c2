package io.strait.trainer.training;

import java.util.SplittableRandom;

/** Randomness as a function of seed, step and purpose: a resumed run draws what an unbroken one would have drawn. */
final class Randomness {
    private Randomness() {}

    static SplittableRandom of(long seed, long step, int purpose) {
        return new SplittableRandom(mix(mix(mix(seed) + step) + purpose));
    }

    /** SplitMix64's finalizer. Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators (2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
