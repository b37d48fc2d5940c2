package io.strait.trainer.experiment;

import io.strait.model.preset.Preset;

/**
 * One thing that is trained, for any number of tables: a tokenizer and transformers on its tokens.
 *
 * @param name name of its folder
 * @param variant variant of the scale's preset; empty for the preset itself
 * @param conditionNoise share of given tokens that the trained top draws anew while the bottom is trained
 * @param equalTime whether its transformer is trained for as long as the stratified top and bottom together, instead
 *     of for as many steps as either
 */
record Arm(String name, String variant, double conditionNoise, boolean equalTime) {
    /** StraIT. */
    static final Arm RESIDUAL = new Arm("r", "", 0, false);

    static final Arm CONCATENATION = new Arm("c", "c", 0, false);
    static final Arm SEPARATE = new Arm("separate", "separate", 0, false);
    static final Arm CASCADE = new Arm("cascade", "cascade", 0, false);
    /** MaskGIT on f=16 tokens, with as many parameters as StraIT's top and bottom together. */
    static final Arm COARSE = new Arm("f16", "f16", 0, false);

    static final Arm FINE = new Arm("f8", "f8", 0, false);
    static final Arm COARSE_EQUAL_TIME = new Arm("f16-equal-time", "f16", 0, true);

    /** StraIT with conditional augmentation. */
    static Arm augmented(double share) {
        return new Arm("r-noise-" + Math.round(100 * share), "", share, false);
    }

    /** Sizes of its networks. */
    Preset preset(Scale scale) {
        return Preset.named(variant.isEmpty() ? scale.preset() : scale.preset() + "-" + variant);
    }

    /** The arm whose tokenizer, and top if there are two stages, it goes by; itself if it trains its own. */
    Arm base() {
        return equalTime ? COARSE : conditionNoise > 0 ? RESIDUAL : this;
    }
}
