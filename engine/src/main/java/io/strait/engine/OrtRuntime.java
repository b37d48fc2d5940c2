package io.strait.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.onnxruntime.engine.OrtNDManager;
import ai.djl.onnxruntime.engine.OrtSymbolBlock;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.strait.engine.graph.GraphRewriter;
import io.strait.engine.graph.GraphVariant;
import io.strait.engine.graph.Rewritten;
import io.strait.model.bundle.InvalidBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime through DJL.
 *
 * <p>The session is created here and given to DJL's block, because only a session tells types and shapes.
 */
final class OrtRuntime implements GraphRuntime {
    private final Engine engine;
    private final OrtEnvironment environment;
    private final int threads;
    private final GraphVariant variant;
    private final @Nullable Path profiles;
    private final boolean tensorRt;

    OrtRuntime(EngineOptions options, GraphVariant variant, boolean tensorRt) {
        // DJL must come first: it creates the environment with its own options, and there is one to a process.
        this.engine = DjlEngines.onnxRuntime();
        this.environment = OrtEnvironment.getEnvironment();
        this.threads = options.threads();
        this.variant = variant;
        this.profiles = options.profiles();
        this.tensorRt = tensorRt;
    }

    @Override
    public String name() {
        return tensorRt ? "ONNX Runtime, TensorRT provider" : "ONNX Runtime";
    }

    @Override
    public String version() {
        return environment.getVersion();
    }

    @Override
    public LoadedGraph load(Path file, GraphSignature signature, boolean byJob) {
        String name = String.valueOf(file.getFileName());
        OrtNDManager manager = (OrtNDManager) engine.newBaseManager(Device.cpu());
        LoadedGraph given = null;
        try {
            Rewritten graph = variant == GraphVariant.ORIGINAL
                    ? null
                    : GraphRewriter.rewrite(bytes(file), signature.conditions(), variant);
            OrtSession session = graph == null ? session(file, signature) : session(graph.step(), signature, "");
            List<TensorSpec> inputs = specs(session.getInputInfo().values());
            if (graph != null && graph.given().isPresent()) {
                given = given(name, graph, signature, byJob);
                inputs.removeIf(input -> graph.passed().contains(input.name()));
                inputs.addAll(given.signature().inputs());
            }
            OrtSymbolBlock block = new OrtSymbolBlock(session, manager);
            signature.check(name, inputs, specs(session.getOutputInfo().values()));
            Block single = byJob ? single(graph == null ? bytes(file) : graph.step(), manager) : null;
            return new LoadedGraph(name, signature, manager, block, single, given);
        } catch (OrtException e) {
            throw failed(
                    manager,
                    given,
                    new InvalidBundleException(
                            name, List.of("expected a graph that ONNX Runtime loads, got: " + e.getMessage())));
        } catch (RuntimeException e) {
            throw failed(manager, given, e);
        }
    }

    /** Loads a model that is no file of a bundle; its inputs and outputs are the caller's to know. */
    LoadedGraph load(byte[] model, GraphSignature signature) {
        String name = signature.graph().wireName();
        OrtNDManager manager = (OrtNDManager) engine.newBaseManager(Device.cpu());
        try {
            OrtSession session = session(model, signature, "");
            return new LoadedGraph(name, signature, manager, new OrtSymbolBlock(session, manager), null, null);
        } catch (OrtException e) {
            throw failed(manager, null, new InferenceException(name + ": cannot be loaded", e));
        }
    }

    private static RuntimeException failed(OrtNDManager manager, @Nullable LoadedGraph given, RuntimeException why) {
        manager.close();
        if (given != null) {
            given.close();
        }
        return why;
    }

    /** The part of a graph that is run once for each job. */
    private LoadedGraph given(String name, Rewritten graph, GraphSignature of, boolean byJob) throws OrtException {
        OrtNDManager manager = (OrtNDManager) engine.newBaseManager(Device.cpu());
        try {
            byte[] part = graph.given().orElseThrow();
            OrtSession session = session(part, of, "-given");
            GraphSignature signature = new GraphSignature(
                    of.graph(),
                    specs(session.getInputInfo().values()),
                    specs(session.getOutputInfo().values()));
            Block single = byJob ? single(part, manager) : null;
            return new LoadedGraph(name, signature, manager, new OrtSymbolBlock(session, manager), single, null);
        } catch (OrtException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The same graph for passes on one thread; a session has one number of threads for all its passes. */
    private @Nullable Block single(byte[] model, OrtNDManager manager) throws OrtException {
        if (threads == 1) {
            return null;
        }
        try (SessionOptions options = options(1)) {
            return new OrtSymbolBlock(environment.createSession(model, options), manager);
        }
    }

    private OrtSession session(Path file, GraphSignature signature) throws OrtException {
        try (SessionOptions options = options(signature, "")) {
            return environment.createSession(file.toString(), options);
        }
    }

    private OrtSession session(byte[] model, GraphSignature signature, String part) throws OrtException {
        try (SessionOptions options = options(signature, part)) {
            return environment.createSession(model, options);
        }
    }

    private SessionOptions options(GraphSignature signature, String part) throws OrtException {
        SessionOptions options = options();
        if (profiles != null) {
            options.enableProfiling(
                    profiles.resolve(signature.graph().wireName() + part).toString());
        }
        return options;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidBundleException(
                    file.toString(), List.of("expected a readable file, got " + e.getMessage()));
        }
    }

    private SessionOptions options() throws OrtException {
        SessionOptions options = options(threads);
        if (tensorRt) {
            options.addTensorrt(0);
        }
        return options;
    }

    /** How every session is run; the caller closes it. */
    static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setDeterministicCompute(true);
        // Between passes idle pool threads would burn the cores the other sessions, Kafka and HTTP need: on a busy
        // machine
        // passes took four times as long. Within a pass they spin: to be woken for each operator costs 3 to 9 % of it.
        // The
        // memory arena stays on: without it passes took two to four times as long.
        options.addConfigEntry("session.intra_op.allow_spinning", "1");
        options.addConfigEntry("session.force_spinning_stop", "1");
        return options;
    }

    /** Tries the TensorRT provider without a graph. */
    void requireTensorRt() {
        try (SessionOptions options = options()) {
            options.getConfigEntries();
        } catch (OrtException e) {
            throw new EngineUnavailableException(EngineChoice.ORT_TENSORRT, MissingLibraries.namedIn(e), e);
        }
    }

    private static List<TensorSpec> specs(Collection<NodeInfo> nodes) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (node.getInfo() instanceof TensorInfo tensor) {
                specs.add(new TensorSpec(node.getName(), type(tensor), TensorSpec.axes(tensor.getShape())));
            } else {
                specs.add(new TensorSpec(node.getName(), DataType.UNKNOWN, List.of()));
            }
        }
        return specs;
    }

    private static DataType type(TensorInfo tensor) {
        return switch (tensor.type) {
            case FLOAT -> DataType.FLOAT32;
            case INT32 -> DataType.INT32;
            case UINT8 -> DataType.UINT8;
            case DOUBLE -> DataType.FLOAT64;
            case INT64 -> DataType.INT64;
            case INT8 -> DataType.INT8;
            case BOOL -> DataType.BOOLEAN;
            case STRING -> DataType.STRING;
            case FLOAT16 -> DataType.FLOAT16;
            case BFLOAT16 -> DataType.BFLOAT16;
            default -> DataType.UNKNOWN;
        };
    }
}
