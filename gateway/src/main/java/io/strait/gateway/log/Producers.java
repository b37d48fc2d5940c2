package io.strait.gateway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers whose records are written by all in-sync replicas, once each and in order, or fail. */
public final class Producers {
    /** For metadata and for an answer; a single record is tried for three times as long. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE_WITH_MANY = Duration.ofSeconds(10);
    private static final long BUFFER_BYTES = 16L << 20;

    private Producers() {}

    /** One for single records, which go out at once: acknowledged or failed within 20 s, metadata included. */
    public static KafkaProducer<byte[], byte[]> single(String bootstrap, String name) {
        return producer(settings(bootstrap, name, PATIENCE, 3));
    }

    /** One for many records at a time, which wait some milliseconds for each other. */
    public static KafkaProducer<byte[], byte[]> many(String bootstrap, String name) {
        return producer(together(bootstrap, name));
    }

    /** As {@link #many}, in transactions: opening it shuts out whoever had one of this name. */
    public static KafkaProducer<byte[], byte[]> transactional(String bootstrap, String name) {
        Map<String, Object> settings = together(bootstrap, name);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 3 * (int) PATIENCE_WITH_MANY.toMillis());
        return producer(settings);
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

    private static Map<String, Object> together(String bootstrap, String name) {
        Map<String, Object> settings = settings(bootstrap, name, PATIENCE_WITH_MANY, 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        return settings;
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
