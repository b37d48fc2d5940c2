package io.strait.trainer.training;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import io.strait.trainer.data.TokenSet;
import io.strait.trainer.data.Views;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Turns all images into tokens once per tokenizer. */
final class Tokenization {
    private static final int BATCH = 8;

    private Tokenization() {}

    /**
     * Tokens of all images: from the cache if the same tokenizer made them, else made now and kept there.
     *
     * @param every large images are needed too of every image whose number is a multiple of this; they take four times
     *     as long. 0 for none
     */
    static TokenSet of(TrainedTokenizer tokenizer, PackedImages images, Path cache, int every, PrintStream out)
            throws IOException {
        Path small = cache.resolve("views.bin");
        Path file = every == 0 ? small : cache.resolve("views-large.bin");
        short[][] ids = new short[TokenSet.Kind.values().length][0];
        for (Path candidate : List.of(small, file)) {
            if (Files.exists(candidate)) {
                TokenSet old = TokenSet.load(candidate);
                boolean same = old.tokenizer().equals(tokenizer.hash()) && old.images() == images.count();
                if (same && (candidate.equals(small) || old.every() == every)) {
                    ids = old.arrays();
                }
            }
        }
        boolean missing = false;
        for (int shrink = 2; shrink >= (every > 0 ? 1 : 2); shrink--) {
            TokenSet.Kind top = shrink == 2 ? TokenSet.Kind.TOP : TokenSet.Kind.LARGE_TOP;
            if (ids[top.index()].length == 0) {
                missing = true;
                long start = System.nanoTime();
                int step = shrink == 2 ? 1 : every;
                encode(tokenizer, images, shrink, step, ids, top.index());
                out.printf(
                        "tokens: %d images of side %d in %.0f s%n",
                        Views.COUNT * TokenSet.largeCount(images.count(), step),
                        images.index().side() / shrink,
                        (System.nanoTime() - start) / 1e9);
            }
        }
        TokenSet set = new TokenSet(tokenizer.hash(), images.count(), Math.max(1, every), ids);
        if (missing) {
            set.save(file);
        }
        return set;
    }

    /** Fills the arrays {@code kind} (top) and {@code kind + 1} (bottom) with tokens of every {@code step}-th image. */
    private static void encode(
            TrainedTokenizer tokenizer, PackedImages images, int shrink, int step, short[][] ids, int kind)
            throws IOException {
        int size = images.index().side();
        int side = size / shrink;
        int per = side / 16 * (side / 16);
        int rows = Views.COUNT * TokenSet.largeCount(images.count(), step);
        int batch = shrink == 2 ? BATCH : BATCH / 4;
        ids[kind] = new short[rows * per];
        ids[kind + 1] = new short[rows * per * 4];
        for (int row = 0; row < rows; row += batch) {
            int count = Math.min(batch, rows - row);
            float[] x = new float[count * 3 * side * side];
            int first = row;
            try {
                IntStream.range(0, count).parallel().forEach(i -> {
                    int image = (first + i) / Views.COUNT * step;
                    byte[] view = Views.of(rgb(images, image), size, image, (first + i) % Views.COUNT);
                    Pictures.whole(view, size, shrink, false, x, i);
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            TokenizerNetwork.Tokens tokens = tokenizer.network().encode(x, count, side);
            copy(tokens.top(), ids[kind], row * per);
            copy(tokens.bottom(), ids[kind + 1], row * per * 4);
        }
    }

    private static byte[] rgb(PackedImages images, int image) {
        try {
            return images.rgb(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(long[] from, short[] into, int at) {
        for (int i = 0; i < from.length; i++) {
            into[at + i] = (short) from[i];
        }
    }
}
