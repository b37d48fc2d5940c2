package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.idempotency.IdempotencyKey;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.JobSpec;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;

/** POST /v1/generations: 202 once the job is in the log and in the queue. */
public final class CreateGeneration implements Endpoint {
    /** Its path: keys of requests that come otherwise are for this one too. */
    public static final String PATH = "/v1/generations";

    private final Submissions submissions;

    CreateGeneration(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        ObjectNode body = JsonBody.read(context);
        GenerationRequest request = submissions.check(body);
        submissions.admit();
        Caller caller = Caller.of(context);
        CompletableFuture<JobSpec> accepted = IdempotencyKey.of(context, body)
                .map(key -> once(key, request, caller))
                .orElseGet(() -> fresh(request, caller));
        return Endpoint.on(context, accepted).compose(spec -> {
            submissions
                    .estimatedWaitMillis()
                    .ifPresent(millis -> context.response().putHeader(Submissions.WAIT_HEADER, Long.toString(millis)));
            context.response().putHeader("location", Links.self(spec.getJobId()));
            return Endpoint.send(context, 202, submissions.accepted(spec));
        });
    }

    private CompletableFuture<JobSpec> fresh(GenerationRequest request, Caller caller) {
        return submissions.jobs().newId().thenCompose(id -> {
            JobSpec spec = submissions.spec(id, request, caller);
            return submissions.submit(id, spec, caller).thenApply(acked -> spec);
        });
    }

    /** The job of the first request with this key, this one or another. */
    private CompletableFuture<JobSpec> once(IdempotencyKey key, GenerationRequest request, Caller caller) {
        return submissions
                .claim(key, request, caller)
                .thenCompose(held ->
                        submissions.idempotency().submit(held, (id, spec) -> submissions.submit(id, spec, caller)))
                .thenApply(specs -> specs.get(0));
    }
}
