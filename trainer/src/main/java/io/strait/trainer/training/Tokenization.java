package io.strait.trainer.training;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import io.strait.trainer.data.TokenSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns all images into tokens once per tokenizer. */
final class Tokenization {
    private static final int BATCH = 8;

    private Tokenization() {}

    /**
     * Tokens of all images: from the cache if the same tokenizer made them, else made now and kept there.
     *
     * @param large whether those of the large images are needed too; they take four times as long
     */
    static TokenSet of(TrainedTokenizer tokenizer, PackedImages images, Path cache, boolean large, PrintStream out)
            throws IOException {
        Path file = cache.resolve("tokens.bin");
        short[][] ids = new short[TokenSet.Kind.values().length][0];
        if (Files.exists(file)) {
            TokenSet old = TokenSet.load(file);
            if (old.tokenizer().equals(tokenizer.hash()) && old.images() == images.count()) {
                ids = old.arrays();
            }
        }
        boolean missing = false;
        for (int shrink = 2; shrink >= (large ? 1 : 2); shrink--) {
            TokenSet.Kind top = shrink == 2 ? TokenSet.Kind.TOP : TokenSet.Kind.LARGE_TOP;
            if (ids[top.index()].length == 0) {
                missing = true;
                long start = System.nanoTime();
                encode(tokenizer, images, shrink, ids, top.index());
                out.printf(
                        "tokens: %d images of side %d in %.0f s%n",
                        2 * images.count(), images.index().side() / shrink, (System.nanoTime() - start) / 1e9);
            }
        }
        TokenSet set = new TokenSet(tokenizer.hash(), images.count(), ids);
        if (missing) {
            set.save(file);
        }
        return set;
    }

    /** Fills the arrays {@code kind} (top) and {@code kind + 1} (bottom). */
    private static void encode(TrainedTokenizer tokenizer, PackedImages images, int shrink, short[][] ids, int kind)
            throws IOException {
        int size = images.index().side();
        int side = size / shrink;
        int per = side / 16 * (side / 16);
        int rows = 2 * images.count();
        int batch = shrink == 2 ? BATCH : BATCH / 4;
        ids[kind] = new short[rows * per];
        ids[kind + 1] = new short[rows * per * 4];
        for (int row = 0; row < rows; row += batch) {
            int count = Math.min(batch, rows - row);
            float[] x = new float[count * 3 * side * side];
            for (int i = 0; i < count; i++) {
                Pictures.whole(images.rgb((row + i) / 2), size, shrink, (row + i) % 2 == 1, x, i);
            }
            TokenizerNetwork.Tokens tokens = tokenizer.network().encode(x, count, side);
            copy(tokens.top(), ids[kind], row * per);
            copy(tokens.bottom(), ids[kind + 1], row * per * 4);
        }
    }

    private static void copy(long[] from, short[] into, int at) {
        for (int i = 0; i < from.length; i++) {
            into[at + i] = (short) from[i];
        }
    }
}
