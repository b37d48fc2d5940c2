package io.strait.gateway.webhook;

import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every endpoint of every tenant, as the log has it. */
final class EndpointTable extends LogThread {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointTable.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.WEBHOOKS, 0);

    private final Map<String, WebhookEndpoint> endpoints = new ConcurrentHashMap<>();
    private final RecordCodec<WebhookEndpoint> codec = RecordCodec.of(WebhookEndpoint.class);
    private final Object moved = new Object();
    private long position = -1;

    EndpointTable(String bootstrap) {
        super(bootstrap, "gateway-webhook-endpoints", "");
        consumer().assign(List.of(PARTITION));
        consumer().seekToBeginning(List.of(PARTITION));
    }

    @Override
    void turn() {
        for (ConsumerRecord<byte[], byte[]> entry : consumer().poll(POLL)) {
            read(entry);
        }
        long now = consumer().position(PARTITION);
        synchronized (moved) {
            position = now;
            moved.notifyAll();
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> entry) {
        String id = new String(entry.key(), StandardCharsets.UTF_8);
        if (entry.value() == null) {
            endpoints.remove(id);
            return;
        }
        try {
            endpoints.put(id, codec.decode(entry.value()));
        } catch (RuntimeException e) {
            LOG.warn("webhook.unreadable id={} offset={}", id, entry.offset(), e);
        }
    }

    /**
     * Waits until all before this offset has been read.
     *
     * @throws TimeoutException if that takes too long
     */
    void await(long offset) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (moved) {
            while (position < offset) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new TimeoutException("webhooks: expected to have read up to " + offset + ", got " + position);
                }
                moved.wait(left);
            }
        }
    }

    /** Whether nobody wants to be told of anything. */
    boolean empty() {
        return endpoints.isEmpty();
    }

    Optional<WebhookEndpoint> find(String id) {
        return Optional.ofNullable(endpoints.get(id));
    }

    /** A tenant's, oldest first. */
    List<WebhookEndpoint> of(String tenant) {
        return endpoints.values().stream()
                .filter(endpoint -> endpoint.getTenant().equals(tenant))
                .sorted(Comparator.comparing(WebhookEndpoint::getCreatedAt))
                .toList();
    }

    /** Who has one. */
    List<String> tenants() {
        return endpoints.values().stream()
                .map(WebhookEndpoint::getTenant)
                .distinct()
                .toList();
    }
}
