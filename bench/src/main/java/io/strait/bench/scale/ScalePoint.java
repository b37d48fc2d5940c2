package io.strait.bench.scale;

/**
 * One number of instances.
 *
 * @param imagesPerSecond completions in the window by its length
 * @param shareOfIdeal by that of passes alone
 * @param shareOfLinear by the first point's times the instances
 * @param predictedImagesPerSecond what the capacity model says
 * @param processors that workers, broker and gateway kept busy on average, of those the machine has
 */
record ScalePoint(
        int instances,
        int lanes,
        int images,
        double imagesPerSecond,
        double shareOfIdeal,
        double shareOfLinear,
        double predictedImagesPerSecond,
        double processors) {}
