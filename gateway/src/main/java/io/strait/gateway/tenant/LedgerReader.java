package io.strait.gateway.tenant;

import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a ledger of every job that begins and ends: all of the log since the oldest job that can still count, then what comes. */
final class LedgerReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(6);
    /** The events are not kept longer. */
    private static final Duration MOST = Duration.ofDays(30);

    private static final Duration LEAST = Duration.ofDays(1);

    private final RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final Duration back;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /** @param longest time after which a job has ended */
    LedgerReader(String kafka, Clock clock, Duration longest) {
        this.clock = clock;
        this.back = longest.compareTo(MOST) > 0 ? MOST : longest.compareTo(LEAST) < 0 ? LEAST : longest;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "gateway-ledger",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(CALL.toMillis()),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void start(JobLedger ledger) {
        Thread reader = new Thread(() -> run(ledger), "gateway-ledger");
        reader.setDaemon(true);
        reader.start();
        thread = reader;
    }

    private void run(JobLedger ledger) {
        try (consumer) {
            boolean placed = false;
            while (!closed) {
                try {
                    placed = placed || place();
                    consumer.poll(POLL).forEach(entry -> tell(ledger, entry));
                } catch (WakeupException e) {
                    LOG.debug("ledger.leaving");
                } catch (KafkaException e) {
                    LOG.warn("ledger.behind: Kafka does not answer", e);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("ledger.ended: bounds on queued and daily jobs are no longer right", e);
        }
    }

    private boolean place() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> since = new HashMap<>();
        partitions.forEach(
                partition -> since.put(partition, clock.instant().minus(back).toEpochMilli()));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since);
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            if (first == null) {
                // Nothing as young as that, so whatever lies behind the end as it was before is new.
                consumer.seek(partition, ends.getOrDefault(partition, 0L));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
        return true;
    }

    private void tell(JobLedger ledger, ConsumerRecord<byte[], byte[]> entry) {
        try {
            JobEvent event = codec.decode(entry.value());
            JobId id = JobId.parse(event.getJobId());
            Object what = event.getWhat();
            if (what instanceof Queued queued) {
                ledger.accepted(id, queued.getSpec());
            } else if (what instanceof Completed
                    || what instanceof Failed
                    || what instanceof Cancelled
                    || what instanceof Expired) {
                ledger.ended(id);
            }
        } catch (RuntimeException e) {
            LOG.warn("ledger.unreadable partition={} offset={}", entry.partition(), entry.offset(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        Thread reader = thread;
        try {
            if (reader != null) {
                reader.join(CLOSING.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
