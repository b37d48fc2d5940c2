package io.strait.engine;

import io.strait.engine.graph.GraphVariant;
import io.strait.engine.graph.WithLogits;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decoding steps as one would write them without much thought: the graph gives all logits, they are copied to the heap, and ids are
 * sampled there. Workers do not use it; it is what they are compared with. Thread-safe.
 */
public final class HostSampledSteps implements AutoCloseable {
    private final BundleManifest manifest;
    private final NativeThreads threads;
    private final Map<TokenGrid, LoadedGraph> graphs = new EnumMap<>(TokenGrid.class);

    private HostSampledSteps(BundleManifest manifest, NativeThreads threads) {
        this.manifest = manifest;
        this.threads = threads;
    }

    /**
     * Loads the step graphs of a bundle on the CPU, as they are but for the sampling.
     *
     * @param count threads of a pass
     */
    public static HostSampledSteps open(Bundle bundle, int count) {
        HostSampledSteps steps = new HostSampledSteps(bundle.manifest(), new NativeThreads(1));
        try {
            OrtRuntime runtime = steps.threads.call(() -> new OrtRuntime(
                    new EngineOptions(
                            EngineChoice.ORT_CPU, count, Set.of(TokenGrid.TOP.graph()), GraphVariant.ORIGINAL, null),
                    GraphVariant.ORIGINAL,
                    false));
            for (TokenGrid grid : TokenGrid.values()) {
                byte[] model = WithLogits.of(Files.readAllBytes(bundle.file(grid.graph())));
                GraphSignature signature = GraphSignature.of(grid.graph(), bundle.manifest());
                steps.graphs.put(grid, steps.threads.call(() -> runtime.load(model, signature)));
            }
            return steps;
        } catch (IOException e) {
            steps.close();
            throw new UncheckedIOException("bundle: cannot be read", e);
        } catch (RuntimeException e) {
            steps.close();
            throw e;
        }
    }

    /** Runs one decoding step of several jobs, as {@link InferenceEngine#step} does. */
    public StepResult step(StepBatch batch) {
        int tokens = manifest.tokens(batch.grid());
        PassInputs inputs = new PassInputs();
        write(batch, tokens, inputs);
        LoadedGraph graph = graphs.get(batch.grid());
        if (graph == null) {
            throw new IllegalArgumentException("grid: expected one of " + graphs.keySet() + ", got " + batch.grid());
        }
        PassOutputs outputs = threads.call(() -> graph.run(inputs, false));
        float[][] logits = outputs.floats(WithLogits.LOGITS, batch.rows(), tokens, manifest.codebookSize());
        List<int[]> ids = new ArrayList<>();
        List<float[]> logProbabilities = new ArrayList<>();
        int row = 0;
        for (StepRequest request : batch.requests()) {
            int[] sampled = new int[tokens];
            float[] chosen = new float[tokens];
            sample(request, logits[row], logits[row + request.rows() - 1], sampled, chosen);
            ids.add(sampled);
            logProbabilities.add(chosen);
            row += request.rows();
        }
        return new StepResult(ids.toArray(int[][]::new), logProbabilities.toArray(float[][]::new));
    }

    private void write(StepBatch batch, int tokens, PassInputs inputs) {
        int rows = batch.rows();
        IntBuffer ids = inputs.ints("ids", rows, tokens);
        IntBuffer labels = inputs.ints("labels", rows);
        for (StepRequest request : batch.requests()) {
            for (int r = 0; r < request.rows(); r++) {
                ids.put(request.ids());
                labels.put(r == 0 ? request.label() : manifest.nullLabel());
            }
        }
        GraphSignature.conditions(batch.grid(), manifest).forEach((name, length) -> {
            IntBuffer condition = inputs.ints(name, rows, length);
            for (StepRequest request : batch.requests()) {
                for (int r = 0; r < request.rows(); r++) {
                    condition.put(request.condition().ids(name));
                }
            }
        });
    }

    /** Guidance, then an id by inverse cumulative distribution for every position, and its log probability. */
    private void sample(StepRequest request, float[] with, float[] without, int[] ids, float[] logProbabilities) {
        int codes = manifest.codebookSize();
        float scale = (float) request.settings().guidanceScale();
        float temperature = (float) Math.max(1e-4, request.settings().temperature());
        float[] guided = new float[codes];
        float[] cumulative = new float[codes];
        for (int token = 0; token < ids.length; token++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int code = 0; code < codes; code++) {
                int at = token * codes + code;
                guided[code] = with[at] + scale * (with[at] - without[at]);
                largest = Math.max(largest, guided[code]);
            }
            float sum = 0;
            double whole = 0;
            for (int code = 0; code < codes; code++) {
                sum += (float) Math.exp((guided[code] - largest) / temperature);
                whole += Math.exp(guided[code] - largest);
                cumulative[code] = sum;
            }
            int place = Arrays.binarySearch(cumulative, request.uniforms()[token] * sum);
            int id = Math.min(codes - 1, place < 0 ? -place - 1 : place + 1);
            ids[token] = id;
            logProbabilities[token] = (float) (guided[id] - largest - Math.log(whole));
        }
    }

    @Override
    public void close() {
        threads.close();
        graphs.values().forEach(LoadedGraph::close);
    }
}
