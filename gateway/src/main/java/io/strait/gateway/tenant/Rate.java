package io.strait.gateway.tenant;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/** How often one tenant may ask: a minute's worth at once, then as it comes back, evenly. Thread-safe. */
final class Rate {
    private final Bucket bucket;
    private int perMinute;

    Rate(int perMinute) {
        this.perMinute = perMinute;
        this.bucket = Bucket.builder().addLimit(bandwidth(perMinute)).build();
    }

    /**
     * Takes one.
     *
     * @param now requests a minute; when it has changed, the part that is left stays the same part
     * @return zero if there was one, else the time until there is
     */
    synchronized Duration take(int now) {
        if (now != perMinute) {
            perMinute = now;
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(bandwidth(now)).build(),
                    TokensInheritanceStrategy.PROPORTIONALLY);
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }

    private static Bandwidth bandwidth(int perMinute) {
        return Bandwidth.builder()
                .capacity(perMinute)
                .refillGreedy(perMinute, Duration.ofMinutes(1))
                .build();
    }
}
