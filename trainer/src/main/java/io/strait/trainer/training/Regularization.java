package io.strait.trainer.training;

import io.strait.trainer.data.Views;

/**
 * What keeps a transformer from leaning too much on what it is given.
 *
 * @param classDropped share of samples trained without their class, in [0, 1]
 * @param dropout share of the values set to zero in the embeddings and after every attention and MLP, in [0, 1)
 * @param conditionReplaced share of the tokens of given grids that are replaced, in [0, 1]: conditional augmentation.
 *     Source: StraIT, table 9
 * @param noise what they are replaced by
 * @param labelSmoothing share of the targets of one code that goes to all codes alike, in [0, 1)
 * @param views views of an image that are drawn from, {@link Views#PLAIN} to {@link Views#COUNT}
 */
public record Regularization(
        double classDropped,
        double dropout,
        double conditionReplaced,
        ConditionNoise noise,
        double labelSmoothing,
        int views) {
    /** Nothing but classes dropped now and then, and all views. */
    public static final Regularization USUAL = new Regularization(0.1, 0, 0);

    /** With random codes in place of given ones. */
    public Regularization(double classDropped, double dropout, double conditionReplaced) {
        this(classDropped, dropout, conditionReplaced, ConditionNoise.RANDOM, 0, Views.COUNT);
    }

    /** As this one, with tokens of given grids replaced. */
    public Regularization replacing(double share, ConditionNoise by) {
        return new Regularization(classDropped, dropout, share, by, labelSmoothing, views);
    }

    public Regularization {
        share("class dropout", classDropped, 1);
        share("dropout", dropout, Math.nextDown(1.0));
        share("conditional augmentation", conditionReplaced, 1);
        share("label smoothing", labelSmoothing, Math.nextDown(1.0));
        if (views < Views.PLAIN || views > Views.COUNT) {
            throw new IllegalArgumentException(
                    "views: expected " + Views.PLAIN + " to " + Views.COUNT + ", got " + views);
        }
    }

    private static void share(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(
                    name + ": expected a share from 0 to " + (most < 1 ? "below 1" : "1") + ", got " + value);
        }
    }
}
