package io.strait.schemas.artifact;

import java.net.URI;
import java.util.Map;

/** Opens stores of one kind. Found with {@link java.util.ServiceLoader}, so that only those who run one carry its libraries. */
public interface ArtifactProvider {
    /** Scheme of its URLs, lower case. */
    String scheme();

    /**
     * Opens a store. Nothing is connected to yet.
     *
     * @param url of this provider's scheme
     * @param environment where its settings are
     * @return the caller closes it
     * @throws IllegalArgumentException with every problem of URL and settings, one a line
     */
    ArtifactStore open(URI url, Map<String, String> environment);
}
