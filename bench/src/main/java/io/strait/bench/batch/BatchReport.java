package io.strait.bench.batch;

/**
 * What was measured.
 *
 * @param lines of the batch
 * @param fileBytes of its file
 * @param uploadSeconds until the file was stored
 * @param enqueuedSeconds from the request for the batch until its last line was committed to the queue
 * @param seconds both
 * @param linesPerSecond over both
 * @param residentBefore bytes of the gateway's process after the warm-up
 * @param residentPeak most bytes of it meanwhile
 * @param residentGrowthMegabytes the difference
 * @param doubled jobs that the queue has more than once; expected 0
 * @param lost lines of which the queue has no job; expected 0
 * @param processors of this machine; broker, gateway and client share them
 * @param loadAverage of the minute before
 * @param valid whether nothing was lost or doubled
 */
record BatchReport(
        int lines,
        long fileBytes,
        double uploadSeconds,
        double enqueuedSeconds,
        double seconds,
        double linesPerSecond,
        long residentBefore,
        long residentPeak,
        double residentGrowthMegabytes,
        int doubled,
        int lost,
        int processors,
        double loadAverage,
        boolean valid) {}
