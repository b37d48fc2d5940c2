package io.strait.gateway.webhook;

import io.strait.schemas.avro.WebhookAttempt;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.avro.WebhookState;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of the partitions that this gateway has, and when each is tried next. All of it is read back from the log when a partition
 * comes here, and written there with every attempt: so it survives restarts, and an attempt whose outcome was not written is made again,
 * under the same id. Everything but the queue of outcomes belongs to the thread.
 */
final class DeliveryQueue extends LogThread {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryQueue.class);
    private static final Duration POLL = Duration.ofMillis(250);
    /** While attempts are under way: their outcomes make room for others. */
    private static final Duration BUSY_POLL = Duration.ofMillis(10);

    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);
    private static final Duration LEAST_THROTTLE = Duration.ofSeconds(1);
    private static final int ATTEMPTS_LISTED = 20;

    private final EndpointTable endpoints;
    private final WebhookLog log;
    private final Sender sender;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final RecordCodec<WebhookDelivery> codec = RecordCodec.of(WebhookDelivery.class);
    private final int mostHeld;
    private final Map<TopicPartition, PartitionDeliveries> known = new HashMap<>();
    /** Offsets up to which a partition must be read before anything of it is tried. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** Offsets up to which a partition has been read once. */
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    /** When a partition was read again, in epoch milliseconds. */
    private final Map<TopicPartition, Long> reread = new HashMap<>();

    private final UnderWay underWay = new UnderWay();
    private volatile int held;
    /** By endpoint, epoch milliseconds until which it is left alone. */
    private final Map<String, Long> throttled = new HashMap<>();

    private final Queue<Runnable> outcomes = new ConcurrentLinkedQueue<>();

    /** @param mostHeld how many pending deliveries of a partition are in memory; the others are in the log */
    DeliveryQueue(
            String bootstrap,
            EndpointTable endpoints,
            WebhookLog log,
            Sender sender,
            RetrySchedule schedule,
            Clock clock,
            int mostHeld) {
        super(bootstrap, "gateway-webhook-deliveries", "webhook-deliveries");
        this.endpoints = endpoints;
        this.log = log;
        this.sender = sender;
        this.schedule = schedule;
        this.clock = clock;
        this.mostHeld = mostHeld;
        consumer().subscribe(List.of(Topics.WEBHOOK_DELIVERIES), new Partitions());
    }

    @Override
    void turn() throws InterruptedException {
        consumer().poll(underWay.none() ? POLL : BUSY_POLL).forEach(this::read);
        for (Runnable outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
            outcome.run();
        }
        tryDue();
        held = known.values().stream().mapToInt(PartitionDeliveries::held).sum();
    }

    /** How many pending deliveries are in memory. Any thread may ask. */
    int held() {
        return held;
    }

    private void read(ConsumerRecord<byte[], byte[]> entry) {
        TopicPartition place = new TopicPartition(entry.topic(), entry.partition());
        PartitionDeliveries partition = known.get(place);
        if (partition == null || entry.value() == null) {
            return;
        }
        boolean again = entry.offset() < seen.getOrDefault(place, 0L);
        seen.merge(place, entry.offset() + 1, Math::max);
        String key = new String(entry.key(), StandardCharsets.UTF_8);
        WebhookDelivery delivery;
        try {
            delivery = codec.decode(entry.value());
        } catch (RuntimeException e) {
            LOG.warn("webhook.unreadable delivery={} offset={}", key, entry.offset(), e);
            return;
        }
        WebhookDelivery before = partition.get(key);
        if (before == null || delivery.getTries() > before.getTries()) {
            partition.put(key, delivery, entry.offset());
        } else if (delivery.getTries() < before.getTries() && !again) {
            // The event was read twice, and in a compacted log the later record is the one that stays.
            write(before);
        }
    }

    private void tryDue() {
        long now = clock.millis();
        throttled.values().removeIf(until -> until <= now);
        known.forEach((partition, deliveries) -> {
            if (consumer().position(partition) < ends.getOrDefault(partition, Long.MAX_VALUE)) {
                return;
            }
            for (String endpoint : deliveries.endpoints()) {
                if (!throttled.containsKey(endpoint) && underWay.room(endpoint)) {
                    tryDue(partition, deliveries, endpoint, now);
                }
            }
            if (now >= reread.getOrDefault(partition, 0L) + BETWEEN_READINGS.toMillis()) {
                deliveries.misses(now).ifPresent(from -> readAgain(partition, deliveries, from, now));
            }
        });
    }

    private void tryDue(TopicPartition partition, PartitionDeliveries deliveries, String endpoint, long now) {
        // Those under way are still due.
        for (String key : deliveries.due(endpoint, now, underWay.of(endpoint) + UnderWay.MOST_OF_AN_ENDPOINT)) {
            WebhookDelivery delivery = deliveries.get(key);
            if (delivery != null && !underWay.has(key) && underWay.room(endpoint)) {
                attempt(partition, key, delivery, now);
            }
        }
    }

    /** For those that were let go; until that is done nothing of the partition is tried. */
    private void readAgain(TopicPartition partition, PartitionDeliveries deliveries, long from, long now) {
        LOG.debug("webhook.reread partition={} from={}", partition.partition(), from);
        reread.put(partition, now);
        ends.put(partition, consumer().position(partition));
        deliveries.rereading(from);
        consumer().seek(partition, from);
    }

    private void attempt(TopicPartition partition, String key, WebhookDelivery delivery, long now) {
        underWay.add(key, delivery.getEndpointId());
        Optional<WebhookEndpoint> endpoint =
                endpoints.find(delivery.getEndpointId()).filter(found -> found.getDisabled() == null);
        if (endpoint.isEmpty()) {
            outcomes.add(() -> {
                Answer none = new Answer(null, "the endpoint is deleted or disabled", Duration.ZERO, 0);
                finish(
                        partition,
                        key,
                        tried(delivery, none, now).setState(WebhookState.FAILED).build());
            });
            return;
        }
        sender.send(endpoint.get(), delivery)
                .onComplete(answer ->
                        outcomes.add(() -> settle(partition, key, delivery, endpoint.get(), answer.result(), now)));
    }

    private void settle(
            TopicPartition partition,
            String key,
            WebhookDelivery delivery,
            WebhookEndpoint endpoint,
            Answer answer,
            long at) {
        WebhookDelivery.Builder after = tried(delivery, answer, at);
        long now = clock.millis();
        if (answer.delivered()) {
            after.setState(WebhookState.DELIVERED);
        } else if (answer.gone()) {
            after.setState(WebhookState.FAILED);
            disable(endpoint);
        } else {
            Optional<Duration> wait = schedule.next(
                    after.getTries(),
                    answer.retryAfter(),
                    ThreadLocalRandom.current().nextDouble());
            wait.ifPresentOrElse(
                    time -> after.setNextAt(now + time.toMillis()), () -> after.setState(WebhookState.FAILED));
            if (answer.throttled()) {
                Duration pause =
                        answer.retryAfter().compareTo(LEAST_THROTTLE) > 0 ? answer.retryAfter() : LEAST_THROTTLE;
                throttled.put(endpoint.getId(), now + pause.toMillis());
            }
        }
        LOG.info(
                "webhook.attempt endpoint={} event={} try={} status={} error={} state={}",
                endpoint.getId(),
                delivery.getEventId(),
                after.getTries(),
                answer.status(),
                answer.error(),
                after.getState());
        finish(partition, key, after.build());
    }

    private static WebhookDelivery.Builder tried(WebhookDelivery delivery, Answer answer, long at) {
        List<WebhookAttempt> attempts = new ArrayList<>(delivery.getAttempts());
        attempts.add(new WebhookAttempt(at, answer.millis(), answer.status(), answer.error()));
        int from = Math.max(0, attempts.size() - ATTEMPTS_LISTED);
        return WebhookDelivery.newBuilder(delivery)
                .setTries(delivery.getTries() + 1)
                .setAttempts(List.copyOf(attempts.subList(from, attempts.size())));
    }

    private void finish(TopicPartition partition, String key, WebhookDelivery after) {
        underWay.remove(key, after.getEndpointId());
        PartitionDeliveries deliveries = known.get(partition);
        if (deliveries == null) {
            // Another gateway's by now, which makes the attempt again.
            return;
        }
        // Its record will come after all that have been read.
        deliveries.put(key, after, consumer().position(partition));
        write(after);
    }

    private void write(WebhookDelivery delivery) {
        var unused = log.put(delivery).exceptionally(failure -> {
            LOG.warn(
                    "webhook.unwritten delivery={}: will be made again after a restart",
                    WebhookLog.key(delivery),
                    failure);
            return null;
        });
    }

    private void disable(WebhookEndpoint endpoint) {
        LOG.info("webhook.disabled endpoint={}: it answered 410", endpoint.getId());
        var unused = log.put(WebhookEndpoint.newBuilder(endpoint)
                        .setDisabled("answered 410")
                        .build())
                .exceptionally(failure -> {
                    LOG.warn("webhook.disable: not written", failure);
                    return null;
                });
    }

    /** What the group gives and takes. */
    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer().seekToBeginning(partitions);
            consumer().endOffsets(partitions).forEach((partition, end) -> {
                known.put(partition, new PartitionDeliveries(mostHeld));
                ends.put(partition, end);
            });
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(known::remove);
            partitions.forEach(ends::remove);
            partitions.forEach(seen::remove);
            partitions.forEach(reread::remove);
        }
    }
}
