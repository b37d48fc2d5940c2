package io.strait.gateway.bulk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads stretches of the log that have been read before. Used by one thread. */
final class Scans implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Within the time that a rebalance waits for a member; transactions that were cut off end before. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;

    Scans(Map<String, Object> settings) {
        this.consumer = new KafkaConsumer<>(settings);
    }

    /**
     * Shows records, in order, until the visitor has had enough.
     *
     * @param end offset before which to stop; records that transactions hide are waited for
     * @param visitor says whether to go on
     * @return offset of the first record not shown
     * @throws TimeoutException if the end is not reached in time
     */
    long read(TopicPartition partition, long start, long end, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
        try {
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                    if (entry.offset() >= end || !visitor.test(entry)) {
                        return entry.offset() >= end ? end : entry.offset() + 1;
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(partition + ": expected to read up to offset " + end + " within "
                            + LONGEST + ", got to " + consumer.position(partition));
                }
            }
            return end;
        } finally {
            consumer.unsubscribe();
        }
    }

    /** The first offset that is there. */
    long beginning(TopicPartition partition) {
        Long first = consumer.beginningOffsets(List.of(partition)).get(partition);
        return first == null ? 0 : first;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
