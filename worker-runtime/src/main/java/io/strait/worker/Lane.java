package io.strait.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot: a share consumer on a thread of its own that either polls or holds a record. While it holds one it renews the lock;
 * when the hold ends it tells the broker how. A consumer that fails, or whose lock is lost, is replaced.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    /** How soon a polling lane sees that it is to stop. The fetch itself stays at the broker from poll to poll; shorter polls only wake threads. */
    private static final Duration POLL = Duration.ofMillis(500);

    /** How soon a lane that waits for its turn sees that it is to stop. */
    private static final Duration WAIT = Duration.ofMillis(250);

    private static final Duration COMMIT = Duration.ofSeconds(5);
    /** A close waits for the fetch at the broker; what that fetch acquires is released with the session. */
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private static final Duration BEFORE_REOPENING = Duration.ofSeconds(1);

    /**
     * What a lane takes records from, and what is done with them.
     *
     * @param name of its thread
     * @param settings of its consumer
     * @param take decides on a record; called on the lane's thread
     */
    record Source(
            String name,
            Map<String, Object> settings,
            String topic,
            Function<ConsumerRecord<byte[], byte[]>, Hold> take) {}

    private final Source source;
    private final Turn turn;
    private final Duration renewEvery;
    private final Health health;
    private final WorkerMetrics metrics;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable Hold held;
    private volatile long heldSinceNanos;

    Lane(Source source, Turn turn, Duration renewEvery, Health health, WorkerMetrics metrics) {
        this.source = source;
        this.turn = turn;
        this.renewEvery = renewEvery;
        this.health = health;
        this.metrics = metrics;
        this.thread = new Thread(this::run, source.name());
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping && health.awaitOpen()) {
                if (turn.enter(WAIT)) {
                    serve();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lose();
        }
    }

    private void serve() throws InterruptedException {
        try {
            ShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(source.settings());
            try {
                consumer.subscribe(Set.of(source.topic()));
                serve(consumer);
            } finally {
                consumer.close(CLOSE);
            }
        } catch (RuntimeException e) {
            LOG.warn("{}: consumer failed or lock lost; opening another", thread.getName(), e);
            lose();
            health.pause(BEFORE_REOPENING);
        } finally {
            turn.leave();
        }
    }

    private void serve(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        while (!stopping && health.open() && turn.stay()) {
            ConsumerRecord<byte[], byte[]> record = poll(consumer);
            while (record != null) {
                try {
                    record = hold(consumer, record);
                } finally {
                    turn.end();
                }
            }
        }
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> poll(ShareConsumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            return record;
        }
        return null;
    }

    /** Holds a record to its outcome. Returns another record if a renewal brought one in its place. */
    private @Nullable ConsumerRecord<byte[], byte[]> hold(
            ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        long lockedAt = System.nanoTime();
        while (stopping || !turn.begin(WAIT)) {
            if (stopping) {
                consumer.acknowledge(record, AcknowledgeType.RELEASE);
                commit(consumer);
                return null;
            }
            if (System.nanoTime() - lockedAt >= renewEvery.toNanos()) {
                checkLock(consumer, record, lockedAt);
                lockedAt = System.nanoTime();
                ConsumerRecord<byte[], byte[]> renewed = renew(consumer, record);
                if (!same(record, renewed)) {
                    return renewed;
                }
            }
        }
        metrics.taken(Duration.ofMillis(System.currentTimeMillis() - record.timestamp()), Deliveries.count(record));
        heldSinceNanos = System.nanoTime();
        Hold hold = source.take().apply(record);
        held = hold;
        if (stopping) {
            hold.giveBackIfKept();
        }
        Optional<Outcome> outcome = hold.await(renewEvery);
        while (outcome.isEmpty()) {
            checkLock(consumer, record, lockedAt);
            lockedAt = System.nanoTime();
            ConsumerRecord<byte[], byte[]> renewed = renew(consumer, record);
            if (!same(record, renewed)) {
                LOG.warn("{}: the lock on offset {} is lost", thread.getName(), record.offset());
                lose();
                return renewed;
            }
            outcome = hold.await(renewEvery);
        }
        held = null;
        metrics.job(outcome.get());
        outcome.get().acknowledgement().ifPresent(how -> {
            consumer.acknowledge(record, how);
            commit(consumer);
        });
        return null;
    }

    /**
     * Goes by this machine's clock, because the broker does not tell: a renewal of a record that somebody else has accepted meanwhile is
     * below the group's start offset, and the broker answers that it is fine.
     */
    private static void checkLock(
            ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record, long lockedAt) {
        Duration held = Duration.ofNanos(System.nanoTime() - lockedAt);
        consumer.acquisitionLockTimeoutMs()
                .filter(lock -> held.toMillis() >= lock)
                .ifPresent(lock -> {
                    throw new KafkaException("offset " + record.offset() + ": expected a renewal within " + lock
                            + " ms, got none for " + held.toMillis());
                });
    }

    /** Prolongs the lock. The broker's answer shows in the next poll, which presents the same record again. */
    private static @Nullable ConsumerRecord<byte[], byte[]> renew(
            ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        consumer.acknowledge(record, AcknowledgeType.RENEW);
        commit(consumer);
        return poll(consumer);
    }

    private static void commit(ShareConsumer<byte[], byte[]> consumer) {
        Map<TopicIdPartition, Optional<KafkaException>> results = consumer.commitSync(COMMIT);
        results.values().stream().flatMap(Optional::stream).findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private static boolean same(ConsumerRecord<byte[], byte[]> a, @Nullable ConsumerRecord<byte[], byte[]> b) {
        return b != null && a.topic().equals(b.topic()) && a.partition() == b.partition() && a.offset() == b.offset();
    }

    private void lose() {
        Hold hold = held;
        held = null;
        if (hold != null && hold.end(Outcome.LOST)) {
            metrics.job(Outcome.LOST);
        }
    }

    /** Since when it holds a record, if it does. */
    Optional<Duration> heldFor() {
        return held == null ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - heldSinceNanos));
    }

    /** Takes no more records. The one it holds goes on. */
    void stop() {
        stopping = true;
        Hold hold = held;
        if (hold != null) {
            hold.giveBackIfKept();
        }
    }

    /** Waits for the end; returns whether it came in time. */
    boolean awaitEnd(Duration atMost) {
        return Joining.join(thread, atMost);
    }

    /** Ends what it still holds with an outcome, and waits for the consumer to close. */
    void end(Outcome outcome) {
        stopping = true;
        Hold hold = held;
        if (hold != null) {
            hold.end(outcome);
        }
    }

    @Override
    public void close() {
        end(Outcome.DRAINED);
        Joining.join(thread);
    }
}
