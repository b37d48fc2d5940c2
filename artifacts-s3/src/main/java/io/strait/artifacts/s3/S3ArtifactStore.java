package io.strait.artifacts.s3;

import io.strait.schemas.artifact.ArtifactNames;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.artifact.ArtifactWriter;
import io.strait.schemas.artifact.StoredArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Artifacts as objects of one bucket, named as files are. An object appears whole or not at all. Content that is there is put again, which
 * makes it new for the sweep; it is the same content.
 */
final class S3ArtifactStore implements ArtifactStore {
    private final S3Clients clients;
    private final String bucket;
    private final String prefix;

    /** @param clients closed with the store */
    S3ArtifactStore(S3Clients clients, String bucket, String prefix) {
        this.clients = clients;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** A call to the store. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** What the SDK throws is, for those who use a store, that it does not answer now. */
    static <T> T calling(String what, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (SdkException e) {
            throw new IOException("artifacts: " + what + ": expected the S3 store to answer, got " + e.getMessage(), e);
        }
    }

    String key(String name) {
        return prefix + ArtifactNames.check(name);
    }

    @Override
    public String put(byte[] content, String extension) throws IOException {
        String name =
                ArtifactNames.name(ArtifactNames.sha256().digest(content), ArtifactNames.checkExtension(extension));
        return calling("putting " + name, () -> {
            clients.client().putObject(put -> put.bucket(bucket).key(key(name)), RequestBody.fromBytes(content));
            return name;
        });
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        GetObjectRequest request = request(name);
        try {
            return calling(
                    "getting " + name,
                    () -> Optional.of(clients.client()
                            .getObject(request, ResponseTransformer.toBytes())
                            .asByteArray()));
        } catch (IOException e) {
            return none(e);
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        GetObjectRequest request = request(name);
        try {
            return calling("getting " + name, () -> Optional.of(clients.client().getObject(request)));
        } catch (IOException e) {
            return none(e);
        }
    }

    private GetObjectRequest request(String name) {
        return GetObjectRequest.builder().bucket(bucket).key(key(name)).build();
    }

    private static <T> Optional<T> none(IOException failure) throws IOException {
        if (failure.getCause() instanceof NoSuchKeyException) {
            return Optional.empty();
        }
        throw failure;
    }

    @Override
    public ArtifactWriter create(String extension) {
        return new S3ArtifactWriter(clients.client(), bucket, prefix, ArtifactNames.checkExtension(extension));
    }

    @Override
    public void delete(String name) throws IOException {
        String key = key(name);
        calling(
                "deleting " + name,
                () -> clients.client()
                        .deleteObject(delete -> delete.bucket(bucket).key(key)));
    }

    @Override
    public void list(Consumer<StoredArtifact> each) throws IOException {
        calling("listing", () -> {
            for (S3Object object : clients.client()
                    .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                    .contents()) {
                String name = object.key().substring(prefix.length());
                if (ArtifactNames.valid(name)) {
                    each.accept(new StoredArtifact(name, object.size(), object.lastModified()));
                }
            }
            return prefix;
        });
    }

    @Override
    public Optional<URI> link(String name, Duration validFor, String contentType) throws IOException {
        String key = key(name);
        return calling("linking to " + name, () -> {
            try {
                return Optional.of(clients.presigner()
                        .presignGetObject(link -> link.signatureDuration(validFor)
                                .getObjectRequest(
                                        get -> get.bucket(bucket).key(key).responseContentType(contentType)))
                        .url()
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IOException("artifacts: expected the SDK to sign a URI", e);
            }
        });
    }

    @Override
    public void close() {
        clients.close();
    }
}
