package io.strait.gateway.bulk;

import io.strait.schemas.topic.Queue;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off what nobody reads any more: job topics below their share group's start, the intake below what the dispatcher needs. These topics have no
 * retention time, because a share group loses what time takes away. Nothing blocks; what fails is tried again the next time.
 */
final class Trimmer {
    private static final Logger LOG = LoggerFactory.getLogger(Trimmer.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Admin admin;
    private final Topics topics;
    private final Map<TopicPartition, Long> trimmed = new HashMap<>();
    private long trimmedNanos;

    Trimmer(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Trims, unless it did not long ago.
     *
     * @param needed by partition of the intake, the first offset that is needed
     * @param queues whether to trim the job topics: one dispatcher does
     */
    void trim(Map<Integer, Long> needed, boolean queues) {
        if (trimmedNanos != 0 && System.nanoTime() - trimmedNanos < EVERY.toNanos()) {
            return;
        }
        trimmedNanos = System.nanoTime();
        Map<TopicPartition, Long> starts = new HashMap<>();
        needed.forEach((partition, offset) -> starts.put(new TopicPartition(topics.intake(), partition), offset));
        trim(starts);
        if (queues) {
            topics.queues().forEach(this::trim);
        }
    }

    private void trim(Queue queue) {
        Map<String, ListShareGroupOffsetsSpec> group = Map.of(queue.group(), new ListShareGroupOffsetsSpec());
        var unused = admin.listShareGroupOffsets(group)
                .partitionsToOffsetInfo(queue.group())
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        // A group that nobody has joined yet is not there.
                        LOG.debug("{}: cannot be trimmed now", queue.topic(), failure);
                        return;
                    }
                    Map<TopicPartition, Long> starts = new HashMap<>();
                    found.forEach((partition, progress) -> {
                        if (progress != null && partition.topic().equals(queue.topic())) {
                            starts.put(partition, progress.startOffset());
                        }
                    });
                    trim(starts);
                });
    }

    private void trim(Map<TopicPartition, Long> starts) {
        Map<TopicPartition, RecordsToDelete> below = new HashMap<>();
        synchronized (trimmed) {
            starts.forEach((partition, start) -> {
                if (start > trimmed.getOrDefault(partition, 0L)) {
                    trimmed.put(partition, start);
                    below.put(partition, RecordsToDelete.beforeOffset(start));
                }
            });
        }
        if (!below.isEmpty()) {
            var unused = admin.deleteRecords(below).all().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.debug("cannot be trimmed now: {}", below, failure);
                }
            });
        }
    }
}
