package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import java.util.List;
import java.util.Map;

/**
 * Everything that was measured. Members are the JSON's.
 *
 * @param capacities by round, images a second of this system as it ships, with jobs always waiting; the round's loads are shares of it
 * @param rounds how often all systems took their turn; figures are over all rounds
 * @param staticBatch the batch size that gave static batches the most images a second
 * @param loads by share of the capacity, in percent, and system: {@code one-at-a-time}, {@code static-batches},
 *     {@code strait-same-graphs} (the bundle's graphs as they are, like the first) and {@code strait}
 * @param imagesAgainstOneAtATime at the highest load, of {@code strait-same-graphs} and {@code strait}: images a second / those of
 *     {@code one-at-a-time}
 * @param firstPreviewAgainstStaticBatches at each load, 95th percentile of {@code static-batches} / that of {@code strait}
 */
record BaselineReport(
        int size,
        List<Double> capacities,
        int rounds,
        int staticBatch,
        Map<Integer, Map<String, SystemReport>> loads,
        Map<String, Double> imagesAgainstOneAtATime,
        Map<Integer, Double> firstPreviewAgainstStaticBatches,
        double seconds,
        Machine machine) {}
