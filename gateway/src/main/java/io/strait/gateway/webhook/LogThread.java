package io.strait.gateway.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread with a consumer of its own, which goes on when Kafka is away. */
abstract class LogThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogThread.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 1_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** @param group consumer group; empty: partitions are assigned by hand */
    LogThread(String bootstrap, String name, String group) {
        this(bootstrap, name, group, 1);
    }

    /** @param fetchBytes what the broker waits for before it answers a fetch, half a second at most */
    LogThread(String bootstrap, String name, String group, int fetchBytes) {
        this.consumer = consumer(bootstrap, name, group, fetchBytes);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String name, String group) {
        return consumer(bootstrap, name, group, 1);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String name, String group, int fetchBytes) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                10_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000));
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, fetchBytes);
        if (!group.isEmpty()) {
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        }
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return consumer;
    }

    void start() {
        thread.start();
    }

    /** Reads some records. Called again and again; may throw Kafka's exceptions, and is called again then too. */
    abstract void turn() throws InterruptedException;

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    turn();
                } catch (WakeupException e) {
                    LOG.trace("woken");
                } catch (KafkaException e) {
                    LOG.warn("{}: will be tried again", thread.getName(), e);
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{}: ends; webhooks stand still at this gateway", thread.getName(), e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    /** Waits a while, or until it closes. */
    final void pause() throws InterruptedException {
        boolean unused = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
