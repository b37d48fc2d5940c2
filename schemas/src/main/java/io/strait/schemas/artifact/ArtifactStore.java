package io.strait.schemas.artifact;

import java.io.IOException;
import java.util.Optional;

/** Where finished images are kept, shared by all processes. Names contain the content's hash, so nothing is ever overwritten. Thread-safe. */
public interface ArtifactStore {
    /**
     * Keeps the content; the same content again changes nothing.
     *
     * @param extension file name extension without the dot: 1 to 8 of a-z and 0-9
     * @return the name: lower-case hex SHA-256 of the content, a dot, the extension
     * @throws IOException if the store cannot be written; trying again later is right
     */
    String put(byte[] content, String extension) throws IOException;

    /**
     * The content of a name given by {@link #put}.
     *
     * @return empty if there is none
     * @throws IllegalArgumentException if the name is not of the form that put gives
     * @throws IOException if the store cannot be read
     */
    Optional<byte[]> get(String name) throws IOException;
}
