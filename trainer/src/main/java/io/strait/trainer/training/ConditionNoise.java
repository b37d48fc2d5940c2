package io.strait.trainer.training;

/** What replaces given tokens in conditional augmentation. */
public enum ConditionNoise {
    /** Codes drawn evenly. */
    RANDOM,
    /** What the trained top network draws in their place, given the rest: the bottom only. Source: StraIT, appendix C. */
    TOP
}
