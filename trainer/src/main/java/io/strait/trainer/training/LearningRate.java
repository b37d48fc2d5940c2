package io.strait.trainer.training;

/**
 * Warm-up, a level stretch, then a cosine down to a small rest.
 *
 * @param peak highest rate
 * @param warmUp steps until the peak
 * @param level share of all steps before the fall begins, in [0, 1)
 */
record LearningRate(double peak, int warmUp, double level) {
    private static final double REST = 0.03;

    /**
     * Rate of a step.
     *
     * @param step finished steps
     * @param steps all steps
     */
    double at(long step, long steps) {
        double progress = Math.min(1, (double) step / steps);
        double fall = progress < level
                ? 1
                : REST + (1 - REST) * 0.5 * (1 + Math.cos(Math.PI * (progress - level) / (1 - level)));
        return peak * Math.min(1, (step + 1.0) / warmUp) * fall;
    }
}
