package io.strait.artifacts.s3;

import io.strait.schemas.artifact.ArtifactNames;
import io.strait.schemas.artifact.ArtifactWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Holds one part of the content; what is longer goes up in parts, under another key since the name is known only at the end. The store then
 * copies it to its name, which S3 does up to 5 GB. A process that is killed meanwhile leaves parts behind: a bucket's rule for unfinished
 * uploads removes them.
 */
final class S3ArtifactWriter extends ArtifactWriter {
    /** Of a part, save the last one: the least that S3 takes, and it takes 10 000 of them. */
    static final int PART_BYTES = 5 << 20;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final String extension;
    private final String aside;
    private final MessageDigest digest = ArtifactNames.sha256();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final List<CompletedPart> parts = new ArrayList<>();
    private @Nullable String upload;

    S3ArtifactWriter(S3Client client, String bucket, String prefix, String extension) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.extension = extension;
        this.aside = prefix + ".new-" + UUID.randomUUID();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        int from = offset;
        int left = length;
        while (left > 0) {
            int fits = Math.min(left, PART_BYTES - part.size());
            part.write(bytes, from, fits);
            from += fits;
            left -= fits;
            if (part.size() == PART_BYTES) {
                send();
            }
        }
    }

    private void send() throws IOException {
        S3ArtifactStore.calling("putting a part", () -> {
            if (upload == null) {
                upload = client.createMultipartUpload(
                                create -> create.bucket(bucket).key(aside))
                        .uploadId();
            }
            String id = upload;
            int number = parts.size() + 1;
            String tag = client.uploadPart(
                            to -> to.bucket(bucket).key(aside).uploadId(id).partNumber(number),
                            RequestBody.fromBytes(part.toByteArray()))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            part.reset();
            return tag;
        });
    }

    @Override
    public String finish() throws IOException {
        String name = ArtifactNames.name(digest.digest(), extension);
        String key = prefix + name;
        if (upload == null) {
            return S3ArtifactStore.calling("putting " + name, () -> {
                client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(part.toByteArray()));
                return name;
            });
        }
        if (part.size() > 0) {
            send();
        }
        return S3ArtifactStore.calling("putting " + name, () -> {
            String id = upload;
            client.completeMultipartUpload(
                    done -> done.bucket(bucket).key(aside).uploadId(id).multipartUpload(all -> all.parts(parts)));
            upload = null;
            client.copyObject(copy -> copy.sourceBucket(bucket)
                    .sourceKey(aside)
                    .destinationBucket(bucket)
                    .destinationKey(key));
            client.deleteObject(delete -> delete.bucket(bucket).key(aside));
            return name;
        });
    }

    @Override
    public void close() throws IOException {
        if (upload == null) {
            return;
        }
        String id = upload;
        upload = null;
        try {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(aside).uploadId(id));
        } catch (SdkException e) {
            throw new IOException("artifacts: expected the S3 store to forget an unfinished upload", e);
        }
    }
}
