package io.strait.gateway.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When attempts are made.
 *
 * @param waits before each attempt, the first one too, since the one before
 */
public record RetrySchedule(List<Duration> waits) {
    /** That of Standard Webhooks 1.0.0. */
    public static final RetrySchedule STANDARD = new RetrySchedule(List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24)));

    /** An endpoint that asks for more patience than this does not get it. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final double SPREAD = 0.2;

    /** Copies the list. */
    public RetrySchedule {
        waits = List.copyOf(waits);
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param tries attempts made
     * @param asked what the endpoint asked for in retry-after; zero: nothing
     * @param jitter from 0 to 1: endpoints that failed together are not tried together
     * @return empty: there is none
     */
    Optional<Duration> next(int tries, Duration asked, double jitter) {
        if (tries >= waits.size()) {
            return Optional.empty();
        }
        Duration wait = waits.get(tries);
        Duration spread = Duration.ofMillis(Math.round(wait.toMillis() * SPREAD * jitter));
        Duration bounded = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        Duration next = wait.plus(spread);
        return Optional.of(next.compareTo(bounded) < 0 ? bounded : next);
    }
}
