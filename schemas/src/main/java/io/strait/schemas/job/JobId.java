package io.strait.schemas.job;

import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A job's name: a UUID version 7 (RFC 9562, section 5.7) whose 12 {@code rand_a} bits hold the partition of the job's events, so that
 * anyone finds them from the id alone: the partition from these bits, the offset from the time.
 */
public final class JobId {
    /** Partitions are 0 to one less than this. */
    public static final int MAX_PARTITIONS = 1 << 12;

    private static final long MAX_MILLIS = (1L << 48) - 1;
    private static final long RANDOM_BITS = (1L << 62) - 1;
    private static final long VARIANT = 1L << 63; // binary 10 in the top two bits

    private final UUID uuid;

    private JobId(UUID uuid) {
        this.uuid = uuid;
    }

    /**
     * A new id.
     *
     * @param partition of the job's events and previews, 0 to 4095
     * @param millis epoch milliseconds, 0 to 2^48 - 1
     * @param random source of the other 62 bits
     * @throws IllegalArgumentException if partition or millis is out of range
     */
    public static JobId create(int partition, long millis, RandomGenerator random) {
        if (partition < 0 || partition >= MAX_PARTITIONS) {
            throw new IllegalArgumentException("partition: expected 0 to 4095, got " + partition);
        }
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("millis: expected 0 to 2^48 - 1, got " + millis);
        }
        long high = millis << 16 | 7L << 12 | partition;
        return new JobId(new UUID(high, VARIANT | (random.nextLong() & RANDOM_BITS)));
    }

    /**
     * Reads the 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID of version 7 in lower or upper case
     */
    public static JobId parse(String text) {
        UUID uuid;
        try {
            uuid = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid(text, e);
        }
        // UUID.fromString also takes shortened groups
        if (uuid.version() != 7 || uuid.variant() != 2 || text.length() != 36) {
            throw invalid(text, null);
        }
        return new JobId(uuid);
    }

    private static IllegalArgumentException invalid(String text, @Nullable Throwable cause) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return new IllegalArgumentException("job id: expected a UUID of version 7, got '" + shown + "'", cause);
    }

    /** Partition of the job's events, 0 to 4095. Whoever uses it checks it against the topic's count: ids come from clients. */
    public int partition() {
        return (int) (uuid.getMostSignificantBits() & 0xfff);
    }

    /** When the id was made, epoch milliseconds. */
    public long millis() {
        return uuid.getMostSignificantBits() >>> 16;
    }

    /** The 62 bits that are random in an id, and mean something in an id of a batch. */
    public long rest() {
        return uuid.getLeastSignificantBits() & RANDOM_BITS;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JobId id && id.uuid.equals(uuid);
    }

    @Override
    public int hashCode() {
        return uuid.hashCode();
    }

    /** The 36-character form, lower case. */
    @Override
    public String toString() {
        return uuid.toString();
    }
}
