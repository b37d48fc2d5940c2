package io.strait.schemas.artifact;

import java.time.Instant;

/**
 * Something a store keeps.
 *
 * @param name as {@link ArtifactStore#put} gave it
 * @param bytes its length
 * @param modified when it was last put
 */
public record StoredArtifact(String name, long bytes, Instant modified) {}
