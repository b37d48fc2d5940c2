package io.strait.trainer.training;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridDecoding;
import io.strait.model.decode.GridSettings;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws samples of trained networks onto a sheet, to choose decoding settings by eye. */
public final class Sampler {
    private static final int BATCH = 4;

    private final Preset preset;
    private final Path folder;
    private final LabelTable labels;
    private final TokenizerNetwork tokenizer;

    /** Networks of one training folder. */
    public Sampler(Path folder) throws IOException {
        Checkpoint.Facts facts =
                Checkpoint.load(TrainingLoop.file(folder, "tokenizer")).facts();
        this.folder = folder;
        this.preset = Preset.named(facts.preset());
        this.labels = new LabelTable(facts.labels());
        this.tokenizer = TrainedTokenizer.load(preset, folder, true).network();
    }

    /**
     * One row per label. Of each sample its top alone and, if there are settings for it, with its bottom.
     *
     * @param wanted labels; all if empty
     * @param each samples per label
     */
    public void draw(
            List<String> wanted, int each, long seed, GridSettings top, @Nullable GridSettings bottom, Path sheet)
            throws IOException {
        List<String> rows = wanted.isEmpty() ? labels.labels() : wanted;
        TransformerNetwork topNet = network(Stage.TOP);
        TransformerNetwork bottomNet = bottom == null ? null : network(Stage.BOTTOM);
        ContactSheet drawn = new ContactSheet(each * (bottom == null ? 1 : 2));
        int all = rows.size() * each;
        for (int from = 0; from < all; from += BATCH) {
            int count = Math.min(BATCH, all - from);
            int[] of = new int[count];
            for (int i = 0; i < count; i++) {
                of[i] = id(rows.get((from + i) / each));
            }
            Grid topGrid = Stage.TOP.grids(preset).get(0);
            long[] ids = topNet.decode(topGrid, jobs(TokenGrid.TOP, topGrid, top, seed, from, count), of, List.of());
            float[] coarse = tokenizer.decode(ids, new long[0], count, topGrid.side());
            if (bottomNet == null || bottom == null) {
                drawn.add(coarse, count);
                continue;
            }
            Grid grid = Stage.BOTTOM.grids(preset).get(0);
            long[] detail =
                    bottomNet.decode(grid, jobs(TokenGrid.BOTTOM, grid, bottom, seed, from, count), of, List.of(ids));
            float[] full = tokenizer.decode(ids, detail, count, topGrid.side());
            int size = full.length / count;
            for (int i = 0; i < count; i++) {
                drawn.add(java.util.Arrays.copyOfRange(coarse, i * size, (i + 1) * size), 1);
                drawn.add(java.util.Arrays.copyOfRange(full, i * size, (i + 1) * size), 1);
            }
        }
        drawn.save(sheet);
    }

    private int id(String label) {
        int id = labels.labels().indexOf(label);
        if (id < 0) {
            throw new IllegalArgumentException("label: expected one of " + labels.labels() + ", got " + label);
        }
        return id;
    }

    private List<GridDecoding> jobs(TokenGrid name, Grid grid, GridSettings settings, long seed, int from, int count) {
        List<GridDecoding> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(new GridDecoding(
                    seed, from + i, name, grid.tokens(), preset.tokenizer().codes(), settings));
        }
        return jobs;
    }

    private TransformerNetwork network(Stage stage) throws IOException {
        ParameterStore store = new ParameterStore(
                Declarations.transformer(preset, stage, labels).parameters(), 0);
        String kind = stage.name().toLowerCase(Locale.ROOT);
        store.restore(Checkpoint.load(TrainingLoop.file(folder, kind)).arrays());
        return new TransformerNetwork(preset, stage, labels, store, true);
    }
}
