package io.strait.bench.engine;

import io.strait.engine.ProductRate;
import java.util.Map;

/**
 * Everything that was measured. Members are the JSON's.
 *
 * @param productRate 10⁹ operations a second of plain matrix products through the same runtime on as many threads
 * @param graphs by variant and graph
 * @param transformerShare by variant: over the decoding steps of one image of the larger size, time at the measured product rates / time
 * @param agreement by variant and grid, with the graphs as they are; the variants of a run that are not them
 * @param imagesPerSecond by variant and size: decoding steps of the default settings one after the other, at the best batch of each
 */
record EngineReport(
        int threads,
        String engine,
        String instructionSet,
        String bundle,
        ProductRate productRate,
        Map<String, Double> transformerShare,
        Map<String, Map<String, Agreement.Grid>> agreement,
        Map<String, Map<Integer, Double>> imagesPerSecond,
        Map<String, Map<String, GraphReport>> graphs) {}
