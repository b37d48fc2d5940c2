package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.trainer.torch.AdamW;

/**
 * How transformers of a preset are trained.
 *
 * @param adamW settings of the optimizer
 * @param rate highest learning rate, unless told otherwise
 * @param warmUp steps until it is reached
 * @param level share of all steps before it falls
 * @param dropout share of hidden values dropped, unless told otherwise
 * @param labelSmoothing share of the targets of one code that goes to all codes alike, unless told otherwise
 * @param softTargets whether stages that add detail learn {@link SoftTargets} rather than one code
 */
public record Recipe(
        AdamW adamW,
        double rate,
        int warmUp,
        double level,
        double dropout,
        double labelSmoothing,
        boolean softTargets) {
    /**
     * Minutes to hours on two CPU cores. What smoothing teaches is drawn: a tenth of all tokens would be any of all codes, which is seen as
     * speckles wherever tokens are drawn at temperature 1.
     */
    private static final Recipe SHORT = new Recipe(new AdamW(0.9, 0.98, 0.03, 1.0, 0.9985), 8e-4, 200, 0.1, 0, 0, true);

    /** Days on many devices. Source: StraIT, section 4.1 and table 12; momenta and averaging are ours. */
    private static final Recipe PAPER =
            new Recipe(new AdamW(0.9, 0.98, 0.045, 3.0, 0.9999), 1e-4, 5000, 0, 0.1, 0.1, false);

    /** The recipe of a preset. */
    public static Recipe of(Preset preset) {
        return preset.name().startsWith(Preset.PAPER.name()) ? PAPER : SHORT;
    }
}
