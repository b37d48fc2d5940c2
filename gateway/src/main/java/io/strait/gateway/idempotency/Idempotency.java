package io.strait.gateway.idempotency;

import io.strait.gateway.job.Jobs;
import io.strait.gateway.table.TableReader;
import io.strait.gateway.table.TableWriter;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.BatchSpec;
import io.strait.schemas.avro.Claim;
import io.strait.schemas.avro.ClaimReleased;
import io.strait.schemas.avro.ClaimedJobs;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys of all gateways. Whoever uses a key writes a claim into the log and reads it back: the first claim in the log is good, at every
 * gateway, and says which jobs or which batch it is for, whole, so that anybody can see to it that they are there. Thread-safe; nothing blocks.
 */
public final class Idempotency implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration HOLDERS_TIME = Duration.ofSeconds(5);

    private final String topic;
    private final Jobs jobs;
    private final Clock clock;
    private final ClaimTable table;
    private final TableReader reader;
    private final TableWriter writer;
    private final RecordCodec<Claim> codec = RecordCodec.of(Claim.class);

    /** Begins to read the claims, in the background. */
    public Idempotency(String bootstrap, Topics topics, Jobs jobs, Clock clock) {
        this.topic = topics.idempotency();
        this.jobs = jobs;
        this.clock = clock;
        this.table = new ClaimTable(topic, TopicCatalogue.CLAIMS_KEPT);
        this.reader = new TableReader(bootstrap, "gateway-claims", List.of(table));
        this.writer = new TableWriter(bootstrap, "gateway-claim-rows");
    }

    /** A claim as it is after the log has been asked. */
    public static final class Held {
        private final String key;
        private final Claim claim;
        private final boolean first;

        private Held(String key, Claim claim, boolean first) {
            this.key = key;
            this.claim = claim;
            this.first = first;
        }

        /** Whether this very request made it: then its caller does what it is for. */
        public boolean first() {
            return first;
        }

        /** The jobs that it is for. */
        public List<JobSpec> jobs() {
            return ((ClaimedJobs) claim.getWhat()).getJobs();
        }

        /** The batch that it is for. */
        public BatchSpec batch() {
            return (BatchSpec) claim.getWhat();
        }
    }

    /** Claims a key for jobs; {@code specs} are asked for if nobody is known to hold it. Fails with {@link KeyReusedException}. */
    public CompletableFuture<Held> jobs(
            String tenant, IdempotencyKey key, Supplier<CompletableFuture<List<JobSpec>>> specs) {
        return hold(tenant, key, () -> specs.get().thenApply(ClaimedJobs::new));
    }

    /** Claims a key for a batch. Fails with {@link KeyReusedException}. */
    public CompletableFuture<Held> batch(String tenant, IdempotencyKey key, BatchSpec spec) {
        return hold(tenant, key, () -> CompletableFuture.completedFuture(spec));
    }

    private CompletableFuture<Held> hold(String tenant, IdempotencyKey key, Supplier<CompletableFuture<Object>> what) {
        String row = key.of(tenant);
        long now = clock.millis();
        table.purge(now);
        Optional<Claim> known = table.holder(row, now);
        if (known.isPresent()) {
            return held(row, key, known.get(), false);
        }
        return what.get().thenCompose(wanted -> {
            Claim claim = new Claim(UUID.randomUUID().toString(), tenant, key.request(), clock.millis(), wanted);
            return writer.write(topic, row, codec.encode(claim))
                    .thenCompose(acked -> reader.caughtUp())
                    .thenCompose(read -> {
                        Claim holder = table.holder(row, claim.getAt()).orElse(claim);
                        return held(row, key, holder, holder.getId().equals(claim.getId()));
                    });
        });
    }

    private static CompletableFuture<Held> held(String row, IdempotencyKey key, Claim holder, boolean first) {
        return holder.getRequest().equals(key.request())
                ? CompletableFuture.completedFuture(new Held(row, holder, first))
                : CompletableFuture.failedFuture(new KeyReusedException());
    }

    /**
     * Hands in the jobs of a claim: those who made it at once, others only if the jobs have not come within some seconds, because whoever made
     * it must have died. Completes when they are in the log.
     */
    public CompletableFuture<List<JobSpec>> submit(
            Held held, BiFunction<JobId, JobSpec, CompletableFuture<Void>> submission) {
        List<CompletableFuture<Void>> all = held.jobs().stream()
                .map(spec -> {
                    JobId id = JobId.parse(spec.getJobId());
                    return held.first()
                            ? CompletableFuture.completedFuture(spec).thenCompose(job -> submission.apply(id, job))
                            : find(id, spec, submission, System.nanoTime() + HOLDERS_TIME.toNanos());
                })
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> held.jobs())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        release(held);
                    }
                });
    }

    private CompletableFuture<Void> find(
            JobId id, JobSpec spec, BiFunction<JobId, JobSpec, CompletableFuture<Void>> submission, long giveUp) {
        return jobs.outcome(new Caller(spec.getTenant()), id).thenCompose(found -> {
            if (found.isPresent()) {
                return CompletableFuture.completedFuture(null);
            }
            if (System.nanoTime() - giveUp > 0) {
                return submission.apply(id, spec);
            }
            Executor later = CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> id, later)
                    .thenCompose(again -> find(id, spec, submission, giveUp));
        });
    }

    /** What a claim was for was refused after all: the key is free again. Only the one who made it says so. */
    public void release(Held held) {
        if (!held.first()) {
            return;
        }
        Claim released = new Claim(
                UUID.randomUUID().toString(),
                held.claim.getTenant(),
                held.claim.getRequest(),
                clock.millis(),
                new ClaimReleased(held.claim.getId()));
        writer.write(topic, held.key, codec.encode(released)).exceptionally(failure -> {
            LOG.warn("claim.unreleased id={} cause={}", held.claim.getId(), failure.toString());
            return null;
        });
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
    }
}
