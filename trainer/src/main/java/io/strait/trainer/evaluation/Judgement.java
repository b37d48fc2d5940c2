package io.strait.trainer.evaluation;

/** What the classifier makes of some pictures. */
final class Judgement {
    private final LabelParts parts;
    private final float[][] features;
    private final float[][] values;

    /**
     * Arrays are handed over.
     *
     * @param features per picture
     * @param values per picture the probabilities of all parts' values, part after part
     */
    Judgement(LabelParts parts, float[][] features, float[][] values) {
        this.parts = parts;
        this.features = features;
        this.values = values;
    }

    /** Features per picture; not copied. */
    float[][] features() {
        return features;
    }

    /** Per picture the probability of each label. */
    float[][] labelProbabilities() {
        float[][] out = new float[values.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = parts.labelProbabilities(values[i]);
        }
        return out;
    }

    /** Share of the pictures whose most likely value of a part is that of their label. */
    double accuracy(int part, int[] labels) {
        int from = 0;
        for (int before = 0; before < part; before++) {
            from += parts.size(before);
        }
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int v = 1; v < parts.size(part); v++) {
                best = values[i][from + v] > values[i][from + best] ? v : best;
            }
            right += best == parts.value(part, labels[i]) ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
