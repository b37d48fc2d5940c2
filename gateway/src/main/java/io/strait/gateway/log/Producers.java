package io.strait.gateway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers whose records are written by all in-sync replicas, once each and in order, or fail. */
public final class Producers {
    private static final Duration MANY_PATIENCE = Duration.ofSeconds(10);
    private static final long MANY_BUFFER_BYTES = 16L << 20;

    private Producers() {}

    /**
     * One for single records, which go out at once.
     *
     * @param patience for metadata and for an answer; a record is tried for so long three times
     */
    public static KafkaProducer<byte[], byte[]> single(String bootstrap, String name, Duration patience) {
        return new KafkaProducer<>(
                settings(bootstrap, name, patience, 3), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** One for many records at a time, which wait some milliseconds for each other. */
    public static KafkaProducer<byte[], byte[]> many(String bootstrap, String name) {
        return new KafkaProducer<>(
                many(settings(bootstrap, name, MANY_PATIENCE, 2)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** As {@link #many}, in transactions: opening it shuts out whoever had one of this name. */
    public static KafkaProducer<byte[], byte[]> transactional(String bootstrap, String name) {
        Map<String, Object> settings = many(settings(bootstrap, name, MANY_PATIENCE, 2));
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 3 * (int) MANY_PATIENCE.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> settings(String bootstrap, String name, Duration patience, int tries) {
        int millis = (int) patience.toMillis();
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, tries * millis);
        return settings;
    }

    private static Map<String, Object> many(Map<String, Object> settings) {
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MANY_BUFFER_BYTES);
        return settings;
    }
}
