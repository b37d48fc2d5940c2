package io.strait.bench.pipeline;

import io.strait.model.bundle.BundleManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests that come at random, independently of each other: a Poisson process, the same for every system it is played to.
 *
 * @param asks what is asked for, in order
 * @param afterNanos when, after the beginning
 */
record Arrivals(List<Ask> asks, List<Long> afterNanos) {
    /**
     * Draws arrivals.
     *
     * @param perSecond mean rate
     * @param count at least 1
     */
    static Arrivals random(double perSecond, int count, long seed, BundleManifest manifest) {
        Random random = new Random(seed);
        List<Long> times = new ArrayList<>();
        double seconds = 0;
        for (int i = 0; i < count; i++) {
            times.add((long) (seconds * 1e9));
            seconds -= Math.log(1 - random.nextDouble()) / perSecond;
        }
        return new Arrivals(Ask.some(count, seed, manifest), List.copyOf(times));
    }
}
