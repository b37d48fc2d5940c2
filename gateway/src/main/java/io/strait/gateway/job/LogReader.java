package io.strait.gateway.job;

import io.strait.gateway.job.LogRecord.EventRecord;
import io.strait.gateway.job.LogRecord.PreviewRecord;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How records of the log are read: consumer settings, and decoding of those somebody asked for. */
final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    /** Two previews or so. */
    private static final int PICK_BYTES = 64 * 1024;

    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<Preview> previews = RecordCodec.of(Preview.class);

    /** A consumer that is assigned its partitions and belongs to no group. */
    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String clientId, int fetchWaitMillis) {
        return new KafkaConsumer<>(
                settings(bootstrap, clientId, fetchWaitMillis),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * A consumer for single records. It hands out one at a time: one that has more in hand does not fetch ahead, and the next jump need
     * not wait for records that nobody wants.
     */
    static KafkaConsumer<byte[], byte[]> picker(String bootstrap, String clientId, int fetchWaitMillis) {
        Map<String, Object> settings = settings(bootstrap, clientId, fetchWaitMillis);
        // One record is fetched however long it is.
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PICK_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> settings(String bootstrap, String clientId, int fetchWaitMillis) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, fetchWaitMillis);
        // Previews are kept for minutes: a place that is gone means the oldest that is left.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 8_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    /** The record if it is of a wanted job and can be read, else null. Records are keyed by job id. */
    @Nullable
    LogRecord read(ConsumerRecord<byte[], byte[]> entry, Predicate<String> wanted) {
        if (entry.key() == null
                || entry.value() == null
                || !wanted.test(new String(entry.key(), StandardCharsets.UTF_8))) {
            return null;
        }
        try {
            return entry.topic().equals(Topics.EVENTS)
                    ? new EventRecord(events.decode(entry.value()), entry.offset(), entry.timestamp())
                    : new PreviewRecord(previews.decode(entry.value()), entry.offset(), entry.timestamp());
        } catch (RuntimeException e) {
            LOG.warn(
                    "record.unreadable topic={} partition={} offset={}",
                    entry.topic(),
                    entry.partition(),
                    entry.offset(),
                    e);
            return null;
        }
    }
}
