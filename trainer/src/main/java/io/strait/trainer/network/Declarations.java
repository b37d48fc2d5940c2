package io.strait.trainer.network;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerForm;
import java.util.List;

/** What networks declare, found by running them on shapes. */
public final class Declarations {
    private Declarations() {}

    /** One image through encoder and decoder of the tokenizer. */
    public static CostOps tokenizer(Preset preset) {
        CostOps ops = new CostOps();
        StratifiedTokenizer<long[]> net = new StratifiedTokenizer<>(ops, preset.tokenizer());
        long[] features = net.features(new long[] {1, 3, preset.pixels(), preset.pixels()});
        TokenizerForm form = preset.tokenizer().form();
        long[] top = form.hasTop() ? net.lookup(Level.TOP, net.nearest(Level.TOP, net.topVectors(features))) : null;
        long[] bottom = form.hasBottom()
                ? net.lookup(Level.BOTTOM, net.nearest(Level.BOTTOM, net.bottomVectors(features, top)))
                : null;
        net.decode(top, bottom);
        if (form == TokenizerForm.CASCADE) {
            net.decode(top, null);
        }
        return ops;
    }

    /** One pass of a transformer over each of its grids, one row. */
    public static CostOps transformer(Preset preset, Stage stage, LabelTable labels) {
        CostOps ops = new CostOps();
        MaskedTransformer<long[]> net = new MaskedTransformer<>(
                ops, stage.size(preset), preset.tokenizer().codes(), labels);
        for (Grid grid : stage.grids(preset)) {
            List<long[]> conditions = grid.conditions().stream()
                    .map(c -> new long[] {1, (long) c.side() * c.side()})
                    .toList();
            net.logits(grid, new long[] {1, grid.tokens()}, new long[] {1}, conditions);
        }
        return ops;
    }
}
