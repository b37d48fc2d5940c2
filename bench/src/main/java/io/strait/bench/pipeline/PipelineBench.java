package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import io.strait.model.bundle.BundleManifest;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts a stack, measures it, stops it. */
final class PipelineBench {
    /** A run in which a larger share of the previews was skipped did not do the bare loop's work. */
    static final double MOST_SKIPPED = 0.01;

    /** Lone jobs of the size that is not asked for: its wall time is reported, nothing else. */
    private static final int FEW = 5;

    /**
     * What to run.
     *
     * @param size side of the images in pixels; 0: the bundle's upsampled size
     * @param jobs at once in a round under load
     * @param lone jobs one at a time
     * @param limit of each batch of jobs: beyond it the bench gives up
     */
    record Options(int size, int jobs, int lone, int rounds, int previewEvery, Duration limit) {}

    /** Lone jobs before any is measured: the first few cost the Java machine 100 ms and more, each less than the one before. */
    private static final int WARM_UP = 8;

    private final Options options;
    private final Consumer<String> progress;

    PipelineBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    PipelineReport run(StackConfig config) {
        double load = Machine.load();
        progress.accept("starting the stack");
        long begin = System.nanoTime();
        try (Stack stack = Stack.start(config)) {
            long startMillis = (System.nanoTime() - begin) / 1_000_000;
            long sinceJvm = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            try (StackClient client = new StackClient(stack.url(), options.limit())) {
                return measure(stack, client, startMillis, sinceJvm, load);
            }
        }
    }

    private PipelineReport measure(Stack stack, StackClient client, long startMillis, long sinceJvm, double load) {
        BundleManifest manifest = stack.bundle().manifest();
        BareLoop bare = new BareLoop(stack.engine());
        int size = options.size() == 0 ? manifest.upsampledSize() : options.size();
        if (size != manifest.imageSize() && size != manifest.upsampledSize()) {
            throw new BenchException(
                    "--size: expected " + manifest.imageSize() + " or " + manifest.upsampledSize() + ", got " + size);
        }
        ImagePlan plan = new ImagePlan(manifest, size, options.previewEvery());
        int otherSize = size == manifest.imageSize() ? manifest.upsampledSize() : manifest.imageSize();
        ImagePlan otherPlan = new ImagePlan(manifest, otherSize, options.previewEvery());

        progress.accept("warming up");
        new LoneJobs().run(plan, Ask.some(WARM_UP, 1, manifest), client, bare);
        LoneJobs lone = new LoneJobs();
        LoneJobs other = new LoneJobs();
        progress.accept(options.lone() + " jobs of " + size + " pixels, one at a time");
        lone.run(plan, Ask.some(options.lone(), 1_000, manifest), client, bare);
        progress.accept(FEW + " jobs of " + otherSize + " pixels, one at a time");
        other.run(otherPlan, Ask.some(FEW, 2_000, manifest), client, bare);
        LoadRounds rounds = new LoadRounds(plan, stack.meters());
        for (int round = 1; round <= options.rounds(); round++) {
            progress.accept(options.jobs() + " jobs at once, round " + round + " of " + options.rounds());
            rounds.round(Ask.some(options.jobs(), 10_000L * round, manifest), client, bare);
        }
        Map<String, Quantiles> unloaded = new LinkedHashMap<>();
        unloaded.put(Integer.toString(size), Quantiles.of(lone.walls()));
        unloaded.put(Integer.toString(otherSize), Quantiles.of(other.walls()));
        double skipped = rounds.due() == 0 ? 0 : 1 - (double) rounds.received() / rounds.due();
        List<String> problems = problems(skipped, lone.different() + other.different());
        return new PipelineReport(
                problems.isEmpty(),
                problems,
                size,
                options.jobs(),
                options.rounds(),
                options.previewEvery(),
                rounded(rounds.bareImagesPerSecond()),
                rounded(rounds.pipelineImagesPerSecond()),
                rounded(rounds.pipelineImagesPerSecond() / rounds.bareImagesPerSecond()),
                Quantiles.of(lone.overheads()),
                Quantiles.of(lone.bareDifferences()),
                options.previewEvery() == 0 ? new Quantiles(-1, -1, -1) : Quantiles.of(lone.firstPreviews()),
                rounded(skipped),
                rounds.due(),
                rounds.received(),
                unloaded,
                rounds.meanBatch(),
                Machine.peakResidentBytes(),
                startMillis,
                sinceJvm,
                options.lone() + FEW,
                Machine.of(stack.engine().info(), manifest, load));
    }

    /** Why the numbers would not mean what they say. */
    static List<String> problems(double skipped, int different) {
        List<String> problems = new ArrayList<>();
        if (skipped > MOST_SKIPPED) {
            problems.add("previews: expected a share of at most " + MOST_SKIPPED + " to be skipped, got " + skipped);
        }
        if (different > 0) {
            problems.add("images: expected the bare loop's pixels from the pipeline, got others in " + different);
        }
        return problems;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
