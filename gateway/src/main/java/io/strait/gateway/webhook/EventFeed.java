package io.strait.gateway.webhook;

import io.strait.gateway.job.JobSnapshot;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchStatus;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.avro.WebhookState;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns ends of jobs and batches into deliveries. The gateways share the work by partition; what one had not acknowledged another reads
 * again, and comes to deliveries of the same names.
 */
final class EventFeed extends LogThread {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int PATIENCE_SECONDS = 30;
    /** A webhook may be half a second late; a fetch for every event costs processors that images need. */
    private static final int FETCH_BYTES = 1 << 16;

    private static final int MOST_OWNERS = 100_000;
    private static final TopicPartition ENDPOINTS = new TopicPartition(Topics.WEBHOOKS, 0);

    private final String batches;
    private final EndpointTable endpoints;
    private final Jobs jobs;
    private final WebhookLog log;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<Batch> batchRecords = RecordCodec.of(Batch.class);
    /** Tenants of jobs that are not known to have ended; the eldest are forgotten, and looked up. */
    private final Map<String, String> owners = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_OWNERS;
        }
    };

    EventFeed(String bootstrap, Topics topics, EndpointTable endpoints, Jobs jobs, WebhookLog log) {
        super(bootstrap, "gateway-webhook-events", "webhook-events-" + topics.bundle(), FETCH_BYTES);
        this.batches = topics.batches();
        this.endpoints = endpoints;
        this.jobs = jobs;
        this.log = log;
        consumer().subscribe(List.of(Topics.EVENTS, batches));
    }

    @Override
    void turn() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> polled = consumer().poll(POLL);
        if (polled.isEmpty()) {
            return;
        }
        try {
            // Whoever registered an endpoint before these were written must find it told of them.
            endpoints.await(consumer().endOffsets(List.of(ENDPOINTS)).getOrDefault(ENDPOINTS, 0L));
            List<CompletableFuture<Long>> written = new ArrayList<>();
            if (!endpoints.empty()) {
                for (ConsumerRecord<byte[], byte[]> entry : polled) {
                    read(entry).ifPresent(event -> written.addAll(deliver(event)));
                }
            }
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            consumer().commitSync();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("webhooks.feed: will be read again", e);
            for (TopicPartition partition : polled.partitions()) {
                if (consumer().assignment().contains(partition)) {
                    consumer().seek(partition, polled.records(partition).get(0).offset());
                }
            }
            pause();
        }
    }

    private Optional<WebhookEvent> read(ConsumerRecord<byte[], byte[]> entry)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (entry.value() == null) {
            return Optional.empty();
        }
        try {
            return entry.topic().equals(batches)
                    ? batch(batchRecords.decode(entry.value()))
                    : job(events.decode(entry.value()));
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("webhooks.unreadable topic={} offset={}", entry.topic(), entry.offset(), e);
            return Optional.empty();
        }
    }

    private static Optional<WebhookEvent> batch(Batch batch) {
        BatchStatus status = batch.getStatus();
        boolean ended = status == BatchStatus.COMPLETED
                || status == BatchStatus.FAILED
                || status == BatchStatus.EXPIRED
                || status == BatchStatus.CANCELLED;
        if (!ended) {
            return Optional.empty();
        }
        String name = status.name().toLowerCase(Locale.ROOT);
        long at = batch.getReached().getOrDefault(name, batch.getSpec().getCreatedAt());
        return Optional.of(WebhookEvent.batch(
                batch.getSpec().getId(), name, batch.getSpec().getTenant(), at));
    }

    private Optional<WebhookEvent> job(JobEvent event)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (event.getWhat() instanceof Queued queued) {
            owners.put(event.getJobId(), queued.getSpec().getTenant());
            return Optional.empty();
        }
        Optional<String> status = status(event.getWhat());
        if (status.isEmpty()) {
            return Optional.empty();
        }
        // Known since it was queued: so this end is its first.
        String owner = owners.remove(event.getJobId());
        Optional<String> tenant = owner == null ? lookUp(event) : Optional.of(owner);
        return tenant.map(name -> WebhookEvent.generation(event.getJobId(), status.get(), name, event.getAt()));
    }

    private static Optional<String> status(Object what) {
        if (what instanceof Completed) {
            return Optional.of("completed");
        }
        if (what instanceof Failed) {
            return Optional.of("failed");
        }
        if (what instanceof Cancelled) {
            return Optional.of("cancelled");
        }
        return what instanceof Expired ? Optional.of("expired") : Optional.empty();
    }

    /** Whose job it is, if it is that of a tenant with an endpoint and this is its first end. */
    private Optional<String> lookUp(JobEvent event) throws InterruptedException, ExecutionException, TimeoutException {
        JobId id = JobId.parse(event.getJobId());
        for (String tenant : endpoints.tenants()) {
            Optional<JobSnapshot> found = jobs.outcome(new Caller(tenant), id).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (found.isPresent()) {
                return found.get().view().outcome().filter(event::equals).map(first -> tenant);
            }
        }
        return Optional.empty();
    }

    private List<CompletableFuture<Long>> deliver(WebhookEvent event) {
        return endpoints.of(event.tenant()).stream()
                .filter(endpoint -> wants(endpoint, event))
                .map(endpoint -> log.put(new WebhookDelivery(
                        event.id(),
                        endpoint.getId(),
                        event.type(),
                        event.payload(),
                        event.at(),
                        event.at(),
                        WebhookState.PENDING,
                        0,
                        List.of())))
                .toList();
    }

    private static boolean wants(WebhookEndpoint endpoint, WebhookEvent event) {
        return endpoint.getDisabled() == null
                && event.at() >= endpoint.getCreatedAt()
                && (endpoint.getEvents().isEmpty() || endpoint.getEvents().contains(event.type()));
    }
}
