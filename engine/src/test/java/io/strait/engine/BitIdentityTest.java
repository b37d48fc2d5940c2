package io.strait.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.strait.engine.graph.GraphVariant;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same job has the same bits alone and in any batch, order and number of threads, on every graph. */
final class BitIdentityTest {
    private static final int JOBS = 4;
    private static final int[] BATCHES = {1, 2, 4};

    @TempDir
    private Path directory;

    @Test
    void ofTheSmallTestBundle() throws IOException {
        check(new TestBundle(directory).write());
    }

    /** Every bundle that ships with the project. */
    @TestFactory
    Stream<DynamicTest> ofShippedBundles() throws IOException {
        Path bundles = Path.of("..", "bundles");
        if (!Files.isDirectory(bundles)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(bundles)) {
            List<Path> directories =
                    found.filter(d -> Files.exists(d.resolve("bundle.json"))).toList();
            return directories.stream().map(d -> dynamicTest(d.getFileName().toString(), () -> checkOnce(d)));
        }
    }

    private static void check(Path directory) {
        for (GraphVariant variant : GraphVariant.values()) {
            check(directory, variant, Map.of(1, BATCHES, 2, BATCHES, 3, BATCHES));
        }
    }

    /** Every batch and every number of threads once: the full square takes minutes. */
    private static void checkOnce(Path directory) {
        for (GraphVariant variant : List.of(GraphVariant.FP32, GraphVariant.INT8)) {
            check(directory, variant, Map.of(1, new int[] {1}, 2, new int[] {4}, 3, new int[] {2}));
        }
    }

    private static void check(Path directory, GraphVariant variant, Map<Integer, int[]> batches) {
        Bundle bundle = Bundle.open(directory);
        Results expected = null;
        for (int threads = 1; threads <= 3; threads++) {
            EngineOptions options =
                    new EngineOptions(EngineChoice.ORT_CPU, threads, EnumSet.allOf(GraphName.class), variant, null);
            try (InferenceEngine engine = InferenceEngine.open(bundle, options)) {
                for (int batch : batches.getOrDefault(threads, BATCHES)) {
                    Results results = run(engine, bundle.manifest(), batch);
                    if (expected == null) {
                        expected = results;
                    }
                    assertThat(results.bits)
                            .as("%s, %d threads, batches of %d", variant, threads, batch)
                            .isEqualTo(expected.bits);
                }
            }
        }
    }

    /** Everything each job got, by job. */
    private static final class Results {
        private final List<List<Object>> bits = new ArrayList<>();
    }

    private static Results run(InferenceEngine engine, BundleManifest manifest, int batch) {
        Results results = new Results();
        List<Integer> order = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            results.bits.add(new ArrayList<>());
            order.add(job);
        }
        Random random = new Random(batch);
        for (TokenGrid grid : TokenGrid.values()) {
            List<StepRequest> requests = StepRequests.mixed(manifest, grid, JOBS);
            Collections.shuffle(order, random);
            for (List<Integer> jobs : split(order, batch)) {
                StepResult result = engine.step(
                        new StepBatch(grid, jobs.stream().map(requests::get).toList()));
                for (int i = 0; i < jobs.size(); i++) {
                    List<Object> bits = results.bits.get(jobs.get(i));
                    bits.add(boxed(result.ids(i)));
                    bits.add(boxed(rawBits(result.logProbabilities(i))));
                }
            }
        }
        int side = manifest.side(TokenGrid.TOP);
        Random ids = new Random(1);
        List<int[]> tops = new ArrayList<>();
        List<int[]> bottoms = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            tops.add(StepRequests.ids(ids, side * side, manifest.codebookSize()));
            bottoms.add(StepRequests.ids(ids, 4 * side * side, manifest.codebookSize()));
        }
        for (List<Integer> jobs : split(order, batch)) {
            List<int[]> top = jobs.stream().map(tops::get).toList();
            byte[][] images =
                    engine.decode(side, top, jobs.stream().map(bottoms::get).toList());
            byte[][] coarse = engine.decode(side, top, null);
            for (int i = 0; i < jobs.size(); i++) {
                results.bits.get(jobs.get(i)).add(TestBundle.sha256(images[i]));
                results.bits.get(jobs.get(i)).add(TestBundle.sha256(coarse[i]));
            }
        }
        return results;
    }

    private static List<List<Integer>> split(List<Integer> order, int batch) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int start = 0; start < order.size(); start += batch) {
            batches.add(List.copyOf(order.subList(start, start + batch)));
        }
        return batches;
    }

    private static int[] rawBits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
