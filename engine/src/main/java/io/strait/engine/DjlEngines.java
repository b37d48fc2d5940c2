package io.strait.engine;

import ai.djl.engine.Engine;
import org.jspecify.annotations.Nullable;

/** DJL's engines by name, with its defaults that do not suit a server turned off. */
final class DjlEngines {
    static final String ONNX_RUNTIME = "OnnxRuntime";
    static final String TENSORRT = "TensorRT";

    private static @Nullable Throwable tensorRtFailure;

    static {
        // With the TensorRT jar on the path it becomes the default engine, which breaks everything else.
        setUnlessSet("ai.djl.default_engine", ONNX_RUNTIME);
        setUnlessSet("ai.djl.onnx.disable_alternative", "true");
        // No usage reports, no downloads: an engine never opens a connection.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
    }

    private DjlEngines() {}

    static Engine onnxRuntime() {
        return Engine.getEngine(ONNX_RUNTIME);
    }

    /**
     * DJL's TensorRT engine.
     *
     * @throws EngineUnavailableException always with the first cause: later failures only say that a class is not defined
     */
    @SuppressWarnings("StaticAssignmentOfThrowable") // the JVM reports the cause once only
    static synchronized Engine tensorRt() {
        if (tensorRtFailure == null) {
            try {
                return Engine.getEngine(TENSORRT);
            } catch (LinkageError | RuntimeException e) {
                tensorRtFailure = e;
            }
        }
        throw new EngineUnavailableException(
                EngineChoice.DJL_TENSORRT, MissingLibraries.namedIn(tensorRtFailure), tensorRtFailure);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
