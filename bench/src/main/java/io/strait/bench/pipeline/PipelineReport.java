package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import java.util.List;
import java.util.Map;

/**
 * Everything that was measured. Members are the JSON's.
 *
 * @param valid whether the numbers mean what they say; if not, {@code problems} says why
 * @param efficiency pipeline images per second / bare images per second
 * @param overheadMillis wall time of a lone job less the bare wall time of the same passes, mean of one run before it and one after
 * @param bareDifferenceMillis how far these two bare runs of the same work are apart: what the machine adds by itself
 * @param unloadedMillis by image size, wall time of a lone job from asking to hearing of its completion
 * @param firstPreviewMillis of lone jobs, from asking to the first preview
 * @param previewsSkippedShare of the previews that were due under load, those that the client did not get
 * @param meanBatch under load, by grid: jobs in a pass
 * @param peakRssBytes of this process: the whole stack, and this bench
 * @param startMillis from the start of the stack to ready; {@code startSinceJvmMillis}: from the start of the Java machine
 */
record PipelineReport(
        boolean valid,
        List<String> problems,
        int size,
        int jobs,
        int rounds,
        int previewEvery,
        double bareImagesPerSecond,
        double pipelineImagesPerSecond,
        double efficiency,
        Quantiles overheadMillis,
        Quantiles bareDifferenceMillis,
        Quantiles firstPreviewMillis,
        double previewsSkippedShare,
        long previewsDue,
        long previewsReceived,
        Map<String, Quantiles> unloadedMillis,
        Map<String, Double> meanBatch,
        long peakRssBytes,
        long startMillis,
        long startSinceJvmMillis,
        int imagesCompared,
        Machine machine) {}
