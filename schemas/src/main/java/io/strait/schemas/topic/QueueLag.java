package io.strait.schemas.topic;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the broker how much lies in the queues. Thread-safe; nothing blocks. */
public final class QueueLag {
    private final Admin admin;

    /**
     * How much lies in a queue.
     *
     * @param waiting records not yet accepted by the queue's group: those that wait and those being worked on
     * @param written records ever written to the queue, trimmed ones too; less {@code waiting}: those ever accepted
     */
    public record Lag(long waiting, long written) {}

    /** @param admin stays open */
    public QueueLag(Admin admin) {
        this.admin = admin;
    }

    /**
     * Reads the lag of queues. The broker writes a group's progress down as it goes, so that the answer may be some records behind.
     *
     * @param timeout of each of the three requests that follow one another
     * @return in the order given; a queue whose topic does not exist is absent. Fails with Kafka's exceptions
     */
    public CompletableFuture<Map<Queue, Lag>> read(List<Queue> queues, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        return partitions(queues, millis).thenCompose(partitions -> {
            CompletableFuture<Map<TopicPartition, Long>> ends = offsets(partitions, OffsetSpec.latest(), millis);
            CompletableFuture<Map<TopicPartition, Long>> starts = offsets(partitions, OffsetSpec.earliest(), millis);
            CompletableFuture<Map<String, Map<TopicPartition, SharePartitionOffsetInfo>>> taken =
                    taken(queues, partitions, millis);
            return CompletableFuture.allOf(ends, starts, taken)
                    .thenApply(done -> lags(queues, partitions, ends.join(), starts.join(), taken.join()));
        });
    }

    /** By topic; a topic that does not exist has none. */
    private CompletableFuture<Map<String, List<TopicPartition>>> partitions(List<Queue> queues, int millis) {
        Map<String, CompletableFuture<List<TopicPartition>>> found = new LinkedHashMap<>();
        admin.describeTopics(queues.stream().map(Queue::topic).toList(), new DescribeTopicsOptions().timeoutMs(millis))
                .topicNameValues()
                .forEach((topic, description) -> found.put(
                        topic,
                        unless(
                                UnknownTopicOrPartitionException.class,
                                List.of(),
                                description.thenApply(QueueLag::partitions))));
        return all(found);
    }

    private static List<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    private CompletableFuture<Map<TopicPartition, Long>> offsets(
            Map<String, List<TopicPartition>> partitions, OffsetSpec spec, int millis) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.values().stream().flatMap(List::stream).collect(Collectors.toMap(one -> one, one -> spec));
        return stage(admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(millis))
                .all()
                .thenApply(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().offset()))));
    }

    /** By group; one that nobody has joined yet has no progress. */
    private CompletableFuture<Map<String, Map<TopicPartition, SharePartitionOffsetInfo>>> taken(
            List<Queue> queues, Map<String, List<TopicPartition>> partitions, int millis) {
        Map<String, ListShareGroupOffsetsSpec> groups = new LinkedHashMap<>();
        for (Queue queue : queues) {
            List<TopicPartition> own = partitions.getOrDefault(queue.topic(), List.of());
            if (!own.isEmpty()) {
                groups.put(queue.group(), new ListShareGroupOffsetsSpec().topicPartitions(own));
            }
        }
        ListShareGroupOffsetsResult result =
                admin.listShareGroupOffsets(groups, new ListShareGroupOffsetsOptions().timeoutMs(millis));
        Map<String, CompletableFuture<Map<TopicPartition, SharePartitionOffsetInfo>>> found = new LinkedHashMap<>();
        groups.keySet()
                .forEach(group -> found.put(
                        group, unless(GroupIdNotFoundException.class, Map.of(), result.partitionsToOffsetInfo(group))));
        return all(found);
    }

    private static Map<Queue, Lag> lags(
            List<Queue> queues,
            Map<String, List<TopicPartition>> partitions,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> starts,
            Map<String, Map<TopicPartition, SharePartitionOffsetInfo>> taken) {
        Map<Queue, Lag> lags = new LinkedHashMap<>();
        for (Queue queue : queues) {
            List<TopicPartition> own = partitions.getOrDefault(queue.topic(), List.of());
            Map<TopicPartition, SharePartitionOffsetInfo> progress = taken.getOrDefault(queue.group(), Map.of());
            long waiting = 0;
            long written = 0;
            for (TopicPartition partition : own) {
                long end = ends.getOrDefault(partition, 0L);
                waiting += waiting(progress.get(partition), starts.getOrDefault(partition, 0L), end);
                written += end;
            }
            if (!own.isEmpty()) {
                lags.put(queue, new Lag(waiting, written));
            }
        }
        return Collections.unmodifiableMap(lags);
    }

    /** The broker's own count, which knows of records taken out of order; without it, what lies after the group's start. */
    private static long waiting(@Nullable SharePartitionOffsetInfo progress, long start, long end) {
        if (progress == null || progress.startOffset() < 0) {
            return end - start;
        }
        return progress.lag().filter(lag -> lag >= 0).orElse(Math.max(0, end - progress.startOffset()));
    }

    private static <T> CompletableFuture<T> stage(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    /** The future's value, or another if it fails with this. */
    private static <T> CompletableFuture<T> unless(
            Class<? extends Throwable> expected, T fallback, KafkaFuture<T> future) {
        return stage(future).exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return expected.isInstance(cause)
                    ? CompletableFuture.completedFuture(fallback)
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private static <K, V> CompletableFuture<Map<K, V>> all(Map<K, CompletableFuture<V>> parts) {
        return CompletableFuture.allOf(parts.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().join())));
    }
}
