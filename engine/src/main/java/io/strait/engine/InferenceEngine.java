package io.strait.engine;

import io.strait.engine.graph.GraphVariant;
import io.strait.engine.image.RgbImage;
import io.strait.engine.probe.EngineProbe;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the graphs of a bundle. Results are on the heap; nothing native is handed out.
 *
 * <p>Thread-safe. Passes that would share cores wait for each other in order of arrival, so that workers in one process do not
 * slow each other down. On {@code ort-cpu} a job's result has the same bits alone and in any batch, order and thread count.
 */
public final class InferenceEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceEngine.class);

    /** Ten times that is needed for a moment, of a heap of 768 MB. */
    private static final long LARGEST_REWRITTEN = 64L << 20;

    /** Tokens over all rows of a pass on the CPU: two rows of the largest grid of the demo bundle. */
    private static final int CPU_PASS_TOKENS = 8192;

    /** Of the demo bundle: 14 jobs on their largest grid, 48 on its smallest. */
    private static final long GIVEN_BYTES = 96L << 20;

    private final BundleManifest manifest;
    private final EngineInfo info;
    private final GraphSet graphs;
    private final StepLayout layout;
    private final int passTokens;
    private final GivenCache cache = new GivenCache(GIVEN_BYTES);

    private InferenceEngine(BundleManifest manifest, EngineInfo info, GraphSet graphs) {
        this.manifest = manifest;
        this.info = info;
        this.graphs = graphs;
        this.layout = new StepLayout(manifest);
        this.passTokens = info.choice() == EngineChoice.ORT_CPU ? CPU_PASS_TOKENS : Integer.MAX_VALUE;
    }

    /**
     * Loads graphs, compares their inputs and outputs with what a bundle must have, and runs each once.
     *
     * @throws EngineUnavailableException if the chosen stack cannot run here, naming each missing library
     * @throws io.strait.model.bundle.InvalidBundleException if a graph is damaged or another than expected, naming its file
     * @throws InferenceException if a warm-up pass fails, naming the graph's file
     */
    public static InferenceEngine open(Bundle bundle, EngineOptions asked) {
        EngineOptions options = asked.withVariant(possible(asked, bundle.manifest()));
        // As many passes at a time as the cores have room for: more would only make each other slower.
        NativeThreads threads =
                new NativeThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / options.threads()));
        EngineSelector.Selection selection;
        try {
            EngineSelector selector = new EngineSelector(EngineProbe.ofThisMachine());
            selection = threads.call(() -> selector.select(options));
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
        GraphSet graphs = GraphSet.load(bundle, selection.runtime(), options.graphs(), threads);
        InferenceEngine engine = new InferenceEngine(bundle.manifest(), selection.info(), graphs);
        try {
            options.graphs().stream().sorted().forEach(new WarmUp(engine, bundle.manifest())::run);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    /** Large graphs run as they are: a rewritten one is on the heap several times over while it is loaded. */
    private static GraphVariant possible(EngineOptions asked, BundleManifest manifest) {
        long largest = asked.graphs().stream()
                .mapToLong(graph -> manifest.graph(graph).bytes())
                .max()
                .orElse(0);
        if (asked.variant() == GraphVariant.ORIGINAL || largest <= LARGEST_REWRITTEN) {
            return asked.variant();
        }
        LOG.warn(
                "graphs: expected files of at most {} bytes for {}, got {}; they run as they are",
                LARGEST_REWRITTEN,
                asked.variant().wireName(),
                largest);
        return GraphVariant.ORIGINAL;
    }

    /** What runs the graphs, and why. */
    public EngineInfo info() {
        return info;
    }

    /**
     * Runs one decoding step of several jobs. On the CPU a large batch takes several passes: there the time is that of the sum of
     * its rows anyhow, and the memory that of the largest pass.
     *
     * @throws IllegalArgumentException if a length, an id, a label or a uniform is out of range
     * @throws InferenceException if the runtime fails
     */
    public StepResult step(StepBatch batch) {
        int tokens = manifest.tokens(batch.grid());
        List<int[]> ids = new ArrayList<>();
        List<float[]> logProbabilities = new ArrayList<>();
        for (List<StepRequest> part : Passes.split(batch.requests(), r -> r.rows() * tokens, passTokens)) {
            pass(new StepBatch(batch.grid(), part), tokens, ids, logProbabilities);
        }
        return new StepResult(ids.toArray(int[][]::new), logProbabilities.toArray(float[][]::new));
    }

    private void pass(StepBatch part, int tokens, List<int[]> ids, List<float[]> logProbabilities) {
        GraphName graph = part.grid().graph();
        int jobs = part.requests().size();
        List<Given> given = graphs.inParts(graph)
                ? part.requests().stream()
                        .map(request -> given(request.condition()))
                        .toList()
                : List.of();
        PassOutputs outputs = graphs.run(graph, inputs -> layout.write(part, given, inputs));
        for (int[] sampled : outputs.ints("id", jobs, tokens)) {
            StepLayout.checkIds(graph.wireName() + " output id", sampled, tokens, manifest.maskId() - 1);
            ids.add(sampled);
        }
        logProbabilities.addAll(Arrays.asList(outputs.floats("logp", jobs, tokens)));
    }

    private Given given(StepCondition condition) {
        return cache.get(
                condition,
                () -> new Given(graphs.runGiven(condition.grid().graph(), inputs -> layout.write(condition, inputs))
                        .all()));
    }

    /**
     * Decodes images, all of one size.
     *
     * @param side of the top grids
     * @param topIds of each image, {@code side * side} ids
     * @param bottomIds of each image, {@code 2 * side * 2 * side} ids; null decodes a coarse image from the top alone
     * @return of each image, {@code (16 * side)² * 3} bytes: red, green, blue, row by row
     * @throws IllegalArgumentException if a length or an id is out of range
     * @throws InferenceException if the runtime fails
     */
    public byte[][] decode(int side, List<int[]> topIds, @Nullable List<int[]> bottomIds) {
        int images = topIds.size();
        if (images == 0 || (bottomIds != null && bottomIds.size() != images)) {
            throw new IllegalArgumentException("topIds, bottomIds: expected as many of each and at least 1, got "
                    + images + " and " + (bottomIds == null ? "none" : bottomIds.size()));
        }
        byte[][] decoded = new byte[images][];
        List<Integer> all = IntStream.range(0, images).boxed().toList();
        for (List<Integer> part : Passes.split(all, i -> 4 * side * side, passTokens / 2)) {
            byte[][] pixels = decodePass(
                    side,
                    part.stream().map(topIds::get).toList(),
                    bottomIds == null ? null : part.stream().map(bottomIds::get).toList());
            System.arraycopy(pixels, 0, decoded, part.get(0), pixels.length);
        }
        return decoded;
    }

    private byte[][] decodePass(int side, List<int[]> topIds, @Nullable List<int[]> bottomIds) {
        PassOutputs outputs = graphs.run(bottomIds == null ? GraphName.DECODER_TOP : GraphName.DECODER, inputs -> {
            writeIds(inputs, "topIds", side, topIds);
            if (bottomIds != null) {
                writeIds(inputs, "bottomIds", 2 * side, bottomIds);
            }
        });
        return outputs.bytes("image", topIds.size(), 16L * side, 16L * side, 3);
    }

    /**
     * Finds the tokens of an image.
     *
     * @param image with sides that are multiples of 16
     * @throws IllegalArgumentException if they are not
     * @throws InferenceException if the runtime fails
     */
    public EncodedTokens encode(RgbImage image) {
        if (image.width() % 16 != 0 || image.height() % 16 != 0) {
            throw new IllegalArgumentException(
                    "image: expected sides that are multiples of 16, got " + image.width() + " x " + image.height());
        }
        PassOutputs outputs = graphs.run(
                GraphName.ENCODER,
                inputs -> inputs.bytes("image", 1, image.height(), image.width(), 3)
                        .put(image.rgb()));
        return new EncodedTokens(
                outputs.ints("topIds", 1, image.height() / 16, image.width() / 16)[0],
                outputs.ints("bottomIds", 1, image.height() / 8, image.width() / 8)[0]);
    }

    /** Waits for running passes, then frees the graphs. Passes asked for later fail. */
    @Override
    public void close() {
        graphs.close();
    }

    private void writeIds(PassInputs inputs, String name, int side, List<int[]> grids) {
        IntBuffer buffer = inputs.ints(name, grids.size(), side, side);
        for (int[] ids : grids) {
            StepLayout.checkIds(name, ids, side * side, manifest.codebookSize() - 1);
            buffer.put(ids);
        }
    }
}
