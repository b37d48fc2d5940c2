package io.strait.trainer.evaluation;

import io.strait.trainer.export.DefaultSettings;

/**
 * A way to draw samples.
 *
 * @param settings how each grid is decoded
 * @param topOnly leave out the bottom stage though there is one
 */
public record Drawing(DefaultSettings settings, boolean topOnly) {}
