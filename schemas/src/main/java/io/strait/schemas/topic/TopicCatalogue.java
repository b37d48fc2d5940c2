package io.strait.schemas.topic;

import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Every topic and share group of one bundle, with its settings.
 *
 * @param eventPartitions of events and previews alike: a job's previews are in the partition of its events
 * @param jobPartitions of each stage's jobs; one held record caps its partition at about 2 000 offsets
 * @param replication copies of each partition
 */
public record TopicCatalogue(Topics topics, int eventPartitions, int jobPartitions, int replication) {
    /** Deliveries after which the broker drops a record. Workers give one up before that happens. */
    public static final int DELIVERIES = 10;

    /** How long a batch is remembered. */
    public static final Duration BATCHES_KEPT = Duration.ofDays(60);
    /** How long the claim of an idempotency key is good. */
    public static final Duration CLAIMS_KEPT = Duration.ofDays(1);
    /** Partitions of batches and of what is asked of them: as many gateways can share the work. */
    public static final int BATCH_PARTITIONS = 8;
    /** A tenant's bulk jobs are in one partition of the intake, dispatched by one gateway: at most so many gateways dispatch. */
    public static final int INTAKE_PARTITIONS = 8;

    /** Over how many gateways webhook deliveries can be spread. */
    public static final int WEBHOOK_PARTITIONS = 4;

    private static final String RETENTION = "retention.ms";
    private static final String SEGMENT_BYTES = "segment.bytes";
    private static final String SEGMENT_MILLIS = "segment.ms";
    private static final String CLEANUP = "cleanup.policy";

    /** The usual counts: 8 partitions of events, 4 of each stage's jobs. */
    public static TopicCatalogue standard(Topics topics, int replication) {
        return new TopicCatalogue(topics, 8, 4, replication);
    }

    /**
     * Makes the broker agree with this catalogue: creates absent topics, sets the settings of all topics and share groups, and returns once
     * every partition has a leader that answers. Idempotent, and safe to run from several processes at once. Blocks.
     *
     * @param admin stays open
     * @throws TopicsUnavailableException if the broker refuses or does not answer, or events and previews have different partition counts
     */
    public void ensure(Admin admin) {
        new TopicSetup(admin, this).run();
    }

    /** Topics in the order in which they are created. */
    public List<NewTopic> newTopics() {
        List<NewTopic> all = new ArrayList<>();
        all.add(topic(
                Topics.EVENTS,
                eventPartitions,
                Map.of(CLEANUP, "delete", RETENTION, millis(Duration.ofDays(30)), SEGMENT_BYTES, mebibytes(64))));
        // previews are only worth something while somebody watches; small segments, because retention drops whole ones
        all.add(topic(
                Topics.PREVIEWS,
                eventPartitions,
                Map.of(
                        CLEANUP,
                        "delete",
                        RETENTION,
                        millis(Duration.ofMinutes(10)),
                        SEGMENT_MILLIS,
                        millis(Duration.ofMinutes(2)),
                        SEGMENT_BYTES,
                        mebibytes(16))));
        // workers read all of it before they are ready: compacted, and dropped once no job can be that old
        all.add(topic(
                Topics.CONTROLS,
                1,
                Map.of(
                        CLEANUP,
                        "compact,delete",
                        RETENTION,
                        millis(Duration.ofDays(30)),
                        SEGMENT_MILLIS,
                        millis(Duration.ofHours(1)),
                        "min.cleanable.dirty.ratio",
                        "0.1")));
        // a word every two seconds from each gateway, worth nothing after seven
        all.add(topic(
                Topics.GATEWAYS,
                1,
                Map.of(
                        CLEANUP,
                        "delete",
                        RETENTION,
                        millis(Duration.ofMinutes(10)),
                        SEGMENT_MILLIS,
                        millis(Duration.ofMinutes(10)))));
        // share groups silently drop records past retention: keep all
        Map<String, String> kept =
                Map.of(CLEANUP, "delete", RETENTION, "-1", "retention.bytes", "-1", SEGMENT_BYTES, mebibytes(64));
        for (StageName stage : StageName.values()) {
            for (Priority priority : Priority.values()) {
                all.add(topic(topics.jobs(stage, priority), jobPartitions, kept));
            }
            all.add(topic(topics.suspects(stage), 1, kept));
        }
        all.add(topic(topics.intake(), INTAKE_PARTITIONS, kept));
        all.add(topic(
                topics.dispatch(),
                INTAKE_PARTITIONS,
                Map.of(
                        CLEANUP,
                        "compact",
                        SEGMENT_MILLIS,
                        millis(Duration.ofHours(1)),
                        SEGMENT_BYTES,
                        mebibytes(16),
                        "min.cleanable.dirty.ratio",
                        "0.1")));
        all.add(topic(topics.deadLetters(), 1, Map.of(CLEANUP, "delete", RETENTION, millis(Duration.ofDays(30)))));
        all.addAll(batchTopics());
        all.addAll(webhookTopics());
        return all;
    }

    /** Those that every gateway reads as tables. */
    private List<NewTopic> batchTopics() {
        Map<String, String> table = Map.of(CLEANUP, "compact", SEGMENT_MILLIS, millis(Duration.ofDays(1)));
        Map<String, String> monthly = Map.of(
                CLEANUP, "compact,delete", RETENTION, millis(BATCHES_KEPT), SEGMENT_MILLIS, millis(Duration.ofDays(1)));
        // The first claim of a key counts, and compaction keeps the last: it must not begin before the claim has ended.
        Map<String, String> claims = Map.of(
                CLEANUP,
                "compact,delete",
                RETENTION,
                millis(CLAIMS_KEPT.multipliedBy(2)),
                "min.compaction.lag.ms",
                millis(CLAIMS_KEPT.plusHours(1)),
                SEGMENT_MILLIS,
                millis(Duration.ofHours(6)));
        return List.of(
                topic(topics.files(), 1, table),
                topic(topics.batchRequests(), BATCH_PARTITIONS, monthly),
                topic(topics.batches(), BATCH_PARTITIONS, monthly),
                topic(Topics.BATCH_PROGRESS, 1, monthly),
                topic(topics.idempotency(), 1, claims));
    }

    /** Deliveries are written again with every attempt, so that what is still to be delivered is always young. */
    private List<NewTopic> webhookTopics() {
        Duration day = Duration.ofDays(1);
        return List.of(
                topic(Topics.WEBHOOKS, 1, Map.of(CLEANUP, "compact", SEGMENT_MILLIS, millis(day))),
                topic(
                        Topics.WEBHOOK_DELIVERIES,
                        WEBHOOK_PARTITIONS,
                        Map.of(
                                CLEANUP,
                                "compact,delete",
                                RETENTION,
                                millis(day.multipliedBy(7)),
                                SEGMENT_MILLIS,
                                millis(day))));
    }

    /** Names of the share groups. */
    public List<String> groups() {
        return Arrays.stream(StageName.values())
                .flatMap(stage ->
                        Stream.of(topics.group(stage), topics.group(stage, Priority.BULK), topics.suspectsGroup(stage)))
                .toList();
    }

    /** Settings of each share group. */
    public Map<String, String> groupConfig() {
        return Map.of(
                "share.auto.offset.reset",
                "earliest", // the default, latest, loses what waits when the first worker joins
                "share.record.lock.duration.ms",
                millis(Duration.ofSeconds(15)),
                "share.delivery.count.limit",
                Integer.toString(DELIVERIES),
                "share.renew.acknowledge.enable",
                "true");
    }

    private NewTopic topic(String name, int partitions, Map<String, String> config) {
        return new NewTopic(name, partitions, (short) replication).configs(config);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static String mebibytes(int count) {
        return Integer.toString(count << 20);
    }
}
