package io.strait.bench.engine;

import io.strait.engine.Bundle;
import io.strait.engine.EngineChoice;
import io.strait.engine.EngineInfo;
import io.strait.engine.EngineOptions;
import io.strait.engine.InferenceEngine;
import io.strait.engine.ProductRate;
import io.strait.engine.graph.GraphVariant;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Measures every graph of a bundle, in each variant, next to plain matrix products. */
final class EngineBench {
    private static final int LEAST_PASSES = 3;

    /**
     * What to measure.
     *
     * @param jobs sizes of batches
     * @param each time to spend on a graph and batch
     * @param operators whether to report each operator's time
     * @param images to compare variants by; 0: none
     */
    record Options(
            int threads,
            List<GraphVariant> variants,
            List<Integer> jobs,
            Duration each,
            boolean operators,
            int images) {}

    private final Options options;
    private final Consumer<String> progress;

    EngineBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** @param scratch folder for profiles */
    EngineReport run(Path directory, Path scratch) {
        Bundle bundle = Bundle.open(directory);
        progress.accept("plain matrix products");
        ProductRate rate = ProductRate.measure(options.threads());
        Map<String, Map<String, GraphReport>> graphs = new LinkedHashMap<>();
        Map<String, Double> shares = new LinkedHashMap<>();
        Map<String, Map<Integer, Double>> images = new LinkedHashMap<>();
        Map<String, Map<String, Agreement.Grid>> agreements = new LinkedHashMap<>();
        EngineInfo info = null;
        for (GraphVariant variant : options.variants()) {
            EngineOptions open = new EngineOptions(
                    EngineChoice.ORT_CPU, options.threads(), EnumSet.allOf(GraphName.class), variant, null);
            Map<GraphName, OperatorProfile> profiles = profiles(bundle, open, scratch.resolve(variant.wireName()));
            Map<String, GraphReport> reports = new LinkedHashMap<>();
            try (InferenceEngine engine = InferenceEngine.open(bundle, open)) {
                info = engine.info();
                GraphPasses passes = new GraphPasses(engine, bundle.manifest());
                for (GraphName graph : GraphName.values()) {
                    progress.accept(variant.wireName() + ": " + graph.wireName());
                    reports.put(
                            graph.wireName(), report(graph, passes, Objects.requireNonNull(profiles.get(graph)), rate));
                }
            }
            if (variant != GraphVariant.ORIGINAL && options.images() > 0) {
                agreements.put(variant.wireName(), agreement(bundle, open));
            }
            graphs.put(variant.wireName(), reports);
            Images made = new Images(bundle.manifest(), reports);
            shares.put(variant.wireName(), made.share());
            images.put(variant.wireName(), made.perSecond());
        }
        if (info == null) {
            throw new IllegalArgumentException("variants: expected at least 1, got 0");
        }
        return new EngineReport(
                options.threads(),
                info.engine() + " " + info.version(),
                info.instructionSet(),
                bundle.manifest().name(),
                new ProductRate(Rounded.to(rate.float32(), 1), Rounded.to(rate.int8(), 1)),
                shares,
                agreements,
                images,
                graphs);
    }

    private Map<String, Agreement.Grid> agreement(Bundle bundle, EngineOptions open) {
        progress.accept(open.variant().wireName() + ": agreement with the graphs as they are");
        try (InferenceEngine variant = InferenceEngine.open(bundle, open);
                InferenceEngine original = InferenceEngine.open(bundle, open.withVariant(GraphVariant.ORIGINAL))) {
            return new Agreement(original, variant, bundle.manifest()).of(options.images());
        }
    }

    private Map<GraphName, OperatorProfile> profiles(Bundle bundle, EngineOptions open, Path folder) {
        folder.toFile().mkdirs();
        try (InferenceEngine engine = InferenceEngine.open(bundle, open.withProfiles(folder))) {
            GraphPasses passes = new GraphPasses(engine, bundle.manifest());
            for (GraphName graph : GraphName.values()) {
                Runnable pass = passes.pass(graph, 1);
                pass.run();
                pass.run();
            }
        }
        Map<GraphName, OperatorProfile> profiles = new TreeMap<>();
        for (GraphName graph : GraphName.values()) {
            profiles.put(graph, OperatorProfile.read(folder, graph.wireName()));
        }
        return profiles;
    }

    private GraphReport report(GraphName graph, GraphPasses passes, OperatorProfile profile, ProductRate rate) {
        Map<Integer, Double> millis = new TreeMap<>();
        double perJob = Double.MAX_VALUE;
        for (int jobs : graph == GraphName.ENCODER ? List.of(1) : options.jobs()) {
            double undisturbed = undisturbed(passes.pass(graph, jobs));
            millis.put(jobs, Rounded.to(undisturbed, 2));
            perJob = Math.min(perJob, undisturbed / jobs);
        }
        double int8 = profile.int8MultiplyAdds();
        double float32 = profile.multiplyAdds() - int8;
        double ideal = 2e-6 * (float32 / rate.float32() + int8 / rate.int8());
        double given = GraphPasses.isStep(graph)
                ? Math.max(0, undisturbed(passes.fresh(graph)) - undisturbed(passes.pass(graph, 1)))
                : 0;
        return new GraphReport(
                millis,
                Rounded.to(given, 2),
                profile.multiplyAdds(),
                Rounded.to(int8 / Math.max(1, profile.multiplyAdds()), 3),
                Rounded.to(2e-6 * profile.multiplyAdds() / perJob, 1),
                Rounded.to(ideal / perJob, 3),
                GraphPasses.isStep(graph) ? profile.samplingShare() : null,
                options.operators() ? profile.millis() : null);
    }

    /** The fastest of ten: the rest of the machine only ever makes a pass slower. */
    private double undisturbed(Runnable pass) {
        pass.run();
        List<Long> nanos = new ArrayList<>();
        long until = System.nanoTime() + options.each().toNanos();
        while (nanos.size() < LEAST_PASSES || System.nanoTime() < until) {
            long begin = System.nanoTime();
            pass.run();
            nanos.add(System.nanoTime() - begin);
        }
        Collections.sort(nanos);
        return nanos.get(nanos.size() / 10) / 1e6;
    }

    /** The decoding steps of an image with default settings, from the passes' times at the best batch. */
    private record Images(BundleManifest manifest, Map<String, GraphReport> reports) {
        double share() {
            double ideal = 0;
            double all = 0;
            for (TokenGrid grid : TokenGrid.values()) {
                double millis = perPass(grid) * manifest.defaults(grid).steps();
                all += millis;
                ideal += millis * report(grid).shareOfProductRate();
            }
            return Rounded.to(ideal / all, 3);
        }

        Map<Integer, Double> perSecond() {
            double small = millis(TokenGrid.TOP) + millis(TokenGrid.BOTTOM);
            double large = small + millis(TokenGrid.UPSAMPLER_TOP) + millis(TokenGrid.UPSAMPLER_BOTTOM);
            return new TreeMap<>(Map.of(
                    manifest.imageSize(), Rounded.to(1000 / small, 3),
                    manifest.upsampledSize(), Rounded.to(1000 / large, 3)));
        }

        private double millis(TokenGrid grid) {
            return report(grid).givenMillis()
                    + perPass(grid) * manifest.defaults(grid).steps();
        }

        private double perPass(TokenGrid grid) {
            return report(grid).millisByJobs().entrySet().stream()
                    .mapToDouble(entry -> entry.getValue() / entry.getKey())
                    .min()
                    .orElseThrow();
        }

        private GraphReport report(TokenGrid grid) {
            return Objects.requireNonNull(reports.get(grid.graph().wireName()));
        }
    }
}
