package io.strait.trainer.evaluation;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import io.strait.trainer.training.TokenizerNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Held-out images, some at a time, with the tokens of their small form. */
final class HeldOut {
    private final PackedImages images;
    private final int[] chosen;

    /** At most so many, spread evenly. */
    HeldOut(PackedImages images, int limit) {
        this.images = images;
        int[] all = images.part(true);
        int count = Math.min(limit, all.length);
        chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = all[(int) ((long) i * all.length / count)];
        }
    }

    int count() {
        return chosen.length;
    }

    /** Labels of some. */
    int[] labels(int from, int count) {
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            out[i] = images.index().images().get(chosen[from + i]).label();
        }
        return out;
    }

    /** Some of them, shrunk by a whole number. */
    List<Picture> pictures(int from, int count, int shrink) throws IOException {
        List<Picture> out = new ArrayList<>();
        int size = images.index().side();
        int side = size / shrink;
        for (int i = 0; i < count; i++) {
            float[] planes = new float[3 * side * side];
            Pictures.whole(images.rgb(chosen[from + i]), size, shrink, false, planes, 0);
            out.add(new Picture(planes, side));
        }
        return out;
    }

    /** Tokens of some pictures of one side. */
    static TokenizerNetwork.Tokens encode(TokenizerNetwork tokenizer, List<Picture> pictures) {
        int side = pictures.get(0).side();
        int size = 3 * side * side;
        float[] batch = new float[pictures.size() * size];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).planes(), 0, batch, i * size, size);
        }
        return tokenizer.encode(batch, pictures.size(), side);
    }
}
