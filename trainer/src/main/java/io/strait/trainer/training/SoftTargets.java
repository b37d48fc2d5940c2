package io.strait.trainer.training;

/**
 * Targets for stages that add detail to a given image: not the one code the tokenizer chose but all codes, weighted by
 * how alike the decoder's first layer draws them. Codes of a pair that look alike are interchangeable, and an uncertain
 * network then prefers the code that is nearly right wherever the truth lies over the one that is most often exactly
 * right. Uniform label smoothing knows no such likeness. Not in the paper, which trains on millions of images.
 */
final class SoftTargets {
    private SoftTargets() {}

    /**
     * Weights (codes, codes); row k is the target where k is the true code, and sums to 1.
     *
     * @param drawn (codes, size): what the decoder's first layer makes of each code
     * @param temperature squared distance, in units of the mean over all pairs, at which a weight has fallen to 1/e
     */
    static float[] weights(float[] drawn, int codes, double temperature) {
        int size = drawn.length / codes;
        double[] distance = new double[codes * codes];
        double sum = 0;
        for (int a = 0; a < codes; a++) {
            for (int b = 0; b < a; b++) {
                double d = 0;
                for (int i = 0; i < size; i++) {
                    double difference = drawn[a * size + i] - drawn[b * size + i];
                    d += difference * difference;
                }
                distance[a * codes + b] = d;
                distance[b * codes + a] = d;
                sum += 2 * d;
            }
        }
        double unit = temperature * sum / codes / (codes - 1);
        float[] weights = new float[codes * codes];
        for (int a = 0; a < codes; a++) {
            double total = 0;
            for (int b = 0; b < codes; b++) {
                total += Math.exp(-distance[a * codes + b] / unit);
            }
            for (int b = 0; b < codes; b++) {
                weights[a * codes + b] = (float) (Math.exp(-distance[a * codes + b] / unit) / total);
            }
        }
        return weights;
    }

    /** Weights (codes, codes) in a larger vocabulary, whose further codes nothing is drawn from. */
    static float[] padded(float[] weights, int codes, int vocabulary) {
        if (codes == vocabulary) {
            return weights;
        }
        float[] out = new float[vocabulary * vocabulary];
        for (int a = 0; a < codes; a++) {
            System.arraycopy(weights, a * codes, out, a * vocabulary, codes);
        }
        return out;
    }
}
