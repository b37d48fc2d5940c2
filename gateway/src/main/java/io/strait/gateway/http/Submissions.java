package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.idempotency.Idempotency;
import io.strait.gateway.idempotency.IdempotencyKey;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.job.WaitEstimate;
import io.strait.gateway.request.GenerationReader;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.Json;
import io.strait.gateway.tenant.Caller;
import io.strait.gateway.tenant.TenantGate;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.job.JobId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** From a client's request to the job that the workers see. Thread-safe. */
public final class Submissions {
    /** Of an answer that an estimate goes with. */
    public static final String WAIT_HEADER = "x-estimated-wait-ms";

    private static final int UNUSED_BITS = 64 - 53;
    private static final long LEAST_RETRY_MILLIS = 1_000;
    private static final long MOST_RETRY_MILLIS = 600_000;

    private final BundleManifest bundle;
    private final GenerationReader reader;
    private final Jobs jobs;
    private final OpenStreams streams;
    private final WaitEstimate wait;
    private final Duration mostWait;
    private final TenantGate gate;
    private final Idempotency idempotency;

    /**
     * Of one gateway.
     *
     * @param deadline longest time from acceptance until nobody waits for the image any more
     * @param mostWait for how long the jobs ahead may take; beyond it clients are asked to come again
     * @param gate holds tenants to their limits
     */
    public Submissions(
            BundleManifest bundle,
            Jobs jobs,
            Duration deadline,
            OpenStreams streams,
            WaitEstimate wait,
            Duration mostWait,
            TenantGate gate,
            Idempotency idempotency) {
        this.wait = wait;
        this.mostWait = mostWait;
        this.streams = streams;
        SecureRandom random = new SecureRandom();
        this.bundle = bundle;
        this.reader = new GenerationReader(bundle, () -> random.nextLong() >>> UNUSED_BITS, deadline);
        this.jobs = jobs;
        this.gate = gate;
        this.idempotency = idempotency;
    }

    /** The log of jobs. */
    public Jobs jobs() {
        return jobs;
    }

    /**
     * To be called before a job of a waiting client is handed in.
     *
     * @throws HttpFailure 503 if the gateway is stopping, 429 if the jobs ahead take longer than they may
     */
    public void admit() {
        streams.admit();
        OptionalLong millis = wait.millis();
        if (millis.isPresent() && millis.getAsLong() > mostWait.toMillis()) {
            long excess = millis.getAsLong() - mostWait.toMillis();
            throw HttpFailure.tooMany(
                    "The jobs ahead take about " + seconds(millis.getAsLong()) + " s; expected at most "
                            + mostWait.toSeconds() + " s. Try again later.",
                    Duration.ofMillis(Math.max(LEAST_RETRY_MILLIS, Math.min(MOST_RETRY_MILLIS, excess))));
        }
    }

    /** How long the jobs ahead of a new one take; empty if that is not known. */
    public OptionalLong estimatedWaitMillis() {
        return wait.millis();
    }

    private static long seconds(long millis) {
        return Math.round(millis / 1_000.0);
    }

    /** Keys of requests that must not be served twice. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** Checks a request; throws with every problem. */
    public GenerationRequest check(ObjectNode body) {
        return reader.read(body);
    }

    /**
     * Lets a job of the caller's in, before it is submitted; not for those of batches, which the dispatcher lets in.
     *
     * @throws HttpFailure 429 if the tenant has as many as it may
     */
    public void admit(Caller caller, JobId id) {
        gate.job(caller, id);
    }

    /** Whether a tenant's batches are let in, and how many jobs they may have. */
    public TenantGate gate() {
        return gate;
    }

    /**
     * Lets a message over an open connection in.
     *
     * @throws HttpFailure 401 if the caller is nobody any more, 429 if it is one too many
     */
    public void message(Caller caller) {
        gate.message(caller);
    }

    /**
     * Lets a job of the caller's in and puts it into the log. Completes when it is accepted; fails with {@link HttpFailure} 429 if the tenant
     * has as many as it may.
     */
    public CompletableFuture<Void> submit(JobId id, JobSpec spec, Caller caller) {
        try {
            admit(caller, id);
        } catch (HttpFailure tooMany) {
            return CompletableFuture.failedFuture(tooMany);
        }
        return jobs.submit(id, spec);
    }

    /** Claims a key for a job that is made now if nobody holds the key. Fails with the key's own failure. */
    public CompletableFuture<Idempotency.Held> claim(IdempotencyKey key, GenerationRequest request, Caller caller) {
        return idempotency.jobs(
                caller.tenant(), key, () -> jobs.newId().thenApply(id -> List.of(spec(id, request, caller))));
    }

    /** What the workers are asked, and for whom. */
    public JobSpec spec(JobId id, GenerationRequest request, Caller caller) {
        return request.job(id, bundle, caller.tenant());
    }

    /** What the client is told of an accepted job. */
    public ObjectNode accepted(JobSpec spec) {
        ObjectNode json = Json.object();
        json.put("id", spec.getJobId());
        EventJson.putSeed(json, spec.getSeed());
        json.put("status", "queued");
        wait.millis().ifPresent(millis -> json.put("estimatedWaitMillis", millis));
        Links.put(json, spec.getJobId());
        return json;
    }
}
