package io.strait.gateway.expiry;

import io.strait.gateway.expiry.Timers.Timer;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.life.Life;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a reaper: a member of the group that reads {@code events}. Commits the queued event of the oldest job that has not ended, so that
 * whoever takes a partition over meets every such job again. Runs on one thread.
 */
final class ReaperLife implements Life {
    private static final Logger LOG = LoggerFactory.getLogger(ReaperLife.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Jobs jobs;
    private final InstantSource clock;
    private final int mostTimers;
    private final RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
    private final Map<TopicPartition, Timers> timers = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private long committedNanos = System.nanoTime();

    /** An end that could not be written. */
    private record Failure(TopicPartition partition, Timer timer) {}

    /** @param mostTimers beyond so many open jobs nothing more is read until some end */
    ReaperLife(Map<String, Object> settings, Jobs jobs, InstantSource clock, int mostTimers) {
        this.consumer = new KafkaConsumer<>(settings);
        this.jobs = jobs;
        this.clock = clock;
        this.mostTimers = mostTimers;
    }

    /** Reaps until told to stop; throws Kafka's exceptions. */
    @Override
    public void run(BooleanSupplier stopping) {
        consumer.subscribe(List.of(Topics.EVENTS), new Ownership());
        while (!stopping.getAsBoolean()) {
            boundMemory();
            consumer.poll(POLL).forEach(this::read);
            for (Failure failure = failures.poll(); failure != null; failure = failures.poll()) {
                Timers own = timers.get(failure.partition());
                if (own != null) {
                    own.again(failure.timer());
                }
            }
            timers.forEach(this::fire);
            if (System.nanoTime() - committedNanos > COMMIT_EVERY.toNanos()) {
                committedNanos = System.nanoTime();
                commit(timers.keySet());
            }
        }
        commit(timers.keySet());
    }

    /** With too many open jobs reading waits for deadlines: what has ended meanwhile is met later, and an expiry too many does not exist. */
    private void boundMemory() {
        int open = timers.values().stream().mapToInt(Timers::size).sum();
        if (open > mostTimers) {
            if (consumer.paused().isEmpty()) {
                LOG.error(
                        "expiry.full: expected at most {} open jobs, got {}; reading on as deadlines pass",
                        mostTimers,
                        open);
            }
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> entry) {
        Timers own = timers.get(new TopicPartition(entry.topic(), entry.partition()));
        if (own == null || entry.value() == null) {
            return;
        }
        try {
            own.read(codec.decode(entry.value()), entry.offset());
        } catch (RuntimeException e) {
            LOG.warn("{}-{} offset {}: cannot be read", entry.topic(), entry.partition(), entry.offset(), e);
        }
    }

    private void fire(TopicPartition partition, Timers own) {
        // What was read long after it was written may have ended since.
        boolean behind = consumer.currentLag(partition).orElse(Long.MAX_VALUE) > 0;
        if (behind && consumer.paused().isEmpty()) {
            return;
        }
        for (Timer timer : own.takeDue(clock.millis())) {
            CompletableFuture<Void> expired = jobs.expire(JobId.parse(timer.jobId()), timer.deadline());
            CompletableFuture<Void> unused = expired.whenComplete((written, failure) -> {
                if (failure == null) {
                    LOG.info("job.expired jobId={}", timer.jobId());
                } else {
                    LOG.warn("job {}: its expiry was not written; tried again", timer.jobId(), failure);
                    failures.add(new Failure(partition, timer));
                }
            });
        }
    }

    private void commit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Timers own = timers.get(partition);
            long oldest = own == null ? 0 : own.oldest(consumer.position(partition));
            if (own != null && oldest > committed.getOrDefault(partition, 0L)) {
                committed.put(partition, oldest);
                offsets.put(partition, new OffsetAndMetadata(oldest));
            }
        }
        if (!offsets.isEmpty()) {
            consumer.commitSync(offsets);
        }
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> timers.put(partition, new Timers()));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                commit(partitions);
            } catch (KafkaException e) {
                LOG.debug("positions are not written; the next owner reads some more", e);
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                timers.remove(partition);
                committed.remove(partition);
            }
        }
    }

    @Override
    public void wake() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
