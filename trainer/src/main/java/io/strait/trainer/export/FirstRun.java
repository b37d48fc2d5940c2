package io.strait.trainer.export;

import ai.onnxruntime.OrtException;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.trainer.onnx.StepGraph;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;

/** Runs every graph of a bundle on disk once, on the processor, one graph in memory at a time. */
public final class FirstRun {
    private final TrainedNetworks networks;
    private final Path bundle;
    private final int threads;
    private final PrintStream out;

    /**
     * For a bundle.
     *
     * @param networks what it was made of
     * @param threads threads of a pass
     * @param out told a line for each graph: seconds to load, seconds of the pass, resident memory
     */
    public FirstRun(TrainedNetworks networks, Path bundle, int threads, PrintStream out) {
        this.networks = networks;
        this.bundle = bundle;
        this.threads = threads;
        this.out = out;
    }

    /** A pass of a graph that is loaded. */
    @FunctionalInterface
    private interface Pass {
        void run(GraphRun graph) throws OrtException;
    }

    /**
     * Runs them.
     *
     * @throws IllegalStateException if a step graph gives an id that is no code, or a log probability that is no number
     */
    public void run() throws OrtException {
        int side = networks.preset().topSide();
        int pixels = networks.preset().pixels();
        int codes = networks.preset().tokenizer().codes();
        Random random = new Random(1);
        int[] top = random.ints((long) side * side, 0, codes).toArray();
        int[] bottom = random.ints(4L * side * side, 0, codes).toArray();
        byte[] image = new byte[3 * pixels * pixels];
        random.nextBytes(image);
        pass(
                GraphName.ENCODER,
                run -> run.with("image", image, 1, pixels, pixels, 3).run());
        for (TokenGrid grid : TokenGrid.values()) {
            pass(grid.graph(), run -> step(BundleGraphs.step(networks, grid), run));
        }
        pass(
                GraphName.DECODER,
                run -> run.with("topIds", top, 1, side, side)
                        .with("bottomIds", bottom, 1, 2L * side, 2L * side)
                        .run());
        pass(
                GraphName.DECODER_TOP,
                run -> run.with("topIds", top, 1, side, side).run());
    }

    /** One job without guidance: one row. */
    private static void step(StepGraph graph, GraphRun run) throws OrtException {
        GraphRun.Outputs made = StepCase.of(graph, 1).run(run);
        for (int id : made.ints("id")) {
            if (id < 0 || id >= graph.codes()) {
                throw new IllegalStateException("id: expected 0 to " + (graph.codes() - 1) + ", got " + id);
            }
        }
        for (float logp : made.floats("logp")) {
            if (!(logp <= 0)) {
                throw new IllegalStateException("logp: expected at most 0, got " + logp);
            }
        }
    }

    private void pass(GraphName name, Pass pass) throws OrtException {
        long start = System.nanoTime();
        try (GraphRun run = new GraphRun(bundle.resolve(BundleGraphs.file(name)), threads)) {
            long loaded = System.nanoTime();
            pass.run(run);
            out.printf(
                    Locale.ROOT,
                    "%-24s loaded in %.1f s, one pass %.2f s, %,d MiB resident%n",
                    name.wireName(),
                    (loaded - start) / 1e9,
                    (System.nanoTime() - loaded) / 1e9,
                    Pointer.physicalBytes() >> 20);
        }
    }
}
