package io.strait.gateway.webhook;

import io.strait.gateway.log.Producers;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes endpoints and deliveries. May block for metadata: not for event loops. Thread-safe. */
final class WebhookLog implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<WebhookEndpoint> endpoints = RecordCodec.of(WebhookEndpoint.class);
    private final RecordCodec<WebhookDelivery> deliveries = RecordCodec.of(WebhookDelivery.class);

    WebhookLog(String bootstrap) {
        this.producer = Producers.single(bootstrap, "gateway-webhooks");
    }

    /** Partition of an endpoint's deliveries. */
    static int partition(String endpointId) {
        return Math.floorMod(endpointId.hashCode(), TopicCatalogue.WEBHOOK_PARTITIONS);
    }

    /** Names a delivery. */
    static String key(WebhookDelivery delivery) {
        return delivery.getEndpointId() + "/" + delivery.getEventId();
    }

    /** Its offset, once acknowledged. */
    CompletableFuture<Long> put(WebhookEndpoint endpoint) {
        return send(Topics.WEBHOOKS, null, endpoint.getId(), endpoints.encode(endpoint));
    }

    CompletableFuture<Long> delete(String endpointId) {
        return send(Topics.WEBHOOKS, null, endpointId, null);
    }

    CompletableFuture<Long> put(WebhookDelivery delivery) {
        return send(
                Topics.WEBHOOK_DELIVERIES,
                partition(delivery.getEndpointId()),
                key(delivery),
                deliveries.encode(delivery));
    }

    private CompletableFuture<Long> send(
            String topic, @Nullable Integer partition, String key, byte @Nullable [] value) {
        CompletableFuture<Long> acked = new CompletableFuture<>();
        try {
            var unused = producer.send(
                    new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value),
                    (metadata, failure) -> {
                        if (failure == null) {
                            acked.complete(metadata.offset());
                        } else {
                            acked.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException e) {
            acked.completeExceptionally(e);
        }
        return acked;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
