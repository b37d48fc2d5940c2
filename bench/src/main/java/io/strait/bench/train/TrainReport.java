package io.strait.bench.train;

import io.strait.trainer.training.TrainingRate;
import java.util.List;
import java.util.Map;

/**
 * Everything that was measured. Members are the JSON's.
 *
 * @param device {@code cpu} or {@code cuda}
 * @param threads of libtorch
 * @param matrixProductGflops by element type, the limit: a large matrix product in the same process
 * @param networks rates in bfloat16 and in float32, side by side
 * @param shareOfMatrixProduct by network, its rate in bfloat16 over the bfloat16 limit
 * @param bfloat16OverFloat32 by network, samples a second in bfloat16 over those in float32
 * @param peakResidentBytes of this process
 */
record TrainReport(
        String preset,
        String device,
        int threads,
        Map<String, Double> matrixProductGflops,
        List<TrainingRate> networks,
        Map<String, Double> shareOfMatrixProduct,
        Map<String, Double> bfloat16OverFloat32,
        long peakResidentBytes) {}
