package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Lets the trained top network draw a share of the top tokens that a bottom network is given. Source: StraIT, appendix C. */
final class Redrawing {
    private final TransformerNetwork top;
    private final Grid grid;
    private final int mask;

    private Redrawing(TransformerNetwork top, Grid grid, int mask) {
        this.top = top;
        this.grid = grid;
        this.mask = mask;
    }

    /**
     * With the top network of a training folder.
     *
     * @throws IOException if there is none, or one of another tokenizer
     */
    static Redrawing load(Preset preset, Path folder, LabelTable labels, String tokenizer, boolean bfloat16)
            throws IOException {
        Path file = TrainingLoop.file(folder, "top");
        Checkpoint from = Checkpoint.load(file);
        if (!from.facts().tokenizer().equals(tokenizer)) {
            throw new IOException(file + ": expected a checkpoint for tokenizer " + tokenizer + ", got one for "
                    + from.facts().tokenizer());
        }
        ParameterStore store = new ParameterStore(
                Declarations.transformer(preset, Stage.TOP, labels).parameters(), 0);
        store.restore(from.arrays());
        return new Redrawing(
                new TransformerNetwork(preset, Stage.TOP, labels, store, bfloat16),
                Stage.TOP.grids(preset).get(0),
                preset.tokenizer().codes());
    }

    /**
     * Masks a share of the tokens and has them drawn in one pass.
     *
     * @param given top ids of all samples, one after the other; changed
     * @param labels label of each sample
     * @param share share masked, in [0, 1]
     */
    void redraw(long[] given, long[] labels, double share, SplittableRandom random) {
        long[] masked = given.clone();
        float[] uniforms = new float[given.length];
        for (int i = 0; i < given.length; i++) {
            masked[i] = random.nextDouble() < share ? mask : given[i];
            uniforms[i] = (float) random.nextDouble();
        }
        long[] drawn = top.draw(grid, masked, labels, uniforms);
        for (int i = 0; i < given.length; i++) {
            given[i] = masked[i] == mask ? drawn[i] : given[i];
        }
    }
}
