package io.strait.schemas.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where finished images and clients' files are kept, shared by all processes. Names contain the content's hash, so nothing is ever
 * overwritten. Thread-safe; every method blocks.
 */
public interface ArtifactStore extends AutoCloseable {
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

    /**
     * Begins to keep content that is too long for memory: what is written can be read once {@link ArtifactWriter#finish} has named it.
     *
     * @param extension as in {@link #put}
     * @return the caller closes it
     * @throws IOException if the store cannot be written; trying again later is right
     */
    ArtifactWriter create(String extension) throws IOException;

    /**
     * Content of any length.
     *
     * @return empty if there is none; the caller closes it
     * @throws IllegalArgumentException if the name is not of the form that put gives
     * @throws IOException if the store cannot be read
     */
    Optional<InputStream> open(String name) throws IOException;

    /**
     * Keeps the content no longer. Nothing happens if there is none.
     *
     * @throws IllegalArgumentException if the name is not of the form that put gives
     * @throws IOException if the store cannot be written; trying again later is right
     */
    void delete(String name) throws IOException;

    /**
     * Tells of everything kept, in no order. What comes or goes meanwhile may be missed.
     *
     * @throws IOException if the store cannot be read
     */
    void list(Consumer<StoredArtifact> each) throws IOException;

    /**
     * Where anybody can get the content from the store itself, without asking us. Says nothing about whether there is such content.
     *
     * @param validFor from now on; at most 7 days
     * @param contentType what it is to be served as
     * @return empty if the store serves nobody
     * @throws IllegalArgumentException if the name is not of the form that put gives
     * @throws IOException if the store's credentials cannot be had
     */
    default Optional<URI> link(String name, Duration validFor, String contentType) throws IOException {
        return Optional.empty();
    }

    /** Ends the connections, if it has any. */
    @Override
    default void close() {}
}
