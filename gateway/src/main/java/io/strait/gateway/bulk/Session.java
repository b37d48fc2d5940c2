package io.strait.gateway.bulk;

import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.BatchLine;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.TenantQueue;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a dispatcher: a member of the group of dispatchers, with the lines of the tenants in its partitions. Whatever goes wrong ends it; the
 * next one begins with what the log says. Runs on one thread.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration TIDY_EVERY = Duration.ofSeconds(5);
    private static final long CLOCK_SLACK_MILLIS = 60_000;

    /**
     * What a session works with.
     *
     * @param name of this dispatcher, different from every other's
     * @param runningLimit by tenant, how many of its jobs may run at a time
     * @param betweenWrites called after a decision is written and before the jobs are; for tests
     */
    record Parts(
            String kafka,
            String name,
            Topics topics,
            BundleManifest bundle,
            ToIntFunction<String> runningLimit,
            InstantSource clock,
            Runnable betweenWrites) {}

    private final Parts parts;
    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> intake;
    private final Lifecycle lifecycle;
    private final Scans scans;
    private final Admin admin;
    private final Hands hands;
    private final Backlog backlog;
    private final Trimmer trimmer;
    private final Turns turns;
    private final Lines lines;
    private final RecordCodec<TenantQueue> states = RecordCodec.of(TenantQueue.class);
    /** Partitions taken over from a dispatcher that may have been cut off between its two writes. */
    private final Set<Integer> unconfirmed = new HashSet<>();

    private long heardFromGroupNanos;
    private long tidiedNanos = System.nanoTime();

    Session(Parts parts) {
        this.parts = parts;
        this.topics = parts.topics();
        Cost cost = new Cost(parts.bundle());
        this.turns = new Turns(cost.quantum());
        this.lines = new Lines(cost, turns);
        String id = parts.name();
        this.intake = new KafkaConsumer<>(KafkaSettings.member(parts.kafka(), id, topics.dispatchers()));
        this.lifecycle = new Lifecycle(KafkaSettings.reader(parts.kafka(), id + "-life", "read_uncommitted"));
        this.scans = new Scans(KafkaSettings.reader(parts.kafka(), id + "-scan", "read_committed"));
        this.admin = Admin.create(KafkaSettings.client(parts.kafka(), id + "-admin"));
        this.hands = new Hands(parts.kafka(), id, topics);
        this.backlog = new Backlog(admin, topics);
        this.trimmer = new Trimmer(admin, topics);
    }

    /** Dispatches until told to stop; throws Kafka's exceptions. */
    void run(BooleanSupplier stopping) {
        lifecycle.open();
        hands.open();
        intake.subscribe(List.of(topics.intake()), new Ownership());
        while (!stopping.getAsBoolean()) {
            // With no job to give or to hear of, what wakes it is a job that comes in.
            boolean idle = lifecycle.caughtUp() && !lines.waiting() && lines.running() == 0;
            lifecycle.poll(idle ? Duration.ZERO : PAUSE, lines::heard);
            intake.poll(idle ? IDLE : Duration.ZERO).forEach(lines::read);
            heardFromGroupNanos = System.nanoTime();
            if (lifecycle.caughtUp()) {
                List.copyOf(unconfirmed).forEach(this::confirm);
                refill();
                dispatch();
            }
        }
    }

    private void refill() {
        for (TenantLine line : lines.all()) {
            if (line.hungry()) {
                TopicPartition partition = new TopicPartition(topics.intake(), line.partition());
                lines.refill(line, scans, partition, intake.position(partition));
            }
        }
    }

    private void dispatch() {
        long now = parts.clock().millis();
        int room = lines.waiting() ? backlog.room(lines.running(), lines.atTop()) : 0;
        Set<TenantLine> changed = new LinkedHashSet<>();
        List<WaitingJob> given = new ArrayList<>();
        while (given.size() < room) {
            TenantLine line = turns.next(
                    one -> one.running().size() < parts.runningLimit().applyAsInt(one.tenant()));
            if (line == null) {
                break;
            }
            WaitingJob job = line.take();
            changed.add(line);
            if (unwanted(job) || job.job().getSpec().getDeadline() < now) {
                line.deficit(line.deficit() + job.cost());
            } else {
                lines.start(line, job, now);
                given.add(job);
            }
        }
        Set<TenantLine> spent = tidy(now);
        changed.addAll(spent);
        if (changed.isEmpty()) {
            return;
        }
        Map<Integer, Long> positions = new HashMap<>();
        changed.forEach(line -> positions.computeIfAbsent(
                line.partition(), partition -> lines.oldestWaiting(partition, frontier(partition))));
        hands.decide(changed, spent, positions, intake.groupMetadata());
        lines.remove(spent);
        parts.betweenWrites().run();
        give(given);
    }

    /** Cancelled, it or the batch that it is of: a batch is cancelled by one control. */
    private boolean unwanted(WaitingJob job) {
        BatchLine line = job.job().getSpec().getBatch();
        return lifecycle.unwanted(job.jobId()) || (line != null && lifecycle.unwanted(line.getBatchId()));
    }

    private long frontier(int partition) {
        return intake.position(new TopicPartition(topics.intake(), partition));
    }

    private void give(List<WaitingJob> jobs) {
        Duration silent = Duration.ofNanos(System.nanoTime() - heardFromGroupNanos);
        if (silent.toMillis() > KafkaSettings.SESSION_MILLIS - KafkaSettings.DELIVERY_MILLIS) {
            // Another may have taken over, and given these jobs.
            throw new KafkaException("dispatcher: expected to give jobs at once, was held up for " + silent);
        }
        hands.give(jobs);
    }

    /** Now and then: lines that are of no use any more, because the log begins behind them; and trims the log. */
    private Set<TenantLine> tidy(long now) {
        Set<TenantLine> spent = new LinkedHashSet<>();
        if (System.nanoTime() - tidiedNanos < TIDY_EVERY.toNanos()) {
            return spent;
        }
        tidiedNanos = System.nanoTime();
        lines.dropOverdue(now);
        Map<Integer, Long> needed = new HashMap<>();
        for (int partition : lines.partitions()) {
            long frontier = frontier(partition);
            long oldest = lines.oldestWaiting(partition, frontier);
            needed.put(partition, lines.oldestNeeded(partition, frontier));
            for (TenantLine line : lines.in(partition)) {
                if (line.idle() && line.next() <= oldest) {
                    spent.add(line);
                }
            }
        }
        trimmer.trim(needed, lines.partitions().contains(0));
        return spent;
    }

    /** Jobs that were decided on, of which no worker has been heard, and which are not in the queue: their record was never written. */
    private void confirm(int partition) {
        Map<String, Long> missing = new HashMap<>();
        long since = Long.MAX_VALUE;
        for (TenantLine line : lines.in(partition)) {
            for (TenantLine.Running running : line.running()) {
                if (!running.begun()) {
                    missing.put(running.job().getJobId(), running.job().getOffset());
                    since = Math.min(since, running.job().getDispatchedAt());
                }
            }
        }
        if (!missing.isEmpty()) {
            lifecycle
                    .since(topics.jobs(StageName.TOP, Priority.BULK), since - CLOCK_SLACK_MILLIS)
                    .forEach((queue, range) -> scans.read(queue, range[0], range[1], entry -> {
                        missing.remove(new String(entry.key(), StandardCharsets.UTF_8));
                        return true;
                    }));
        }
        if (!missing.isEmpty()) {
            LOG.warn("bulk.confirm partition={}: jobs decided on but not given: {}", partition, missing.keySet());
            List<WaitingJob> jobs = new ArrayList<>();
            TopicPartition log = new TopicPartition(topics.intake(), partition);
            missing.forEach((id, offset) -> scans.read(log, offset, offset + 1, entry -> {
                lines.decode(entry).filter(job -> job.jobId().equals(id)).ifPresent(jobs::add);
                return false;
            }));
            give(jobs);
        }
        unconfirmed.remove(partition);
    }

    private void restore(int partition) {
        TopicPartition log = new TopicPartition(topics.dispatch(), partition);
        Map<String, TenantLine> known = new HashMap<>();
        scans.read(log, scans.beginning(log), lifecycle.end(log), entry -> {
            String tenant = new String(entry.key(), StandardCharsets.UTF_8);
            if (entry.value() == null) {
                known.remove(tenant);
            } else {
                known.put(tenant, TenantLine.of(states.decode(entry.value()), partition));
            }
            return true;
        });
        lines.add(partition, known.values());
        known.values().stream()
                .flatMap(line -> line.running().stream())
                .mapToLong(running -> running.job().getDispatchedAt())
                .min()
                .ifPresent(since -> {
                    unconfirmed.add(partition);
                    lifecycle.rewind(since - CLOCK_SLACK_MILLIS);
                });
        LOG.info("bulk.partition {} taken on, tenants known: {}", partition, known.size());
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // Waits for transactions under way: what they change of the state is read next.
            intake.committed(Set.copyOf(partitions));
            partitions.forEach(partition -> restore(partition.partition()));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                lines.remove(partition.partition());
                unconfirmed.remove(partition.partition());
            }
        }
    }

    /** Ends a wait, from any thread. */
    void wake() {
        lifecycle.wake();
    }

    /** Ends as if the process had been killed: the group is not told, nothing is finished. */
    void abandon() {
        intake.close(CloseOptions.timeout(Duration.ofMillis(100))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        hands.abandon();
        Closing.all(lifecycle::close, scans::close, () -> admin.close(Duration.ZERO));
    }

    @Override
    public void close() {
        Closing.all(
                () -> intake.close(CloseOptions.timeout(Duration.ofSeconds(2))),
                lifecycle::close,
                scans::close,
                hands::close,
                () -> admin.close(Duration.ofSeconds(1)));
    }
}
