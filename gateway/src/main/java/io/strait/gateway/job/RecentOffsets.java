package io.strait.gateway.job;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of every job lie in what the tail has read lately: 16 bytes a record. A job is read out of a busy partition without reading
 * what lies between. Bounded: per partition and topic the latest {@value #MOST_RECORDS}. Thread-safe.
 */
final class RecentOffsets {
    private static final int CHUNK = 1 << 12;
    private static final int MOST_CHUNKS = 32;
    /** Records that are remembered of a partition. */
    static final int MOST_RECORDS = CHUNK * MOST_CHUNKS;

    private final Map<TopicPartition, Ring> rings = new ConcurrentHashMap<>();

    /** What is known of a job in one partition. */
    static final class Known {
        private final long from;
        private final long to;
        private final long[] offsets;

        private Known(long from, long to, long[] offsets) {
            this.from = from;
            this.to = to;
            this.offsets = offsets;
        }

        /** First offset that is known of. */
        long from() {
            return from;
        }

        /** Offset after the last that is known of. */
        long to() {
            return to;
        }

        /**
         * Offsets of the job's records, rising; a few may be other jobs'.
         *
         * @param first least that is wanted
         * @param end where to stop
         */
        long[] offsets(long first, long end) {
            return Arrays.stream(offsets)
                    .filter(offset -> offset >= first && offset < end)
                    .toArray();
        }
    }

    /** The tail reads a partition from here on. */
    void begin(TopicPartition partition, long offset) {
        rings.put(partition, new Ring(offset));
    }

    /** The tail does not read it any more. */
    void end(TopicPartition partition) {
        rings.remove(partition);
    }

    /** The tail has read a record; in the order of offsets. */
    void add(TopicPartition partition, byte @Nullable [] key, long offset) {
        Ring ring = rings.get(partition);
        if (ring != null) {
            ring.add(Arrays.hashCode(key), offset);
        }
    }

    /** What is known of a job; empty if the tail does not read the partition. */
    Optional<Known> find(TopicPartition partition, byte[] key) {
        return Optional.ofNullable(rings.get(partition)).map(ring -> ring.find(Arrays.hashCode(key)));
    }

    private static final class Ring {
        private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
        private long from;
        private long to;

        Ring(long offset) {
            this.from = offset;
            this.to = offset;
        }

        synchronized void add(int hash, long offset) {
            Chunk last = chunks.peekLast();
            if (last == null || last.count == CHUNK) {
                if (chunks.size() == MOST_CHUNKS) {
                    Chunk oldest = chunks.remove();
                    from = oldest.offsets[CHUNK - 1] + 1;
                }
                last = new Chunk();
                chunks.add(last);
            }
            last.hashes[last.count] = hash;
            last.offsets[last.count++] = offset;
            to = offset + 1;
        }

        synchronized Known find(int hash) {
            long[] found = new long[16];
            int count = 0;
            for (Chunk chunk : chunks) {
                for (int i = 0; i < chunk.count; i++) {
                    if (chunk.hashes[i] == hash) {
                        if (count == found.length) {
                            found = Arrays.copyOf(found, 2 * count);
                        }
                        found[count++] = chunk.offsets[i];
                    }
                }
            }
            return new Known(from, to, Arrays.copyOf(found, count));
        }
    }

    private static final class Chunk {
        private final int[] hashes = new int[CHUNK];
        private final long[] offsets = new long[CHUNK];
        private int count;
    }
}
