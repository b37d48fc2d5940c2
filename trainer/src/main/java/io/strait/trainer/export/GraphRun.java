package io.strait.trainer.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph loaded in ONNX Runtime, run on plain arrays. Caller closes. Not thread-safe. */
final class GraphRun implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

    GraphRun(byte[] model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(model, options);
        }
    }

    /** Of a file, which is not read into this process's heap. */
    GraphRun(Path model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(model.toString(), options);
        }
    }

    /** Sets an int32 input of the next run. */
    GraphRun with(String name, int[] values, long... shape) throws OrtException {
        return with(name, OnnxTensor.createTensor(environment, IntBuffer.wrap(values), shape));
    }

    /** Sets a float32 input of the next run. */
    GraphRun with(String name, float[] values, long... shape) throws OrtException {
        return with(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    }

    /** Sets a uint8 input of the next run. */
    GraphRun with(String name, byte[] values, long... shape) throws OrtException {
        return with(name, OnnxTensor.createTensor(environment, ByteBuffer.wrap(values), shape, OnnxJavaType.UINT8));
    }

    private GraphRun with(String name, OnnxTensor tensor) {
        OnnxTensor old = inputs.put(name, tensor);
        if (old != null) {
            old.close();
        }
        return this;
    }

    /** Runs and forgets the inputs. */
    Outputs run() throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            Outputs out = new Outputs();
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> e : result) {
                out.take(e.getKey(), (OnnxTensor) e.getValue());
            }
            return out;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
            inputs.clear();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /** Outputs of a run, row-major. */
    static final class Outputs {
        private final Map<String, int[]> ints = new LinkedHashMap<>();
        private final Map<String, float[]> floats = new LinkedHashMap<>();
        private final Map<String, byte[]> bytes = new LinkedHashMap<>();

        private void take(String name, OnnxTensor tensor) {
            switch (tensor.getInfo().type) {
                case INT32 -> {
                    IntBuffer from = tensor.getIntBuffer();
                    int[] to = new int[from.remaining()];
                    from.get(to);
                    ints.put(name, to);
                }
                case FLOAT -> {
                    FloatBuffer from = tensor.getFloatBuffer();
                    float[] to = new float[from.remaining()];
                    from.get(to);
                    floats.put(name, to);
                }
                case UINT8 -> {
                    ByteBuffer from = tensor.getByteBuffer();
                    byte[] to = new byte[from.remaining()];
                    from.get(to);
                    bytes.put(name, to);
                }
                default ->
                    throw new IllegalStateException(
                            name + ": expected int32, float32 or uint8, got " + tensor.getInfo().type);
            }
        }

        int[] ints(String name) {
            return found(name, ints);
        }

        float[] floats(String name) {
            return found(name, floats);
        }

        byte[] bytes(String name) {
            return found(name, bytes);
        }

        private static <A> A found(String name, Map<String, A> in) {
            A array = in.get(name);
            if (array == null) {
                throw new IllegalStateException("output " + name + ": expected one of " + in.keySet() + ", got none");
            }
            return array;
        }
    }
}
