package io.strait.trainer.training;

import io.strait.model.preset.TokenizerPreset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One codebook for both grids, or one for each, kept one after the other: the top's first. */
final class Codebooks {
    private static final float[] NO_VECTORS = {};
    private static final long[] NO_IDS = {};

    private final List<Codebook> books;

    Codebooks(TokenizerPreset preset) {
        int width = preset.codeWidth();
        books = preset.bottomCodes() == 0
                ? List.of(new Codebook(preset.codes(), width))
                : List.of(new Codebook(preset.codes(), width), new Codebook(preset.bottomCodes(), width));
    }

    /** All codes, (codes, width); a copy. */
    float[] vectors() {
        return joined(books.stream().map(Codebook::vectors).toList());
    }

    /** Starts over at vectors of the current batch; empty for a grid that does not exist. */
    void start(float[] top, float[] bottom, SplittableRandom random) {
        if (books.size() == 1) {
            books.get(0).start(top, bottom, random);
        } else {
            books.get(0).start(top, NO_VECTORS, random);
            books.get(1).start(NO_VECTORS, bottom, random);
        }
    }

    /** As {@link Codebook#update}. */
    int update(float[] top, long[] topIds, float[] bottom, long[] bottomIds, boolean restart, SplittableRandom random) {
        if (books.size() == 1) {
            return books.get(0).update(top, topIds, bottom, bottomIds, restart, random);
        }
        return books.get(0).update(top, topIds, NO_VECTORS, NO_IDS, restart, random)
                + books.get(1).update(NO_VECTORS, NO_IDS, bottom, bottomIds, restart, random);
    }

    Map<String, float[]> state() {
        Map<String, float[]> out = new TreeMap<>();
        for (Codebook book : books) {
            book.state().forEach((name, array) -> out.merge(name, array, (a, b) -> joined(List.of(a, b))));
        }
        return out;
    }

    void restore(Checkpoint from) {
        int at = 0;
        for (Codebook book : books) {
            Map<String, float[]> part = new TreeMap<>();
            for (Map.Entry<String, float[]> own : book.state().entrySet()) {
                float[] all = from.array(own.getKey());
                int each = all.length / books.stream().mapToInt(Codebook::codes).sum();
                part.put(own.getKey(), Arrays.copyOfRange(all, at * each, (at + book.codes()) * each));
            }
            book.restore(part);
            at += book.codes();
        }
    }

    private static float[] joined(List<float[]> parts) {
        float[] out = new float[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }
}
