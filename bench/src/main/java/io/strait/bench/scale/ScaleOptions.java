package io.strait.bench.scale;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param most instances of the bottom worker at the end; doubled from 1 on
 * @param lanes of each
 * @param pass how long a pass waits
 * @param steps passes of a job at the bottom
 * @param window how long completions are counted at each number of instances, at least
 */
record ScaleOptions(int most, int lanes, Duration pass, int steps, Duration window) {
    /** Images a second if lanes were never idle and nothing but passes took time. */
    double ideal(int instances) {
        return instances * lanes * 1e9 / ((double) steps * pass.toNanos());
    }
}
