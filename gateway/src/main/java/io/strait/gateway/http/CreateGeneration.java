package io.strait.gateway.http;

import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.JobSpec;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** POST /v1/generations: 202 once the job is in the log and in the queue. */
final class CreateGeneration implements Endpoint {
    private final Submissions submissions;

    CreateGeneration(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        if (!isJson(context.request().getHeader("content-type"))) {
            throw new HttpFailure(415, "content-type: expected application/json.");
        }
        Buffer body = context.body().buffer();
        GenerationRequest request = submissions.check(Json.readObject(body == null ? new byte[0] : body.getBytes()));
        return Endpoint.on(context, submissions.jobs().newId().thenCompose(id -> {
                    JobSpec spec = submissions.spec(id, request);
                    return submissions.jobs().submit(id, spec).thenApply(acked -> spec);
                }))
                .compose(spec -> {
                    context.response().putHeader("location", Links.self(spec.getJobId()));
                    return Endpoint.send(context, 202, Submissions.accepted(spec));
                });
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
