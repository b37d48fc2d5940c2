package io.strait.trainer.network;

import java.util.Locale;

/** The grids of a tokenizer. */
public enum Level {
    /** At 1/16 of the image. */
    TOP,
    /** At 1/8 of the image. */
    BOTTOM;

    /** {@code top} or {@code bottom}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
