package io.strait.artifacts.s3;

import io.strait.schemas.artifact.ArtifactProvider;
import io.strait.schemas.artifact.ArtifactStore;
import java.net.URI;
import java.util.Map;

/** Opens {@code s3://bucket/prefix}. Public, with a public constructor, for the service loader alone. */
public final class S3ArtifactProvider implements ArtifactProvider {
    /** For the service loader. */
    public S3ArtifactProvider() {}

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public ArtifactStore open(URI url, Map<String, String> environment) {
        S3Settings settings = S3Settings.read(url, environment);
        return new S3ArtifactStore(S3Clients.open(settings), settings.bucket(), settings.prefix());
    }
}
