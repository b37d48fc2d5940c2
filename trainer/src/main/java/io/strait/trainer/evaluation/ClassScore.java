package io.strait.trainer.evaluation;

/**
 * How sure a classifier is of each picture, and how many classes occur: exp of the mean divergence of its opinions
 * from their mean. 1 (all opinions alike) to the number of classes (sure, and all classes equally often).
 * Source: Salimans et al., Improved Techniques for Training GANs (2016), there with Inception's opinions.
 */
final class ClassScore {
    private ClassScore() {}

    /**
     * The score.
     *
     * @param opinions per picture a probability for every class
     */
    static double of(float[][] opinions) {
        double[] mean = new double[opinions[0].length];
        double certain = 0;
        for (float[] opinion : opinions) {
            double[] p = new double[opinion.length];
            for (int i = 0; i < p.length; i++) {
                p[i] = opinion[i];
                mean[i] += p[i] / opinions.length;
            }
            certain += entropy(p) / opinions.length;
        }
        return Math.exp(entropy(mean) - certain);
    }

    /** -Σ p log p, in nats. */
    static double entropy(double[] p) {
        double sum = 0;
        for (double value : p) {
            sum -= value > 0 ? value * Math.log(value) : 0;
        }
        return sum;
    }
}
