package io.strait.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;

/** What the classifier tells of a label: style and subject of {@code style/subject}, or else the class as a whole. */
final class LabelParts {
    private final List<String> names;
    private final List<String> labels;
    private final List<List<String>> values = new ArrayList<>();
    private final int[][] valueOf;

    LabelParts(List<String> labels) {
        this.labels = List.copyOf(labels);
        boolean two = labels.stream().allMatch(l -> l.split("/", -1).length == 2);
        names = two ? List.of("subject", "style") : List.of("class");
        valueOf = new int[names.size()][labels.size()];
        for (int part = 0; part < names.size(); part++) {
            int place = part;
            List<String> all = labels.stream()
                    .map(l -> two ? l.split("/", -1)[1 - place] : l)
                    .toList();
            List<String> distinct = all.stream().distinct().sorted().toList();
            values.add(distinct);
            for (int i = 0; i < labels.size(); i++) {
                valueOf[part][i] = distinct.indexOf(all.get(i));
            }
        }
    }

    /** Labels in id order. */
    List<String> labels() {
        return labels;
    }

    /** {@code subject} and {@code style}, or {@code class}. */
    List<String> names() {
        return names;
    }

    /** Number of values of a part. */
    int size(int part) {
        return values.get(part).size();
    }

    /** Number of values of all parts together. */
    int size() {
        return values.stream().mapToInt(List::size).sum();
    }

    /** Value of a part of a label. */
    int value(int part, int label) {
        return valueOf[part][label];
    }

    /** Probability of each label, from those of the parts' values one after the other, taken as independent. */
    float[] labelProbabilities(float[] ofValues) {
        float[] out = new float[labels.size()];
        float sum = 0;
        for (int label = 0; label < out.length; label++) {
            float p = 1;
            int from = 0;
            for (int part = 0; part < names.size(); part++) {
                p *= ofValues[from + value(part, label)];
                from += size(part);
            }
            out[label] = p;
            sum += p;
        }
        for (int label = 0; label < out.length; label++) {
            out[label] /= Math.max(sum, Float.MIN_NORMAL);
        }
        return out;
    }
}
