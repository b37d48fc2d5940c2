package io.strait.trainer.evaluation;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, and how thoroughly.
 *
 * @param data folder of class folders of images the networks were trained on
 * @param checkpoints folder with the checkpoints; the classifier is kept there too
 * @param samples images to draw
 * @param unguided images to draw without guidance besides; 0, or 4 or more
 * @param heldOut largest number of held-out images to reconstruct; the classifier always looks at all
 * @param classifierSteps steps to train the classifier for, if there is none yet
 * @param defaults JSON file that says how grids are decoded; null for what suits the preset
 * @param bfloat16 draw samples in bfloat16; all of it, when tuning
 * @param sheets folder for contact sheets: reconstructions, enlarged images, the first samples
 * @param features TorchScript network to compare in as well; null for none
 * @param featuresSide side of the pictures it is given, which divides the preset's; 0 for the preset's
 * @param terminal whether standard error is a terminal, for progress bars
 */
public record EvaluationOptions(
        Path data,
        Path checkpoints,
        int samples,
        int unguided,
        int heldOut,
        int classifierSteps,
        @Nullable Path defaults,
        boolean bfloat16,
        Path sheets,
        @Nullable Path features,
        int featuresSide,
        boolean terminal) {
    public EvaluationOptions {
        atLeast("samples", 4, samples);
        atLeast("unguided", unguided == 0 ? 0 : 4, unguided);
        atLeast("heldOut", 1, heldOut);
        atLeast("classifierSteps", 1, classifierSteps);
    }

    private static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": expected at least " + least + ", got " + value);
        }
    }
}
