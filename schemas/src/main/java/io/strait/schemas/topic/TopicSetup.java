package io.strait.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Carries out {@link TopicCatalogue#ensure}. */
final class TopicSetup {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 50;

    private final Admin admin;
    private final TopicCatalogue catalogue;

    TopicSetup(Admin admin, TopicCatalogue catalogue) {
        this.admin = admin;
        this.catalogue = catalogue;
    }

    void run() {
        List<NewTopic> wanted = catalogue.newTopics();
        create(wanted);
        Map<String, TopicDescription> found =
                describe(wanted.stream().map(NewTopic::name).toList());
        configure(wanted);
        checkPairs(found);
        awaitLeaders(found.values());
    }

    private void create(List<NewTopic> wanted) {
        admin.createTopics(wanted).values().forEach((name, future) -> {
            try {
                get(future, "topic " + name);
            } catch (TopicsUnavailableException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
    }

    private Map<String, TopicDescription> describe(Collection<String> names) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return get(admin.describeTopics(names).allTopicNames(), "topics");
            } catch (TopicsUnavailableException e) {
                // created, but this broker has not heard of it yet
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                        .join();
            }
        }
    }

    private void configure(List<NewTopic> wanted) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (NewTopic topic : wanted) {
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), set(topic.configs()));
        }
        for (String group : catalogue.groups()) {
            changes.put(new ConfigResource(ConfigResource.Type.GROUP, group), set(catalogue.groupConfig()));
        }
        get(admin.incrementalAlterConfigs(changes).all(), "settings of topics and share groups");
    }

    private static Collection<AlterConfigOp> set(Map<String, String> config) {
        List<AlterConfigOp> changes = new ArrayList<>();
        config.forEach(
                (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        return changes;
    }

    private void checkPairs(Map<String, TopicDescription> found) {
        int events = partitions(found, Topics.EVENTS);
        int previews = partitions(found, Topics.PREVIEWS);
        if (events != previews) {
            throw new TopicsUnavailableException(
                    "topic previews: expected " + events + " partitions as events has, got " + previews);
        }
    }

    private static int partitions(Map<String, TopicDescription> found, String name) {
        TopicDescription description = found.get(name);
        return description == null ? 0 : description.partitions().size();
    }

    /** Producing before every leader answers ends in endless OutOfOrderSequenceExceptions, or lost records. */
    private void awaitLeaders(Collection<TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition ->
                            all.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        get(admin.listOffsets(all).all(), "partition leaders");
    }

    private static <T> T get(KafkaFuture<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TopicsUnavailableException(what + ": refused by the broker: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException(what + ": interrupted while waiting for the broker", e);
        }
    }
}
