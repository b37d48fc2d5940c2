package io.strait.gateway.http;

import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.JobSpec;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** POST /v1/generations: 202 once the job is in the log and in the queue. */
final class CreateGeneration implements Endpoint {
    private final Submissions submissions;

    CreateGeneration(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        GenerationRequest request = submissions.check(JsonBody.read(context));
        submissions.admit();
        Caller caller = Caller.of(context);
        return Endpoint.on(context, submissions.jobs().newId().thenCompose(id -> {
                    submissions.admit(caller, id);
                    JobSpec spec = submissions.spec(id, request, caller);
                    return submissions.jobs().submit(id, spec).thenApply(acked -> spec);
                }))
                .compose(spec -> {
                    submissions
                            .estimatedWaitMillis()
                            .ifPresent(millis ->
                                    context.response().putHeader(Submissions.WAIT_HEADER, Long.toString(millis)));
                    context.response().putHeader("location", Links.self(spec.getJobId()));
                    return Endpoint.send(context, 202, submissions.accepted(spec));
                });
    }
}
