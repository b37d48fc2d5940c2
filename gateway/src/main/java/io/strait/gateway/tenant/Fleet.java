package io.strait.gateway.tenant;

import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many gateways live: each says so every two seconds in a topic that all read, and is counted until it says good-bye or has been silent for
 * seven. Times are the reader's own, so clocks need not agree. While Kafka is away the last number known stands; one that has just started
 * knows only itself, for two seconds. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(7);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final byte[] HERE = {1};
    private static final byte[] GONE = {0};

    private final String id = UUID.randomUUID().toString();
    private final @Nullable Thread thread;
    private final Map<String, Long> heard = new HashMap<>();
    private @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean closed;
    private volatile int size = 1;

    private Fleet(@Nullable String kafka) {
        this.thread = kafka == null ? null : new Thread(() -> run(kafka), "gateway-fleet");
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A gateway that shares nothing with others. */
    public static Fleet alone() {
        return new Fleet(null);
    }

    /**
     * Joins the others. Connects in the background.
     *
     * @param kafka bootstrap servers
     */
    public static Fleet join(String kafka) {
        return new Fleet(kafka);
    }

    /** Gateways that live, this one included. */
    public int size() {
        return size;
    }

    private void run(String kafka) {
        try (KafkaConsumer<String, byte[]> reader = consumer(kafka);
                KafkaProducer<String, byte[]> writer = producer(kafka)) {
            synchronized (this) {
                consumer = reader;
            }
            TopicPartition partition = new TopicPartition(Topics.GATEWAYS, 0);
            reader.assign(List.of(partition));
            reader.seekToEnd(List.of(partition));
            long next = System.nanoTime();
            while (!closed) {
                try {
                    if (System.nanoTime() - next >= 0) {
                        next = System.nanoTime() + PERIOD.toNanos();
                        say(writer, HERE);
                    }
                    for (ConsumerRecord<String, byte[]> said : reader.poll(POLL)) {
                        hear(said);
                    }
                    count();
                } catch (WakeupException e) {
                    LOG.debug("fleet.leaving");
                } catch (RuntimeException e) {
                    // As for Kafka's absence: the number stands.
                    LOG.warn("fleet.unheard", e);
                }
            }
            say(writer, GONE);
        } catch (RuntimeException e) {
            LOG.error("fleet.ended: limits are no longer divided by the gateways that live", e);
        }
    }

    private void say(KafkaProducer<String, byte[]> writer, byte[] what) {
        var unused = writer.send(new ProducerRecord<>(Topics.GATEWAYS, 0, id, what), (sent, failure) -> {
            if (failure != null) {
                LOG.debug("fleet.unsaid", failure);
            }
        });
    }

    private void hear(ConsumerRecord<String, byte[]> said) {
        if (said.key() == null || said.value() == null || said.value().length != 1) {
            return;
        }
        if (said.value()[0] == GONE[0]) {
            heard.remove(said.key());
        } else {
            heard.put(said.key(), System.nanoTime());
        }
    }

    /** Silence is measured against whoever was heard last: when nobody is heard, not even this one, it is Kafka that is away. */
    private void count() {
        long latest = heard.values().stream().mapToLong(Long::longValue).max().orElse(0);
        heard.values().removeIf(at -> latest - at > SILENCE.toNanos());
        int found = heard.size() + (heard.containsKey(id) ? 0 : 1);
        if (found != size) {
            LOG.info("fleet.size gateways={}", found);
            size = found;
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(String kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "gateway-fleet",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static KafkaProducer<String, byte[]> producer(String kafka) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "gateway-fleet",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Math.toIntExact(PATIENCE.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(PATIENCE.toMillis()),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(2 * PATIENCE.toMillis())),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (consumer != null) {
                consumer.wakeup();
            }
        }
        if (thread != null) {
            try {
                thread.join(2 * PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
