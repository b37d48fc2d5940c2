package io.strait.gateway.job;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads parts of one partition. Not thread-safe: a consumer belongs to one thread at a time. */
final class PartitionScan {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private PartitionScan() {}

    /**
     * Shows the records from start to stop until the visitor has seen enough.
     *
     * @throws TimeoutException if that takes more than ten seconds
     */
    static void range(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long start,
            long stop,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        if (start >= stop) {
            return;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        while (consumer.position(partition) < stop) {
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL).records(partition)) {
                if (entry.offset() >= stop || !visitor.test(entry)) {
                    return;
                }
            }
            check(partition, giveUp);
        }
    }

    /**
     * Shows the records at these offsets, rising, until the visitor has seen enough. One that retention has taken is left out.
     *
     * @param consumer one that fetches little at a time
     * @param shortWay so many records that nobody asked for are read through rather than jumped over: a jump costs a round trip
     * @throws TimeoutException if that takes more than ten seconds
     */
    static void pick(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long[] offsets,
            int shortWay,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        if (offsets.length == 0) {
            return;
        }
        consumer.assign(List.of(partition));
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        long position = -1;
        int next = 0;
        while (next < offsets.length) {
            if (position < 0 || offsets[next] - position > shortWay) {
                position = offsets[next];
                consumer.seek(partition, position);
            }
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL).records(partition)) {
                position = entry.offset() + 1;
                while (next < offsets.length && offsets[next] < entry.offset()) {
                    next++;
                }
                if (next < offsets.length && offsets[next] == entry.offset()) {
                    next++;
                    if (!visitor.test(entry)) {
                        return;
                    }
                }
            }
            check(partition, giveUp);
        }
    }

    private static void check(TopicPartition partition, long giveUp) {
        if (System.nanoTime() > giveUp) {
            throw new TimeoutException(
                    "replay from " + partition + ": expected to end within " + LONGEST.toSeconds() + " s");
        }
    }
}
