package io.strait.trainer.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Class labels and the parts they share: {@code fluent-3d/cat-face} has the parts {@code fluent-3d} and
 * {@code cat-face}. The id after the last label is the null class, with null parts.
 */
public final class LabelTable {
    private final List<String> labels;
    private final List<int[]> parts = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    /** Labels in id order. Those without a slash, or with differing numbers of parts, share nothing. */
    public LabelTable(List<String> labels) {
        this.labels = List.copyOf(labels);
        int count = labels.isEmpty() ? 1 : labels.get(0).split("/", -1).length;
        boolean even = count > 1 && labels.stream().allMatch(l -> l.split("/", -1).length == count);
        for (int part = 0; even && part < count; part++) {
            Map<String, Integer> seen = new HashMap<>();
            int[] of = new int[labels.size() + 1];
            for (int i = 0; i < labels.size(); i++) {
                of[i] = seen.computeIfAbsent(labels.get(i).split("/", -1)[part], k -> seen.size());
            }
            of[labels.size()] = seen.size();
            parts.add(of);
            sizes.add(seen.size() + 1);
        }
    }

    /** Labels in id order. */
    public List<String> labels() {
        return labels;
    }

    /** Id of the null class. */
    public int nullId() {
        return labels.size();
    }

    /** Number of shared parts; 0 if labels share nothing. */
    int partCount() {
        return parts.size();
    }

    /** Number of values of a part, the null one included. */
    int partSize(int part) {
        return sizes.get(part);
    }

    /** Value of a part for every label id, the null class included. */
    int[] partOf(int part) {
        return parts.get(part).clone();
    }
}
