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

    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<Preview> previews = RecordCodec.of(Preview.class);

    /** A consumer that is assigned its partitions and belongs to no group. */
    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String clientId, int fetchWaitMillis) {
        return consumer(bootstrap, clientId, fetchWaitMillis, ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES);
    }

    /** As the other, with a bound on what is fetched of a partition at a time; one record is fetched however long it is. */
    static KafkaConsumer<byte[], byte[]> consumer(
            String bootstrap, String clientId, int fetchWaitMillis, int fetchBytes) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
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
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
