package io.strait.trainer.training;

import org.jspecify.annotations.Nullable;

/**
 * What counts beside the difference of the pixels when a tokenizer is trained.
 *
 * @param perceptual in the features of a given network
 * @param adversarial against a discriminator that learns beside it
 */
public record FurtherLosses(
        @Nullable PerceptualLoss perceptual, @Nullable AdversarialLoss adversarial) {
    /** Pixels alone. */
    public static final FurtherLosses NONE = new FurtherLosses(null, null);
}
