package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import java.util.List;
import java.util.Map;

/**
 * The capacity model beside real runs. Members are the JSON's.
 *
 * @param within whether every deviation is within the goal; {@code missed} says which are not
 * @param underWay jobs at once, each followed by another
 * @param lanes of each worker
 */
record CapacityReport(
        boolean within, List<String> missed, int underWay, int lanes, List<Point> points, Machine machine) {
    /**
     * Of one size of images.
     *
     * @param passMillis by stage, {@code FIXED+EACH} as {@code strait capacity} takes it, measured in a plain loop
     * @param deviation predicted / measured - 1, by figure
     */
    record Point(
            int size,
            Map<String, String> passMillis,
            Figures predicted,
            Figures measured,
            Map<String, Double> deviation) {}

    /** Times from asking to hearing that the image is there. */
    record Figures(double imagesPerSecond, double p50Millis, double p95Millis) {}
}
