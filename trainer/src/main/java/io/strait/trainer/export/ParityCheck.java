package io.strait.trainer.export;

import ai.onnxruntime.OrtException;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.model.preset.TokenizerPreset;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.StepGraph;
import io.strait.trainer.onnx.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares graphs run by ONNX Runtime with the trainer's networks run by libtorch, both in float32. */
final class ParityCheck {
    private static final double LOGITS = 1e-3;
    private static final double SIMILARITY = 1e-4;
    private static final int THREADS = 2;

    private final TrainedNetworks networks;
    private final TorchReference reference;
    private final Map<GraphName, byte[]> graphs;
    private final List<Finding> findings = new ArrayList<>();

    /** Of the networks as rounded for the export. */
    ParityCheck(TrainedNetworks networks, Map<GraphName, byte[]> graphs) {
        this.networks = networks;
        this.reference = new TorchReference(networks);
        this.graphs = graphs;
    }

    /**
     * One comparison.
     *
     * @param what what was compared
     * @param worst largest difference
     * @param limit what it may be
     */
    record Finding(String what, double worst, double limit) {
        boolean passed() {
            return worst <= limit;
        }

        @Override
        public String toString() {
            return String.format("%-4s %-48s %.3g (at most %.3g)", passed() ? "ok" : "FAIL", what, worst, limit);
        }
    }

    /** Compares everything; images are (pixels, pixels, 3). */
    List<Finding> run(List<byte[]> images) throws OrtException {
        for (TokenGrid grid : TokenGrid.values()) {
            step(grid);
        }
        encoder(images);
        decoders(new Random(1));
        return List.copyOf(findings);
    }

    private void step(TokenGrid grid) throws OrtException {
        StepGraph graph = BundleGraphs.step(networks, grid);
        Stage stage = BundleGraphs.stage(grid);
        Weights weights = networks.transformer(stage);
        StepCase jobs = StepCase.of(graph, 0, 1);
        float[] expected =
                reference.logits(stage, graph.grid(), jobs.rows(), jobs.ids(), jobs.labels(), jobs.conditions());
        String name = grid.graph().wireName();
        GraphRun.Outputs shipped;
        try (GraphRun run = new GraphRun(graph(grid.graph()), THREADS)) {
            shipped = jobs.run(run);
        }
        try (GraphRun run = new GraphRun(graph.modelWithLogits(weights).bytes(), THREADS)) {
            float[] logits = jobs.run(run).floats("logits");
            double worst = 0;
            for (int i = 0; i < logits.length; i++) {
                worst = Math.max(worst, Math.abs(logits[i] - expected[i]));
            }
            findings.add(new Finding(name + " logits", worst, LOGITS));
        }
        sampled(name, graph, jobs, expected, shipped.ints("id"), shipped.floats("logp"));
        findings.add(new Finding(
                name + " bits that depend on company", CompanyCheck.differing(graph, graph(grid.graph())), 0));
    }

    private void sampled(String name, StepGraph graph, StepCase jobs, float[] logits, int[] ids, float[] logp) {
        int codes = graph.codes();
        int tokens = graph.grid().tokens();
        int wrong = 0;
        double worst = 0;
        for (int b = 0; b < jobs.jobs().size(); b++) {
            StepCase.Job job = jobs.jobs().get(b);
            for (int n = 0; n < tokens; n++) {
                SamplingReference at = new SamplingReference(
                        logits,
                        (jobs.rowOf(false)[b] * tokens + n) * codes,
                        logits,
                        (jobs.rowOf(true)[b] * tokens + n) * codes,
                        codes,
                        job.scale,
                        job.temperature);
                int id = ids[b * tokens + n];
                wrong += at.accepts(id, job.uniform[n]) ? 0 : 1;
                worst = Math.max(worst, Math.abs(at.logProbability(id) - logp[b * tokens + n]));
            }
        }
        findings.add(new Finding(name + " ids that differ, ties apart", wrong, 0));
        findings.add(new Finding(name + " log probability", worst, 4 * LOGITS));
    }

    private void encoder(List<byte[]> images) throws OrtException {
        int side = networks.preset().pixels();
        double top = 0;
        double bottom = 0;
        try (GraphRun run = new GraphRun(graph(GraphName.ENCODER), THREADS)) {
            for (byte[] image : images) {
                GraphRun.Outputs out =
                        run.with("image", image, 1, side, side, 3).run();
                TorchReference.Vectors vectors = reference.vectors(image, side);
                top = Math.max(top, shortfall(Level.TOP, vectors.top, out.ints("topIds")));
                // A tie in a top token legitimately changes the bottom ones around it.
                if (same(vectors.topIds, out.ints("topIds"))) {
                    bottom = Math.max(bottom, shortfall(Level.BOTTOM, vectors.bottom, out.ints("bottomIds")));
                }
            }
        }
        findings.add(new Finding("encoder top: similarity short of the best", top, SIMILARITY));
        findings.add(new Finding("encoder bottom: similarity short of the best", bottom, SIMILARITY));
    }

    private static boolean same(long[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    /** By how much the codes chosen are less similar to their vectors than the most similar ones are. */
    private double shortfall(Level level, float[] vectors, int[] ids) {
        TokenizerPreset size = networks.preset().tokenizer();
        float[] book = networks.tokenizer().buffers().getOrDefault("codebook", new float[0]);
        int first = level == Level.TOP ? 0 : size.firstBottomCode();
        int codes = level == Level.TOP ? size.codes() : size.codesOfBottom();
        double worst = 0;
        for (int n = 0; n < ids.length; n++) {
            double best = Double.NEGATIVE_INFINITY;
            double chosen = 0;
            for (int k = 0; k < codes; k++) {
                double dot = 0;
                for (int i = 0; i < size.codeWidth(); i++) {
                    dot += (double) vectors[n * size.codeWidth() + i] * book[(first + k) * size.codeWidth() + i];
                }
                best = Math.max(best, dot);
                chosen = k == ids[n] ? dot : chosen;
            }
            worst = Math.max(worst, best - chosen);
        }
        return worst;
    }

    private void decoders(Random random) throws OrtException {
        TokenizerPreset size = networks.preset().tokenizer();
        int side = networks.preset().topSide();
        int[] top = random.ints((long) side * side, 0, size.codes()).toArray();
        int[] bottom = random.ints(4L * side * side, 0, size.codesOfBottom()).toArray();
        try (GraphRun full = new GraphRun(graph(GraphName.DECODER), THREADS);
                GraphRun coarse = new GraphRun(graph(GraphName.DECODER_TOP), THREADS)) {
            byte[] image = full.with("topIds", top, 1, side, side)
                    .with("bottomIds", bottom, 1, 2L * side, 2L * side)
                    .run()
                    .bytes("image");
            findings.add(new Finding("decoder grey levels", levels(image, reference.decode(top, bottom, side)), 1));
            image = coarse.with("topIds", top, 1, side, side).run().bytes("image");
            findings.add(
                    new Finding("decoder-top grey levels", levels(image, reference.decode(top, new int[0], side)), 1));
        }
    }

    private static double levels(byte[] image, float[] expected) {
        double worst = 0;
        for (int i = 0; i < image.length; i++) {
            worst = Math.max(worst, Math.abs((image[i] & 0xff) - Math.rint(expected[i])));
        }
        return worst;
    }

    private byte[] graph(GraphName name) {
        byte[] model = graphs.get(name);
        if (model == null) {
            throw new IllegalArgumentException(name.wireName() + ": expected a graph, got none");
        }
        return model;
    }
}
