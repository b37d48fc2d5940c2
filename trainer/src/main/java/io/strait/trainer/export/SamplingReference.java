package io.strait.trainer.export;

/** The sampling of a step graph in plain Java and double precision, at one position. */
final class SamplingReference {
    /** How far a cumulative probability may be from the uniform number for either side of it to be right. */
    private static final double TIE = 1e-5;

    private final double[] cumulative;
    private final double[] logProbability;

    /**
     * One position.
     *
     * @param with logits with the class
     * @param at offset of the position in them
     * @param without logits without the class
     * @param withoutAt offset of the position in those
     */
    SamplingReference(
            float[] with, int at, float[] without, int withoutAt, int codes, double scale, double temperature) {
        double[] guided = new double[codes];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < codes; i++) {
            guided[i] = with[at + i] + scale * (with[at + i] - without[withoutAt + i]);
            largest = Math.max(largest, guided[i]);
        }
        cumulative = new double[codes];
        logProbability = new double[codes];
        double sum = 0;
        double plain = 0;
        for (int i = 0; i < codes; i++) {
            sum += Math.exp((guided[i] - largest) / temperature);
            plain += Math.exp(guided[i] - largest);
            cumulative[i] = sum;
        }
        for (int i = 0; i < codes; i++) {
            cumulative[i] /= sum;
            logProbability[i] = guided[i] - largest - Math.log(plain);
        }
    }

    double logProbability(int id) {
        return logProbability[id];
    }

    /** Whether an id is the one that a uniform number stands for, or as good as it. */
    boolean accepts(int id, double uniform) {
        double below = id == 0 ? 0 : cumulative[id - 1];
        return uniform >= below - TIE && uniform <= cumulative[id] + TIE;
    }
}
