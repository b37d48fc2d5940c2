package io.strait.gateway.http;

import io.strait.gateway.job.Jobs;
import io.strait.gateway.job.Readiness;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.artifact.ArtifactStore;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the routes need.
 *
 * @param heartbeat time between signs of life on quiet streams
 * @param socket answers the WebSocket route
 * @param others adds the routes of another API
 */
public record Routes(
        BundleManifest bundle,
        Submissions submissions,
        ArtifactStore artifacts,
        Readiness readiness,
        Duration heartbeat,
        Handler<RoutingContext> socket,
        Consumer<Router> others) {
    /** Longest body of a request. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final List<Integer> OWN_ERRORS = List.of(400, 404, 405, 406, 413, 414, 415, 431, 500, 501);

    /** Every route. */
    public Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        ErrorAnswer errors = new ErrorAnswer();
        OWN_ERRORS.forEach(status -> router.errorHandler(status, errors));
        router.route().handler(new RequestLog());
        router.route().handler(context -> {
            context.response().putHeader("x-content-type-options", "nosniff");
            context.next();
        });
        Jobs jobs = submissions.jobs();
        router.post("/v1/generations")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(new CreateGeneration(submissions).handler())
                .failureHandler(errors);
        add(router, "/v1/generations/:id", new GetGeneration(jobs), errors);
        add(router, "/v1/generations/:id/image", new GetImage(jobs, artifacts), errors);
        add(router, "/v1/generations/:id/events", new StreamEvents(jobs, heartbeat), errors);
        router.delete("/v1/generations/:id")
                .handler(new CancelGeneration(jobs).handler())
                .failureHandler(errors);
        add(router, "/v1/labels", new GetLabels(bundle), errors);
        router.get("/v1/stream").handler(socket).failureHandler(errors);
        Health health = new Health(readiness);
        add(router, "/health/live", health::live, errors);
        add(router, "/health/ready", health::ready, errors);
        others.accept(router);
        Page.mount(router, errors);
        return router;
    }

    private static void add(Router router, String path, Endpoint endpoint, ErrorAnswer errors) {
        router.get(path).handler(endpoint.handler()).failureHandler(errors);
    }
}
