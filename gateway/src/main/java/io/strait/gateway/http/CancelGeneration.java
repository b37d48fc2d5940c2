package io.strait.gateway.http;

import io.strait.gateway.job.Jobs;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.job.JobStatus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** DELETE /v1/generations/{id}: 200 when it ended as cancelled, now or before; 409 when it ended otherwise. */
final class CancelGeneration implements Endpoint {
    private final Jobs jobs;

    CancelGeneration(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        return Endpoint.on(context, jobs.cancel(Caller.of(context), Ids.id(context.pathParam("id")), "client"))
                .map(found -> found.orElseThrow(HttpFailure::unknownJob))
                .compose(found -> {
                    if (found.view().status() != JobStatus.CANCELLED) {
                        throw HttpFailure.ended(StatusJson.name(found.view().status()));
                    }
                    return Endpoint.send(context, 200, StatusJson.of(found));
                });
    }
}
