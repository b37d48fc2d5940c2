package io.strait.engine;

import static io.strait.engine.OnnxGraph.FLOAT;
import static io.strait.engine.OnnxGraph.INT32;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.strait.engine.image.RgbImage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.bundle.InvalidBundleException;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferenceEngineTest {
    @TempDir
    private Path directory;

    @Test
    void sampledIdsAndProbabilitiesAreThoseOfAPlainJavaNetwork() throws IOException {
        try (InferenceEngine engine = open(new TestBundle(directory).write())) {
            BundleManifest manifest = Bundle.open(directory).manifest();
            for (TokenGrid grid : TokenGrid.values()) {
                List<StepRequest> requests = StepRequests.mixed(manifest, grid, 5);
                StepResult result = engine.step(new StepBatch(grid, requests));
                assertThat(result.size()).isEqualTo(5);
                for (int job = 0; job < 5; job++) {
                    compare(manifest, grid, requests.get(job), result.ids(job), result.logProbabilities(job));
                }
            }
        }
    }

    private static void compare(
            BundleManifest manifest, TokenGrid grid, StepRequest request, int[] ids, float[] logProbabilities) {
        ReferenceNetwork network = TestBundle.network(grid);
        Map<String, int[]> given = StepRequests.conditions(manifest, request);
        GridSettings settings = request.settings();
        for (int token = 0; token < ids.length; token++) {
            double[] sampling = network.logProbabilities(
                    request.ids(), request.label(), given, token, settings.guidanceScale(), settings.temperature());
            double[] confidence =
                    network.logProbabilities(request.ids(), request.label(), given, token, settings.guidanceScale(), 1);
            double below = 0;
            for (int code = 0; code < ids[token]; code++) {
                below += Math.exp(sampling[code]);
            }
            assertThat((double) request.uniforms()[token])
                    .isBetween(below - 1e-5, below + Math.exp(sampling[ids[token]]) + 1e-5);
            assertThat((double) logProbabilities[token]).isCloseTo(confidence[ids[token]], within(1e-4));
        }
    }

    @Test
    void decodesEachImageFromItsOwnIdsAtAnySize() throws IOException {
        try (InferenceEngine engine = open(new TestBundle(directory).write())) {
            byte[][] images = engine.decode(
                    1, List.of(new int[] {3}, new int[] {5}), List.of(new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7}));
            assertThat(images).hasNumberOfRows(2);
            assertThat(images[0]).hasSize(16 * 16 * 3).startsWith(60, 0, 7).endsWith(60, 60, 7);
            assertThat(images[1]).startsWith(100, 80, 7).endsWith(100, 140 - 256, 7);
            byte[][] coarse = engine.decode(4, List.of(new int[16]), null);
            assertThat(coarse[0]).hasSize(64 * 64 * 3).startsWith(0, 0, 7);
        }
    }

    @Test
    void findsTheTokensOfAnImage() throws IOException {
        byte[] rgb = new byte[32 * 32 * 3];
        Arrays.fill(rgb, 0, 16 * 32 * 3, (byte) 200);
        try (InferenceEngine engine = open(new TestBundle(directory).write())) {
            EncodedTokens tokens = engine.encode(new RgbImage(rgb, 32, 32));
            assertThat(tokens.topIds()).containsExactly(6, 6, 0, 0);
            assertThat(tokens.bottomIds())
                    .startsWith(6, 6, 6, 6)
                    .endsWith(0, 0, 0, 0)
                    .hasSize(16);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.encode(new RgbImage(new byte[3 * 20 * 20], 20, 20)))
                    .withMessage("image: expected sides that are multiples of 16, got 20 x 20");
        }
    }

    @Test
    void tellsWhatRunsTheGraphs() throws IOException {
        try (InferenceEngine engine = open(new TestBundle(directory).write())) {
            EngineInfo info = engine.info();
            assertThat(info.choice()).isEqualTo(EngineChoice.ORT_CPU);
            assertThat(info.version()).matches("1\\.\\d+\\.\\d+");
            assertThat(info.instructionSet()).startsWith(System.getProperty("os.arch"));
            assertThat(info.why()).isEqualTo("asked for");
        }
    }

    @Test
    void rejectsBadRequestsByName() throws IOException {
        GridSettings settings = new GridSettings(1, 0, 1, 0, MaskSchedule.cosine());
        try (InferenceEngine engine = open(new TestBundle(directory).write())) {
            rejects(
                    engine,
                    "ids: expected 4 values, got 3",
                    new StepRequest(new int[3], 0, settings, new float[4], StepCondition.none()));
            rejects(
                    engine,
                    "ids: expected ids from 0 to 8, got 9",
                    new StepRequest(new int[] {0, 0, 9, 0}, 0, settings, new float[4], StepCondition.none()));
            rejects(
                    engine,
                    "label: expected 0 to 3, got 4",
                    new StepRequest(new int[4], 4, settings, new float[4], StepCondition.none()));
            rejects(
                    engine,
                    "uniforms: expected values in [0, 1), got 1.0",
                    new StepRequest(new int[4], 0, settings, new float[] {0, 0, 1, 0}, StepCondition.none()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.decode(2, List.of(new int[4]), List.of(new int[15])))
                    .withMessage("bottomIds: expected 16 values, got 15");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StepBatch(
                            TokenGrid.BOTTOM,
                            List.of(new StepRequest(new int[16], 0, settings, new float[16], StepCondition.none()))))
                    .withMessage("condition: expected one of grid bottom, got top");
        }
    }

    private static void rejects(InferenceEngine engine, String message, StepRequest request) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.step(new StepBatch(TokenGrid.TOP, List.of(request))))
                .withMessage(message);
    }

    @Test
    void runsOnlyTheGraphsItLoadedAndNoneAfterClose() throws IOException {
        Bundle bundle = Bundle.open(new TestBundle(directory).write());
        InferenceEngine engine =
                InferenceEngine.open(bundle, new EngineOptions(EngineChoice.ORT_CPU, 1, Set.of(GraphName.DECODER_TOP)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.decode(1, List.of(new int[1]), List.of(new int[4])))
                .withMessageContaining("graph: expected one of [DECODER_TOP], got DECODER");
        engine.close();
        engine.close();
        assertThatIllegalStateException().isThrownBy(() -> engine.decode(1, List.of(new int[1]), null));
    }

    /** Loading such a graph on the thread itself ends the process. */
    @Test
    void loadsADeepGraphOnAThreadWithALittleStack() throws Exception {
        OnnxGraph graph = TestBundle.deepDecoder(1500);
        Bundle bundle = Bundle.open(new TestBundle(directory)
                .with(GraphName.DECODER_TOP, graph.bytes())
                .write());
        FutureTask<Integer> task = new FutureTask<>(() -> {
            try (InferenceEngine engine = open(bundle)) {
                return engine.decode(1, List.of(new int[] {3}), null)[0].length;
            }
        });
        new Thread(null, task, "little-stack", 512 << 10).start();
        assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(16 * 16 * 3);
    }

    @Test
    void namesTheFileOfAGraphWithAnotherShape() throws IOException {
        byte[] wrong = new ReferenceNetwork(1, 5, Map.of()).graph();
        InvalidBundleException e = refused(new TestBundle(directory).with(GraphName.TOP_STEP, wrong));
        assertThat(e)
                .hasMessageStartingWith("top-step.onnx: ")
                .hasMessageContaining("input ids: expected int32 [*, 4], got int32 [*, 5]")
                .hasMessageContaining("output logp: expected float32 [*, 4], got float32 [*, 5]");
    }

    @Test
    void namesTheFileOfAGraphWithOtherInputs() throws IOException {
        OnnxGraph graph =
                new OnnxGraph().input("tokens", FLOAT, "B", "h", "w").output("image", INT32, "B", "H", "W", 3);
        graph.cast("image", "tokens", INT32);
        InvalidBundleException e = refused(new TestBundle(directory).with(GraphName.DECODER_TOP, graph.bytes()));
        assertThat(e)
                .hasMessageStartingWith("decoder-top.onnx: ")
                .hasMessageContaining("input topIds: expected int32 [*, *, *], got none")
                .hasMessageContaining("input tokens: expected none of that name, got float32 [*, *, *]")
                .hasMessageContaining("output image: expected uint8");
    }

    @Test
    void namesTheFileOfWhatIsNoGraph() throws IOException {
        InvalidBundleException e =
                refused(new TestBundle(directory).with(GraphName.ENCODER, "not a graph".getBytes(UTF_8)));
        assertThat(e).hasMessageStartingWith("encoder.onnx: expected a graph that ONNX Runtime loads");
    }

    @Test
    void namesTheFileOfAGraphThatFailsInTheWarmUp() throws IOException {
        // As declared it is right, but the image it makes is as small as the grid.
        OnnxGraph graph = new OnnxGraph()
                .input("topIds", INT32, "B", "h", "w")
                .output("image", OnnxGraph.UINT8, "B", "H", "W", 3);
        graph.longs("last", -1);
        graph.longs("three", 1, 1, 1, 3);
        graph.cast(
                "image",
                graph.node("Expand", "pixels", graph.node("Unsqueeze", "one", "topIds", "last"), "three"),
                OnnxGraph.UINT8);
        Bundle bundle = Bundle.open(new TestBundle(directory)
                .with(GraphName.DECODER_TOP, graph.bytes())
                .write());
        assertThat(catchThrowableOfType(InferenceException.class, () -> open(bundle)))
                .hasMessage("decoder-top.onnx: output image: expected shape [1, 32, 32, 3], got [1, 2, 2, 3]");
    }

    private static InvalidBundleException refused(TestBundle damaged) throws IOException {
        Bundle bundle = Bundle.open(damaged.write());
        return catchThrowableOfType(InvalidBundleException.class, () -> open(bundle));
    }

    private static InferenceEngine open(Path directory) {
        return open(Bundle.open(directory));
    }

    private static InferenceEngine open(Bundle bundle) {
        return InferenceEngine.open(bundle, new EngineOptions(EngineChoice.ORT_CPU, 1, EnumSet.allOf(GraphName.class)));
    }
}
