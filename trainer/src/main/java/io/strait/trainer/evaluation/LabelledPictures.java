package io.strait.trainer.evaluation;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Real images at the classifier's side, with their labels. */
final class LabelledPictures {
    private final List<Picture> pictures;
    private final int[] labels;
    private final List<String> names;

    LabelledPictures(List<Picture> pictures, int[] labels, List<String> names) {
        this.pictures = List.copyOf(pictures);
        this.labels = labels.clone();
        this.names = List.copyOf(names);
    }

    /** The held-out images, or the others, shrunk to a side that divides theirs. */
    static LabelledPictures of(PackedImages images, boolean heldOut, int side) throws IOException {
        int[] part = images.part(heldOut);
        List<Picture> pictures = new ArrayList<>();
        int[] labels = new int[part.length];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < part.length; i++) {
            float[] planes = new float[3 * side * side];
            int size = images.index().side();
            Pictures.whole(images.rgb(part[i]), size, size / side, false, planes, 0);
            pictures.add(new Picture(planes, side));
            labels[i] = images.index().images().get(part[i]).label();
            names.add(images.index().images().get(part[i]).path());
        }
        return new LabelledPictures(pictures, labels, names);
    }

    List<Picture> pictures() {
        return pictures;
    }

    /** Label ids; a copy. */
    int[] labels() {
        return labels.clone();
    }

    /** Label id of one. */
    int label(int index) {
        return labels[index];
    }

    /** Where each came from. */
    List<String> names() {
        return names;
    }

    int count() {
        return labels.length;
    }

    /** Weights with which every label that occurs counts alike. */
    double[] evenWeights(int labelCount) {
        int[] each = new int[labelCount];
        for (int label : labels) {
            each[label]++;
        }
        double[] out = new double[labels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = 1.0 / each[labels[i]];
        }
        return out;
    }
}
