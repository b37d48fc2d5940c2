package io.strait.trainer.export;

import ai.onnxruntime.OrtException;
import io.strait.trainer.onnx.StepGraph;
import java.util.HashMap;
import java.util.Map;

/** Whether a job's result has the same bits whatever its companions, their order and the number of threads. */
final class CompanyCheck {
    private static final int MOST_THREADS = 2;

    private static final long[][] COMPANIES = {
        {0}, {1}, {2}, {3}, {1, 0}, {2, 3}, {0, 1, 2}, {3, 1, 2}, {0, 1, 2, 3}, {3, 0, 2, 1}
    };

    private CompanyCheck() {}

    /** Number of ids and log probabilities that differ from those of the same job alone, on one thread. */
    static int differing(StepGraph graph, byte[] model) throws OrtException {
        int tokens = graph.grid().tokens();
        Map<Long, int[]> alone = new HashMap<>();
        int differing = 0;
        for (int threads = 1; threads <= MOST_THREADS; threads++) {
            try (GraphRun run = new GraphRun(model, threads)) {
                for (long[] seeds : COMPANIES) {
                    GraphRun.Outputs out = StepCase.of(graph, seeds).run(run);
                    for (int b = 0; b < seeds.length; b++) {
                        int[] bits = bits(out, b * tokens, tokens);
                        int[] expected = alone.computeIfAbsent(seeds[b], s -> bits);
                        for (int i = 0; i < bits.length; i++) {
                            differing += bits[i] == expected[i] ? 0 : 1;
                        }
                    }
                }
            }
        }
        return differing;
    }

    private static int[] bits(GraphRun.Outputs out, int from, int tokens) {
        int[] bits = new int[2 * tokens];
        System.arraycopy(out.ints("id"), from, bits, 0, tokens);
        float[] logp = out.floats("logp");
        for (int n = 0; n < tokens; n++) {
            bits[tokens + n] = Float.floatToRawIntBits(logp[from + n]);
        }
        return bits;
    }
}
