package io.strait.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.strait.engine.graph.ProductGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * How fast this machine multiplies matrices through ONNX Runtime: what the products of a pass are measured against.
 *
 * @param float32 10⁹ operations a second, a multiplication and an addition each counting as one
 * @param int8 the same for uint8 times int8
 */
public record ProductRate(double float32, double int8) {
    /** Rows, inner and outer width: squares, and the shapes of a small transformer's layers. */
    private static final List<int[]> SHAPES =
            List.of(new int[] {1024, 1024, 1024}, new int[] {512, 512, 512}, new int[] {1024, 256, 1024}, new int[] {
                1024, 192, 768
            });

    private static final Duration EACH = Duration.ofMillis(250);

    /**
     * Measures for about four seconds; the tenth percentile of each shape, all threads at one product or each at its own, the best of all.
     *
     * @throws InferenceException if the runtime fails
     */
    public static ProductRate measure(int threads) {
        DjlEngines.onnxRuntime();
        try (NativeThreads deep = new NativeThreads(1)) {
            return deep.call(() -> new ProductRate(best(threads, false), best(threads, true)));
        }
    }

    private static double best(int threads, boolean int8) {
        double best = 0;
        for (int[] shape : SHAPES) {
            best = Math.max(best, Math.max(rate(threads, shape, int8), sideBySide(threads, shape, int8)));
        }
        return best;
    }

    /** Each thread at a product of its own. */
    private static double sideBySide(int threads, int[] shape, boolean int8) {
        try (NativeThreads deep = new NativeThreads(threads)) {
            List<CompletableFuture<Double>> rates = IntStream.range(0, threads)
                    .mapToObj(thread -> deep.start(1, () -> rate(1, shape, int8)))
                    .toList();
            return rates.stream().mapToDouble(NativeThreads::result).sum();
        }
    }

    private static double rate(int threads, int[] shape, boolean int8) {
        int m = shape[0];
        int k = shape[1];
        int n = shape[2];
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        ByteBuffer memory = ByteBuffer.allocateDirect((int8 ? 1 : 4) * m * k).order(ByteOrder.nativeOrder());
        byte[] model = int8 ? ProductGraph.int8(k, n) : ProductGraph.float32(k, n);
        try (OrtSession.SessionOptions options = OrtRuntime.options(threads);
                OrtSession session = environment.createSession(model, options);
                OnnxTensor x = int8
                        ? OnnxTensor.createTensor(environment, memory, new long[] {m, k}, OnnxJavaType.UINT8)
                        : OnnxTensor.createTensor(environment, memory.asFloatBuffer(), new long[] {m, k})) {
            List<Long> nanos = new ArrayList<>();
            long until = System.nanoTime() + EACH.toNanos();
            while (System.nanoTime() < until) {
                long begin = System.nanoTime();
                session.run(Map.of("x", x), Set.of("y")).close();
                nanos.add(System.nanoTime() - begin);
            }
            Collections.sort(nanos);
            return 2.0 * m * k * n / nanos.get(nanos.size() / 10);
        } catch (OrtException e) {
            throw new InferenceException("product: cannot be measured", e);
        }
    }
}
