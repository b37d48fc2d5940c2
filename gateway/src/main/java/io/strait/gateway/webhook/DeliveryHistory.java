package io.strait.gateway.webhook;

import io.strait.gateway.http.HttpFailure;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint's deliveries as the log has them, whichever gateway makes them. However many there are, few are held. */
final class DeliveryHistory {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHistory.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 100;
    private static final int MOST_READERS = 4;

    private final String bootstrap;
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private final RecordCodec<WebhookDelivery> codec = RecordCodec.of(WebhookDelivery.class);

    DeliveryHistory(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Its newest deliveries, newest first. Blocks: reads the partition.
     *
     * @throws HttpFailure 503 if others are being read: each costs a consumer and its buffers
     * @throws org.apache.kafka.common.KafkaException if Kafka is away
     */
    List<WebhookDelivery> of(String endpointId) {
        if (!readers.tryAcquire()) {
            throw HttpFailure.unavailable("Too many deliveries are being read. Try again.");
        }
        try {
            return read(endpointId);
        } finally {
            readers.release();
        }
    }

    private List<WebhookDelivery> read(String endpointId) {
        TopicPartition partition = new TopicPartition(Topics.WEBHOOK_DELIVERIES, WebhookLog.partition(endpointId));
        String prefix = endpointId + "/";
        NavigableMap<Place, WebhookDelivery> found = new TreeMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = LogThread.consumer(bootstrap, "gateway-webhook-history", "")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("webhook deliveries: expected to be read within " + PATIENCE);
                }
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                    String key = new String(entry.key(), StandardCharsets.UTF_8);
                    if (key.startsWith(prefix)) {
                        keep(found, key, entry);
                        if (found.size() > MOST) {
                            // The time is the event's and stays: what is too old now was or will be in every record.
                            found.pollFirstEntry();
                        }
                    }
                }
            }
        }
        return List.copyOf(found.descendingMap().values());
    }

    private void keep(Map<Place, WebhookDelivery> found, String key, ConsumerRecord<byte[], byte[]> entry) {
        if (entry.value() == null) {
            found.keySet().removeIf(place -> place.key().equals(key));
            return;
        }
        try {
            WebhookDelivery delivery = codec.decode(entry.value());
            found.merge(
                    new Place(delivery.getCreatedAt(), key),
                    delivery,
                    (before, now) -> now.getTries() >= before.getTries() ? now : before);
        } catch (RuntimeException e) {
            LOG.warn("webhook.unreadable delivery={} offset={}", key, entry.offset(), e);
        }
    }

    /**
     * Where a delivery stands among the others.
     *
     * @param at epoch milliseconds
     */
    private record Place(long at, String key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return at == other.at ? key.compareTo(other.key) : Long.compare(at, other.at);
        }
    }
}
