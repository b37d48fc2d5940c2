package io.strait.bench.fairness;

/**
 * What was measured. Members are the JSON's.
 *
 * @param reduced whether fewer bulk jobs were queued than the goal speaks of, 10 000
 * @param queued bulk jobs of tenant A that waited when the measurement began
 * @param queueSeconds how long it took to submit them
 * @param idleFirstPreviewMillis of interactive jobs, one at a time, on an idle stack
 * @param loadedFirstPreviewMillis the same beside A's bulk jobs
 * @param firstPreviewRatio p95 of the two; goal: at most 1.5
 * @param jobMillis A's bulk jobs from their first start to their end, p50: one job's duration
 * @param tenantBStartMillis bulk jobs of tenant B, one at a time, from asking to their first start; goal: within one job's duration
 * @param capacityImagesPerSecond interactive jobs without previews, all at once, on an otherwise idle stack
 * @param bulkImagesPerSecond A's bulk jobs while nothing else runs
 * @param bulkShareOfCapacity of the two
 * @param waitingAfterwards bulk jobs of A that had not started at the end: above 0, or the figures are not of a queue
 */
record FairnessReport(
        boolean reduced,
        int queued,
        double queueSeconds,
        Spread idleFirstPreviewMillis,
        Spread loadedFirstPreviewMillis,
        double firstPreviewRatio,
        Spread idleImageMillis,
        Spread loadedImageMillis,
        Spread jobMillis,
        Spread tenantBStartMillis,
        Spread tenantBImageMillis,
        double capacityImagesPerSecond,
        double bulkImagesPerSecond,
        double bulkShareOfCapacity,
        int waitingAfterwards,
        int processors,
        String engine) {}
