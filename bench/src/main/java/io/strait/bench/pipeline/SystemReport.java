package io.strait.bench.pipeline;

/**
 * One system under one load. Members are the JSON's.
 *
 * @param imagesPerSecond images / time from the first arrival to the last image
 * @param firstPreviewMillis from arrival to the first preview
 * @param imageMillis from arrival to the image
 * @param meanBatch jobs in a pass, on average
 */
record SystemReport(
        double imagesPerSecond, Quantiles firstPreviewMillis, Quantiles imageMillis, double meanBatch, int images) {}
