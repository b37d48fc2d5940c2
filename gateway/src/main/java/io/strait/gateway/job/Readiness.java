package io.strait.gateway.job;

import io.strait.schemas.avro.StageName;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether a job accepted now would be worked on: Kafka is there, the topics exist, and every stage has a worker. */
public final class Readiness implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Admin admin;
    private final Topics topics;
    private final Jobs jobs;

    /** Connects in the background. */
    public Readiness(String bootstrap, Topics topics, Jobs jobs) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "gateway-readiness",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS));
        this.topics = topics;
        this.jobs = jobs;
    }

    /** What is missing, in words; empty when ready. Takes two seconds at most and never fails. */
    public CompletableFuture<List<String>> reasons() {
        List<CompletableFuture<List<String>>> checks = new ArrayList<>();
        checks.add(CompletableFuture.completedFuture(
                jobs.tailing() ? List.of() : List.of("the event log is not being read")));
        checks.add(topics());
        for (StageName stage : StageName.values()) {
            checks.add(workers(stage));
        }
        return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                .thenApply(done -> checks.stream()
                        .flatMap(check -> check.join().stream())
                        .distinct()
                        .toList());
    }

    private CompletableFuture<List<String>> topics() {
        List<String> names = Stream.concat(
                        Stream.of(Topics.EVENTS, Topics.PREVIEWS, Topics.CONTROLS),
                        Arrays.stream(StageName.values()).map(topics::jobs))
                .toList();
        var described = admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .topicNameValues();
        KafkaFuture<Void> all = KafkaFuture.allOf(described.values().toArray(KafkaFuture[]::new));
        return reason(
                all.thenApply(done -> List.<String>of()),
                "topics are missing: expected " + names.stream().collect(Collectors.joining(", ")));
    }

    private CompletableFuture<List<String>> workers(StageName stage) {
        String missing = "no " + stage.name().toLowerCase(Locale.ROOT) + " worker has joined";
        KafkaFuture<ShareGroupDescription> group = Objects.requireNonNull(admin.describeShareGroups(
                        List.of(topics.group(stage)), new DescribeShareGroupsOptions().timeoutMs(TIMEOUT_MILLIS))
                .describedGroups()
                .get(topics.group(stage)));
        return reason(
                group.thenApply(found -> found.members().isEmpty() ? List.of(missing) : List.<String>of()), missing);
    }

    /** The check's answer; where Kafka says "unknown", the reason given; where it says nothing, that it is away. */
    private static CompletableFuture<List<String>> reason(KafkaFuture<List<String>> check, String unknown) {
        return check.toCompletionStage().toCompletableFuture().exceptionally(failure -> {
            Throwable cause =
                    failure instanceof ExecutionException || failure.getCause() != null ? failure.getCause() : failure;
            boolean known =
                    cause instanceof UnknownTopicOrPartitionException || cause instanceof GroupIdNotFoundException;
            return List.of(known ? unknown : "Kafka does not answer");
        });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
