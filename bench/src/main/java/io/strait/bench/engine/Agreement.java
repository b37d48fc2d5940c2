package io.strait.bench.engine;

import io.strait.engine.InferenceEngine;
import io.strait.engine.StepBatch;
import io.strait.engine.StepCondition;
import io.strait.engine.StepRequest;
import io.strait.engine.StepResult;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridDecoding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far a variant of the graphs gives what the graphs as they are give, over whole images with default settings. */
final class Agreement {
    /**
     * Of one grid. Members are the JSON's.
     *
     * @param equalIds share of the masked positions of all steps whose id is the same, given the same tokens and the same uniforms
     * @param psnr of the image from tokens decoded by the variant, the grids before being the same, against the image from the
     *     original's, in dB; 99 if they are equal
     */
    record Grid(double equalIds, double psnr) {}

    private static final double EQUAL = 99;

    private final InferenceEngine original;
    private final InferenceEngine variant;
    private final BundleManifest manifest;

    Agreement(InferenceEngine original, InferenceEngine variant, BundleManifest manifest) {
        this.original = original;
        this.variant = variant;
        this.manifest = manifest;
    }

    /** @param images as many, of different labels and seeds */
    Map<String, Grid> of(int images) {
        Map<String, double[]> sums = new TreeMap<>();
        for (int image = 0; image < images; image++) {
            int label = 7 * image % manifest.labels().size();
            Map<TokenGrid, int[]> tokens = new EnumMap<>(TokenGrid.class);
            for (TokenGrid grid : TokenGrid.values()) {
                long[] equal = new long[2];
                int[] reference = decode(original, grid, label, image, tokens, equal);
                int[] own = decode(variant, grid, label, image, tokens, null);
                double[] sum = sums.computeIfAbsent(grid.wireName(), name -> new double[3]);
                sum[0] += equal[0];
                sum[1] += equal[1];
                sum[2] += psnr(picture(grid, tokens, reference), picture(grid, tokens, own));
                tokens.put(grid, reference);
            }
        }
        Map<String, Grid> agreement = new TreeMap<>();
        sums.forEach((grid, sum) ->
                agreement.put(grid, new Grid(Rounded.to(sum[0] / sum[1], 4), Rounded.to(sum[2] / images, 1))));
        return agreement;
    }

    /** Decodes a grid; at every step counts where the variant would have chosen the same, and of how many. */
    private int[] decode(
            InferenceEngine engine,
            TokenGrid grid,
            int label,
            long seed,
            Map<TokenGrid, int[]> tokens,
            long @Nullable [] equal) {
        GridDecoding decoding =
                new GridDecoding(seed, 0, grid, manifest.tokens(grid), manifest.maskId(), manifest.defaults(grid));
        while (!decoding.done()) {
            int[] ids = decoding.ids();
            StepBatch batch = new StepBatch(
                    grid,
                    List.of(new StepRequest(
                            ids, label, decoding.settings(), decoding.uniforms(), condition(grid, tokens))));
            StepResult result = engine.step(batch);
            if (equal != null) {
                int[] other = variant.step(batch).ids(0);
                int[] these = result.ids(0);
                for (int i = 0; i < ids.length; i++) {
                    if (ids[i] == manifest.maskId()) {
                        equal[0] += these[i] == other[i] ? 1 : 0;
                        equal[1]++;
                    }
                }
            }
            decoding.accept(result.ids(0), result.logProbabilities(0));
        }
        return decoding.ids();
    }

    private static StepCondition condition(TokenGrid grid, Map<TokenGrid, int[]> tokens) {
        return switch (grid) {
            case TOP -> StepCondition.none();
            case BOTTOM -> StepCondition.bottom(known(tokens, TokenGrid.TOP));
            case UPSAMPLER_TOP ->
                StepCondition.upsamplerTop(known(tokens, TokenGrid.TOP), known(tokens, TokenGrid.BOTTOM));
            case UPSAMPLER_BOTTOM ->
                StepCondition.upsamplerBottom(
                        known(tokens, TokenGrid.TOP),
                        known(tokens, TokenGrid.BOTTOM),
                        known(tokens, TokenGrid.UPSAMPLER_TOP));
        };
    }

    private byte[] picture(TokenGrid grid, Map<TokenGrid, int[]> tokens, int[] ids) {
        boolean small = grid == TokenGrid.TOP || grid == TokenGrid.BOTTOM;
        TokenGrid layout = small ? TokenGrid.TOP : TokenGrid.UPSAMPLER_TOP;
        return grid == layout
                ? original.decode(manifest.side(layout), List.of(ids), null)[0]
                : original.decode(manifest.side(layout), List.of(known(tokens, layout)), List.of(ids))[0];
    }

    private static int[] known(Map<TokenGrid, int[]> tokens, TokenGrid grid) {
        return Objects.requireNonNull(tokens.get(grid), "tokens: expected the grid to be finished");
    }

    private static double psnr(byte[] a, byte[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (a[i] & 0xff) - (b[i] & 0xff);
            squares += difference * difference;
        }
        return squares == 0 ? EQUAL : Math.min(EQUAL, 10 * Math.log10(255.0 * 255 * a.length / squares));
    }
}
