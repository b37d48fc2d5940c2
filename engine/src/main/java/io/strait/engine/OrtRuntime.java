package io.strait.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.onnxruntime.engine.OrtNDManager;
import ai.djl.onnxruntime.engine.OrtSymbolBlock;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.strait.model.bundle.InvalidBundleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * ONNX Runtime through DJL.
 *
 * <p>The session is created here and given to DJL's block, because only a session tells types and shapes.
 */
final class OrtRuntime implements GraphRuntime {
    private final Engine engine;
    private final OrtEnvironment environment;
    private final int threads;
    private final boolean tensorRt;

    OrtRuntime(int threads, boolean tensorRt) {
        // DJL must come first: it creates the environment with its own options, and there is one to a process.
        this.engine = DjlEngines.onnxRuntime();
        this.environment = OrtEnvironment.getEnvironment();
        this.threads = threads;
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
    public LoadedGraph load(Path file, GraphSignature signature) {
        String name = String.valueOf(file.getFileName());
        OrtNDManager manager = (OrtNDManager) engine.newBaseManager(Device.cpu());
        try (SessionOptions options = options()) {
            OrtSession session = environment.createSession(file.toString(), options);
            OrtSymbolBlock block = new OrtSymbolBlock(session, manager);
            signature.check(
                    name,
                    specs(session.getInputInfo().values()),
                    specs(session.getOutputInfo().values()));
            return new LoadedGraph(name, signature, manager, block);
        } catch (OrtException e) {
            manager.close();
            throw new InvalidBundleException(
                    name, List.of("expected a graph that ONNX Runtime loads, got: " + e.getMessage()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setDeterministicCompute(true);
        // Idle pool threads of one session would burn the cores the other sessions, Kafka and HTTP need: on a busy
        // machine passes
        // took four times as long with spinning. The memory arena stays on: without it passes took two to four times as
        // long.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        if (tensorRt) {
            options.addTensorrt(0);
        }
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
