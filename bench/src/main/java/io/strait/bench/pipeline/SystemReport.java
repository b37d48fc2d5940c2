package io.strait.bench.pipeline;

import java.util.List;

/**
 * One system under one load, over all rounds: what a client of it would say. Members are the JSON's.
 *
 * @param imagesPerSecond images / time from the first arrival of a round to its last image
 * @param firstPreviewMillis from arrival to the first preview
 * @param imageMillis from arrival to the image
 * @param meanBatch jobs in a pass, on average; mean over the rounds
 */
record SystemReport(
        double imagesPerSecond, Quantiles firstPreviewMillis, Quantiles imageMillis, double meanBatch, int images) {
    /** A system's share in one round. */
    record Round(Observed observed, double meanBatch) {}

    static SystemReport of(List<Round> rounds) {
        List<Observed> all = rounds.stream().map(Round::observed).toList();
        int images = all.stream().mapToInt(Observed::images).sum();
        double seconds = all.stream().mapToDouble(Observed::seconds).sum();
        double batch = rounds.stream().mapToDouble(Round::meanBatch).average().orElseThrow();
        return new SystemReport(
                Math.round(1000 * images / seconds) / 1000.0,
                Quantiles.of(all.stream().flatMap(Observed::firstPreviewMillis).toList()),
                Quantiles.of(all.stream().flatMap(Observed::imageMillis).toList()),
                Math.round(batch * 100) / 100.0,
                images);
    }
}
