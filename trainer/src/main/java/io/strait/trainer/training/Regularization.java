package io.strait.trainer.training;

/**
 * What keeps a transformer from leaning too much on what it is given.
 *
 * @param classDropped share of samples trained without their class, in [0, 1]
 * @param dropout share of the values set to zero in the embeddings and after every attention and MLP, in [0, 1)
 * @param conditionReplaced share of the tokens of given grids that are replaced, in [0, 1]: conditional augmentation.
 *     Source: StraIT, table 9
 * @param noise what they are replaced by
 */
public record Regularization(double classDropped, double dropout, double conditionReplaced, ConditionNoise noise) {
    /** What the shipped bundle was trained with. */
    public static final Regularization USUAL = new Regularization(0.1, 0, 0);

    /** With random codes in place of given ones. */
    public Regularization(double classDropped, double dropout, double conditionReplaced) {
        this(classDropped, dropout, conditionReplaced, ConditionNoise.RANDOM);
    }

    public Regularization {
        share("class dropout", classDropped, 1);
        share("dropout", dropout, Math.nextDown(1.0));
        share("conditional augmentation", conditionReplaced, 1);
    }

    private static void share(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(
                    name + ": expected a share from 0 to " + (most < 1 ? "below 1" : "1") + ", got " + value);
        }
    }
}
