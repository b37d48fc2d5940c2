package io.strait.gateway.http;

import io.strait.gateway.job.Jobs;
import io.strait.gateway.tenant.Caller;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** GET /v1/generations/{id}: where it stands. */
final class GetGeneration implements Endpoint {
    private final Jobs jobs;

    GetGeneration(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        return Endpoint.on(context, jobs.look(Caller.of(context), Ids.id(context.pathParam("id"))))
                .map(found -> found.orElseThrow(HttpFailure::unknownJob))
                .compose(found -> Endpoint.send(context, 200, StatusJson.of(found)));
    }
}
