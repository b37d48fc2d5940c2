package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.job.JobId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids of a batch's jobs: a function of the batch, the line and the image, so that whoever hands a line over, and however often, makes the same
 * job of it. The id's time is that of the line's chunk; of its 62 free bits 32 are the batch's, 26 the line and 4 the image.
 */
final class BatchJobId {
    /** Lines are 1 to this. */
    static final int MAX_LINES = (1 << 26) - 1;

    private static final int LINE_SHIFT = 4;
    private static final int BATCH_SHIFT = 30;
    private static final int IMAGE_MASK = (1 << LINE_SHIFT) - 1;
    private static final long BATCH_MASK = (1L << 32) - 1;

    private final long batch;
    private final byte[] secret;

    BatchJobId(String batchId) {
        this.secret = sha256(batchId.getBytes(StandardCharsets.UTF_8));
        this.batch = ByteBuffer.wrap(secret).getLong() & BATCH_MASK;
    }

    /**
     * The id of a job.
     *
     * @param line from 1
     * @param image from 0
     * @param place whose chunks include the line's
     */
    JobId of(int line, int image, BatchPlace place) {
        long millis = place.getMillis().get((line - 1) / place.getChunk());
        long rest = batch << BATCH_SHIFT | (long) line << LINE_SHIFT | image;
        return JobId.create(line % place.getPartitions(), millis, () -> rest);
    }

    /** Whether a job is of this batch, as far as its id tells: an id of another job can look so once in four thousand million. */
    boolean owns(JobId id) {
        return id.rest() >>> BATCH_SHIFT == batch;
    }

    static int line(JobId id) {
        return (int) (id.rest() >>> LINE_SHIFT) & MAX_LINES;
    }

    static int image(JobId id) {
        return (int) id.rest() & IMAGE_MASK;
    }

    /** The seed of a line that has none of its own: 53 bits, and always the same. */
    long seed(int line) {
        byte[] input = ByteBuffer.allocate(secret.length + Integer.BYTES)
                .put(secret)
                .putInt(line)
                .array();
        return ByteBuffer.wrap(sha256(input)).getLong() >>> 11;
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }
}
