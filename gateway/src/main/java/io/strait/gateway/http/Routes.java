package io.strait.gateway.http;

import io.strait.gateway.job.Jobs;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * What the routes need.
 *
 * @param heartbeat time between signs of life on quiet streams
 * @param links how long a link to an image in the artifact store is good; zero: images pass through here
 * @param guard stands before every route
 * @param socket answers the WebSocket route
 * @param features add their own routes, in this order, before the page's
 */
public record Routes(
        Services services,
        Duration heartbeat,
        Duration links,
        Feature guard,
        Handler<RoutingContext> socket,
        List<? extends Feature> features) {
    /** Longest body of a request. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Duration STALLED = Duration.ofSeconds(30);

    private static final List<Integer> OWN_ERRORS =
            List.of(400, 401, 403, 404, 405, 406, 413, 414, 415, 421, 429, 431, 500, 501);

    /** Every route. */
    public Router router() {
        Router router = Router.router(services.vertx());
        ErrorAnswer errors = new ErrorAnswer();
        OWN_ERRORS.forEach(status -> router.errorHandler(status, errors));
        router.route().handler(new RequestLog(services.metrics()));
        router.route().handler(new StalledBodies(STALLED));
        router.route().handler(context -> {
            context.response().putHeader("x-content-type-options", "nosniff");
            context.next();
        });
        guard.mount(router);
        Jobs jobs = services.jobs();
        JsonBody.post(
                router, CreateGeneration.PATH, MAX_BODY_BYTES, new CreateGeneration(services.submissions()), errors);
        add(router, "/v1/generations/:id", new GetGeneration(jobs), errors);
        add(router, "/v1/generations/:id/image", new GetImage(jobs, services.artifacts(), links), errors);
        router.get("/v1/generations/:id/events")
                .handler(new StreamEvents(jobs, services.streams(), heartbeat).handler())
                .failureHandler(errors);
        router.delete("/v1/generations/:id")
                .handler(new CancelGeneration(jobs).handler())
                .failureHandler(errors);
        add(router, "/v1/labels", new GetLabels(services.bundle()), errors);
        router.get("/v1/stream").handler(socket).failureHandler(errors);
        Health health = new Health(services.readiness(), services.streams());
        add(router, "/health/live", health::live, errors);
        add(router, "/health/ready", health::ready, errors);
        features.forEach(feature -> feature.mount(router));
        Page.mount(router, errors);
        router.route().handler(new NoRoute(router)).failureHandler(errors);
        return router;
    }

    static void add(Router router, String path, Endpoint endpoint, ErrorAnswer errors) {
        router.get(path).method(HttpMethod.HEAD).handler(endpoint.handler()).failureHandler(errors);
    }
}
