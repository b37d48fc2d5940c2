package io.strait.model.bundle;

/**
 * Licence of a source of training data.
 *
 * @param name package or data set
 * @param version its version
 * @param spdx SPDX identifier of its licence
 */
public record Licence(String name, String version, String spdx) {}
