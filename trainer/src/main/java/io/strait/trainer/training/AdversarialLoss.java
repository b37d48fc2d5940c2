package io.strait.trainer.training;

/**
 * How reconstructions are made to look like pictures in the last part of a tokenizer's training. Source: StraIT, appendix (GAN weight 0.1, R1 10).
 *
 * @param weight how much deceiving the discriminator counts beside the difference of the pixels, above 0
 * @param from share of the training before it begins, in [0, 1)
 * @param penalty weight of R1, the squared slope of the discriminator at pictures, at least 0
 */
public record AdversarialLoss(double weight, double from, double penalty) {
    public AdversarialLoss {
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("adversarial weight: expected a number above 0, got " + weight);
        }
        if (!(from >= 0 && from < 1)) {
            throw new IllegalArgumentException("adversarial start: expected a share from 0 up to 1, got " + from);
        }
        if (!(penalty >= 0 && penalty < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("R1 weight: expected a number of at least 0, got " + penalty);
        }
    }
}
