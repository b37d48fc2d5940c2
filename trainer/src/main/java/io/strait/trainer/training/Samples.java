package io.strait.trainer.training;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridDecoding;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.preset.Preset;
import io.strait.trainer.data.TokenSet;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws samples of a transformer, and measures those of conditioned ones against the truth. */
final class Samples {
    private static final int BATCH = 4;
    private static final MaskSchedule COSINE = MaskSchedule.named("cosine");
    private static final GridSettings TOP = new GridSettings(18, 2, 0.7, 1.5, COSINE);
    private static final GridSettings BOTTOM = GridSettings.bestGuess(6);
    private static final GridSettings FINE = GridSettings.bestGuess(4);
    private static final int OF_EACH_LABEL = 2;
    private static final int LABELS = 32;

    private final Preset preset;
    private final Stage stage;
    private final TokenizerNetwork tokenizer;
    private final TransformerNetwork net;
    private final TokenSet tokens;
    private final LabelTable labels;
    private final int[] labelOf;
    private final int mask;

    Samples(
            Preset preset,
            Stage stage,
            TokenizerNetwork tokenizer,
            TransformerNetwork net,
            TokenSet tokens,
            LabelTable labels,
            int[] labelOf) {
        this.preset = preset;
        this.stage = stage;
        this.tokenizer = tokenizer;
        this.net = net;
        this.tokens = tokens;
        this.labels = labels;
        this.labelOf = labelOf;
        this.mask = preset.tokenizer().codes();
    }

    /** Samples to a sheet; figures for conditioned stages. */
    Map<String, Double> draw(int[] held, int count, Path sheet) throws IOException {
        return switch (stage) {
            case TOP -> top(sheet);
            case BOTTOM -> bottom(spread(held, count), sheet);
            case UPSAMPLER -> upsampler(spread(held, Math.max(4, count / 3)), sheet);
        };
    }

    /** Two samples of every other label, from the first grid alone. */
    private Map<String, Double> top(Path sheet) throws IOException {
        ContactSheet drawn = new ContactSheet(8);
        Grid grid = stage.grids(preset).get(0);
        int shown = Math.min(LABELS, labels.nullId());
        for (int first = 0; first < shown * OF_EACH_LABEL; first += BATCH) {
            List<GridDecoding> jobs = new ArrayList<>();
            int count = Math.min(BATCH, shown * OF_EACH_LABEL - first);
            int[] of = new int[count];
            for (int i = 0; i < count; i++) {
                of[i] = (first + i) / OF_EACH_LABEL * labels.nullId() / shown;
                jobs.add(job(TokenGrid.TOP, grid, TOP, first + i));
            }
            long[] ids = net.decode(grid, jobs, of, List.of());
            long[] none = new long[0];
            boolean top = preset.tokenizer().form().hasTop();
            drawn.add(tokenizer.decode(top ? ids : none, top ? none : ids, count, preset.topSide()), count);
        }
        drawn.save(sheet);
        return Map.of();
    }

    /** Per image: both grids of the truth, its top alone, true top with sampled bottom. PSNR against the first. */
    private Map<String, Double> bottom(int[] chosen, Path sheet) throws IOException {
        Grid grid = stage.grids(preset).get(0);
        Psnr coarse = new Psnr();
        Psnr sampled = new Psnr();
        ContactSheet drawn = new ContactSheet(9);
        for (int image : chosen) {
            long[] top = tokens.grid(TokenSet.Kind.TOP, image, 0);
            List<GridDecoding> jobs = List.of(job(TokenGrid.BOTTOM, grid, BOTTOM, image));
            long[] bottom = net.decode(grid, jobs, new int[] {labelOf[image]}, List.of(top));
            long[] truth = tokens.grid(TokenSet.Kind.BOTTOM, image, 0);
            compare(top, truth, bottom, coarse, sampled, drawn);
        }
        drawn.save(sheet);
        return figures(coarse, sampled);
    }

    /** As for the bottom, at double size; the small image's true tokens are given, both large grids sampled. */
    private Map<String, Double> upsampler(int[] chosen, Path sheet) throws IOException {
        List<Grid> grids = stage.grids(preset);
        Psnr coarse = new Psnr();
        Psnr sampled = new Psnr();
        Psnr both = new Psnr();
        ContactSheet drawn = new ContactSheet(6);
        for (int image : chosen) {
            int[] label = {labelOf[image]};
            long[] lowTop = tokens.grid(TokenSet.Kind.TOP, image, 0);
            long[] lowBottom = tokens.grid(TokenSet.Kind.BOTTOM, image, 0);
            long[] top = net.decode(
                    grids.get(0),
                    List.of(job(TokenGrid.UPSAMPLER_TOP, grids.get(0), BOTTOM, image)),
                    label,
                    List.of(lowTop, lowBottom));
            long[] bottom = net.decode(
                    grids.get(1),
                    List.of(job(TokenGrid.UPSAMPLER_BOTTOM, grids.get(1), FINE, image)),
                    label,
                    List.of(lowTop, lowBottom, top));
            long[] trueTop = tokens.grid(TokenSet.Kind.LARGE_TOP, image, 0);
            long[] trueBottom = tokens.grid(TokenSet.Kind.LARGE_BOTTOM, image, 0);
            int side = grids.get(0).side();
            float[] truth = tokenizer.decode(trueTop, trueBottom, 1, side);
            float[] made = tokenizer.decode(top, bottom, 1, side);
            float[] topOnly = tokenizer.decode(top, new long[0], 1, side);
            coarse.add(truth, topOnly, 1);
            sampled.add(truth, made, 1);
            both.add(truth, enlarged(lowTop, lowBottom), 1);
            drawn.add(truth, 1);
            drawn.add(topOnly, 1);
            drawn.add(made, 1);
        }
        drawn.save(sheet);
        Map<String, Double> out = figures(coarse, sampled);
        out.put("psnr_enlarged_small_image", both.mean());
        return out;
    }

    /** The small image with every pixel doubled: what the upsampler has to beat. */
    private float[] enlarged(long[] lowTop, long[] lowBottom) {
        int side = preset.pixels();
        float[] small = tokenizer.decode(lowTop, lowBottom, 1, preset.topSide());
        float[] out = new float[4 * small.length];
        for (int i = 0; i < out.length; i++) {
            int x = i % (2 * side);
            int y = i / (2 * side) % (2 * side);
            out[i] = small[(i / (4 * side * side) * side + y / 2) * side + x / 2];
        }
        return out;
    }

    private void compare(long[] top, long[] truth, long[] made, Psnr coarse, Psnr sampled, ContactSheet drawn) {
        int side = preset.topSide();
        float[] expected = tokenizer.decode(top, truth, 1, side);
        float[] topOnly = tokenizer.decode(top, new long[0], 1, side);
        float[] actual = tokenizer.decode(top, made, 1, side);
        coarse.add(expected, topOnly, 1);
        sampled.add(expected, actual, 1);
        drawn.add(expected, 1);
        drawn.add(topOnly, 1);
        drawn.add(actual, 1);
    }

    private static Map<String, Double> figures(Psnr coarse, Psnr sampled) {
        Map<String, Double> out = new TreeMap<>();
        out.put("psnr_top_only", coarse.mean());
        out.put("psnr_sampled", sampled.mean());
        return out;
    }

    private GridDecoding job(TokenGrid name, Grid grid, GridSettings settings, int image) {
        GridSettings fitting = settings.withSteps(Math.min(settings.steps(), grid.tokens()));
        return new GridDecoding(1, image, name, grid.tokens(), mask, fitting);
    }

    private static int[] spread(int[] held, int count) {
        int n = Math.min(count, held.length);
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = held[(int) ((long) i * held.length / n)];
        }
        return out;
    }
}
