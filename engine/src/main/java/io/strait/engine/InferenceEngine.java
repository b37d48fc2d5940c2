package io.strait.engine;

import io.strait.engine.graph.GraphVariant;
import io.strait.engine.image.RgbImage;
import io.strait.engine.probe.EngineProbe;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
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

    /** Of the demo bundle: 14 jobs on their largest grid, 48 on its smallest. */
    private static final long GIVEN_BYTES = 96L << 20;

    private final BundleManifest manifest;
    private final EngineInfo info;
    private final GraphSet graphs;
    private final StepLayout layout;
    private final GivenCache cache = new GivenCache(GIVEN_BYTES);

    private InferenceEngine(BundleManifest manifest, EngineInfo info, GraphSet graphs) {
        this.manifest = manifest;
        this.info = info;
        this.graphs = graphs;
        this.layout = new StepLayout(manifest);
    }

    /**
     * Loads graphs, compares their inputs and outputs with what a bundle must have, and runs each once.
     *
     * @throws EngineUnavailableException if the chosen stack cannot run here, naming each missing library
     * @throws io.strait.model.bundle.InvalidBundleException if a graph is damaged or another than expected, naming its file
     * @throws InferenceException if a warm-up pass fails, naming the graph's file
     */
    public static InferenceEngine open(Bundle bundle, EngineOptions asked) {
        boolean small = largest(asked, bundle.manifest()) <= LARGEST_REWRITTEN;
        EngineOptions options = small ? asked : asked.withVariant(GraphVariant.ORIGINAL);
        NativeThreads threads = new NativeThreads(
                Math.max(options.threads(), Runtime.getRuntime().availableProcessors()));
        EngineSelector.Selection selection;
        try {
            EngineSelector selector = new EngineSelector(EngineProbe.ofThisMachine());
            selection = threads.call(() -> selector.select(options));
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
        Spread spread = selection.info().choice() == EngineChoice.ORT_CPU
                ? Spread.overProcessors(options.threads(), small)
                : Spread.onAccelerator(options.threads());
        GraphSet graphs = GraphSet.load(bundle, selection.runtime(), options.graphs(), threads, spread);
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
    private static long largest(EngineOptions asked, BundleManifest manifest) {
        long largest = asked.graphs().stream()
                .mapToLong(graph -> manifest.graph(graph).bytes())
                .max()
                .orElse(0);
        if (asked.variant() != GraphVariant.ORIGINAL && largest > LARGEST_REWRITTEN) {
            LOG.warn(
                    "graphs: expected files of at most {} bytes for {}, got {}; they run as they are",
                    LARGEST_REWRITTEN,
                    asked.variant().wireName(),
                    largest);
        }
        return largest;
    }

    /** What runs the graphs, and why. */
    public EngineInfo info() {
        return info;
    }

    /**
     * Runs one decoding step of several jobs. On processors each thread takes a job, or all of them those that are left over.
     *
     * @throws IllegalArgumentException if a length, an id, a label or a uniform is out of range
     * @throws InferenceException if the runtime fails
     */
    public StepResult step(StepBatch batch) {
        GraphName graph = batch.grid().graph();
        List<StepPass.Job> jobs = batch.requests().stream()
                .map(request -> new StepPass.Job(request, graphs.inParts(graph) ? given(request.condition()) : null))
                .toList();
        List<StepPass.Sampled> sampled = graphs.run(graph, jobs, new StepPass(batch.grid(), manifest, layout));
        return new StepResult(
                sampled.stream().map(StepPass.Sampled::ids).toArray(int[][]::new),
                sampled.stream().map(StepPass.Sampled::logProbabilities).toArray(float[][]::new));
    }

    private Given given(StepCondition condition) {
        return cache.get(
                condition, () -> graphs.runGiven(condition.grid().graph(), condition, new GivenPass(manifest, layout)));
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
        return graphs.run(
                        bottomIds == null ? GraphName.DECODER_TOP : GraphName.DECODER,
                        IntStream.range(0, images).boxed().toList(),
                        new DecodePass(side, manifest.codebookSize(), topIds, bottomIds))
                .toArray(byte[][]::new);
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
        return graphs.run(GraphName.ENCODER, List.of(image), new EncodePass()).get(0);
    }

    /** Waits for running passes, then frees the graphs. Passes asked for later fail. */
    @Override
    public void close() {
        graphs.close();
    }
}
