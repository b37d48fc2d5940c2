package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerPreset;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Reconstructs held-out images at both sizes. */
final class TokenizerValidation {
    private static final int BATCH = 4;
    private static final int ON_SHEET = 16;
    private static final int LARGE = 12;

    private final Preset preset;
    private final PackedImages images;
    private final TokenizerNetwork net;

    TokenizerValidation(Preset preset, PackedImages images, TokenizerNetwork net) {
        this.preset = preset;
        this.images = images;
        this.net = net;
    }

    /** PSNR and perplexities over at most {@code limit} of the images, spread evenly. The sheet: original, both grids, top alone. */
    Map<String, Double> run(int[] held, int limit, Path sheet) throws IOException {
        int count = Math.min(limit, held.length);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = held[(int) ((long) i * held.length / count)];
        }
        Map<String, Double> out = new TreeMap<>();
        ContactSheet drawn = new ContactSheet(12);
        at(chosen, 2, "", out, drawn);
        at(java.util.Arrays.copyOf(chosen, Math.min(LARGE, count)), 1, "_large", out, null);
        drawn.save(sheet);
        return out;
    }

    private void at(
            int[] chosen,
            int shrink,
            String suffix,
            Map<String, Double> out,
            @org.jspecify.annotations.Nullable ContactSheet sheet)
            throws IOException {
        int side = images.index().side() / shrink;
        boolean stratified = preset.tokenizer().form().stratified();
        Psnr full = new Psnr();
        Psnr coarse = new Psnr();
        LongStream.Builder tops = LongStream.builder();
        LongStream.Builder bottoms = LongStream.builder();
        for (int from = 0; from < chosen.length; from += BATCH) {
            int n = Math.min(BATCH, chosen.length - from);
            float[] x = new float[n * 3 * side * side];
            for (int i = 0; i < n; i++) {
                Pictures.whole(images.rgb(chosen[from + i]), images.index().side(), shrink, false, x, i);
            }
            TokenizerNetwork.Tokens tokens = net.encode(x, n, side);
            float[] both = net.decode(tokens.top(), tokens.bottom(), n, side / 16);
            float[] top = stratified ? net.decode(tokens.top(), new long[0], n, side / 16) : both;
            full.add(x, both, n);
            coarse.add(x, top, n);
            LongStream.of(tokens.top()).forEach(tops);
            LongStream.of(tokens.bottom()).forEach(bottoms);
            if (sheet != null && from < ON_SHEET) {
                int one = 3 * side * side;
                for (int i = 0; i < n; i++) {
                    for (float[] batch : new float[][] {x, both, top}) {
                        sheet.add(java.util.Arrays.copyOfRange(batch, i * one, (i + 1) * one), 1);
                    }
                }
            }
        }
        TokenizerPreset size = preset.tokenizer();
        out.put("psnr" + suffix, full.mean());
        if (stratified) {
            out.put("psnr_top_only" + suffix, coarse.mean());
        }
        if (size.form().hasTop()) {
            out.put("perplexity_top" + suffix, Codebook.perplexity(tops.build().toArray(), size.codes()));
        }
        if (size.form().hasBottom()) {
            out.put(
                    "perplexity_bottom" + suffix,
                    Codebook.perplexity(bottoms.build().toArray(), size.codesOfBottom()));
        }
    }
}
