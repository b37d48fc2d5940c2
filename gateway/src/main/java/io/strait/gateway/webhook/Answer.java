package io.strait.gateway.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param status HTTP status; null: there was no answer
 * @param error in words, ours; null if there was an answer
 * @param retryAfter what the endpoint asked for; zero: nothing
 * @param millis how long it took
 */
record Answer(@Nullable Integer status, @Nullable String error, Duration retryAfter, long millis) {
    private static final int GONE = 410;

    /** Success is 2xx, and nothing else; a redirection is not followed. */
    boolean delivered() {
        return status != null && status / 100 == 2;
    }

    /** The endpoint wants to hear no more. */
    boolean gone() {
        return status != null && status == GONE;
    }

    /** The endpoint has too much to do: others wait too. */
    boolean throttled() {
        return status != null && (status == 429 || status == 502 || status == 504);
    }
}
