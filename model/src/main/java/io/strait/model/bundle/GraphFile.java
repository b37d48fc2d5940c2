package io.strait.model.bundle;

/**
 * Where a graph is, and what its file must be.
 *
 * @param file plain file name inside the bundle's directory
 * @param sha256 lower-case hexadecimal SHA-256 of the file
 * @param bytes size of the file
 */
public record GraphFile(String file, String sha256, long bytes) {}
