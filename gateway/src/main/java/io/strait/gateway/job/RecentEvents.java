package io.strait.gateway.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The latest events that the tail has read, as they are in the log: whoever asks for a job that has just ended is answered without Kafka.
 * Bounded: of each partition the latest {@value #MOST_EVENTS}, those of {@value #MOST_BYTES} bytes or less. Thread-safe.
 */
final class RecentEvents {
    static final int MOST_EVENTS = 1 << 13;
    static final int MOST_BYTES = 1 << 10;

    /** By offset modulo the size; an event stands there until a later one takes its place. */
    private final Map<TopicPartition, AtomicReferenceArray<@Nullable ConsumerRecord<byte[], byte[]>>> partitions =
            new ConcurrentHashMap<>();

    /** The tail has read an event. */
    void add(ConsumerRecord<byte[], byte[]> event) {
        if (event.value() != null && event.value().length <= MOST_BYTES) {
            partitions
                    .computeIfAbsent(
                            new TopicPartition(event.topic(), event.partition()),
                            first -> new AtomicReferenceArray<>(MOST_EVENTS))
                    .set(place(event.offset()), event);
        }
    }

    /** The tail does not read the partition any more. */
    void end(TopicPartition partition) {
        partitions.remove(partition);
    }

    /** The events at these offsets; empty if one of them is not remembered. */
    Optional<List<ConsumerRecord<byte[], byte[]>>> find(TopicPartition partition, long[] offsets) {
        var events = partitions.get(partition);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(offsets.length);
        for (long offset : offsets) {
            ConsumerRecord<byte[], byte[]> event = events == null ? null : events.get(place(offset));
            if (event == null || event.offset() != offset) {
                return Optional.empty();
            }
            found.add(event);
        }
        return Optional.of(found);
    }

    private static int place(long offset) {
        return (int) (offset % MOST_EVENTS);
    }
}
