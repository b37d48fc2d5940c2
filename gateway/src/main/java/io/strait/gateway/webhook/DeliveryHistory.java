package io.strait.gateway.webhook;

import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An endpoint's deliveries as the log has them, whichever gateway makes them. */
final class DeliveryHistory {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHistory.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 100;

    private final String bootstrap;
    private final RecordCodec<WebhookDelivery> codec = RecordCodec.of(WebhookDelivery.class);

    DeliveryHistory(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Its newest deliveries, newest first. Blocks: reads the partition.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka is away
     */
    List<WebhookDelivery> of(String endpointId) {
        TopicPartition partition = new TopicPartition(Topics.WEBHOOK_DELIVERIES, WebhookLog.partition(endpointId));
        String prefix = endpointId + "/";
        Map<String, WebhookDelivery> found = new HashMap<>();
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
                    }
                }
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(WebhookDelivery::getCreatedAt).reversed())
                .limit(MOST)
                .toList();
    }

    private void keep(Map<String, WebhookDelivery> found, String key, ConsumerRecord<byte[], byte[]> entry) {
        if (entry.value() == null) {
            found.remove(key);
            return;
        }
        try {
            WebhookDelivery delivery = codec.decode(entry.value());
            found.merge(key, delivery, (before, now) -> now.getTries() >= before.getTries() ? now : before);
        } catch (RuntimeException e) {
            LOG.warn("webhook.unreadable delivery={} offset={}", key, entry.offset(), e);
        }
    }
}
