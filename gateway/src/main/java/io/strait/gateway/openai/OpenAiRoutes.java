package io.strait.gateway.openai;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.Feature;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.Services;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;

/**
 * The OpenAI Images API.
 *
 * @param heartbeat time between signs of life on quiet streams
 * @param cancelOnClose whether a client that closes its connection cancels its jobs
 */
public record OpenAiRoutes(Services services, Duration heartbeat, boolean cancelOnClose) implements Feature {
    /** Longest body: a prompt of 32 000 characters, each escaped. */
    private static final int MAX_BODY_BYTES = 256 * 1024;
    /** Of all edits and variations together. */
    private static final long MOST_UPLOADED_BYTES = 64 << 20;

    private static final List<String> PATHS = List.of("/v1/images/*", "/v1/models/*", "/v1/files/*", "/v1/batches/*");
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";
    private static final String VARIATIONS = "/v1/images/variations";
    private static final String MODELS = "/v1/models";
    private static final String MODEL = "/v1/models/:id";

    /** Adds the routes, and the API's form of whatever goes wrong on its paths, routes or not. */
    @Override
    public void mount(Router router) {
        ApiErrorAnswer errors = new ApiErrorAnswer();
        for (String path : PATHS) {
            router.route(path).failureHandler(errors);
        }
        UploadBudget uploads = new UploadBudget(MOST_UPLOADED_BYTES);
        CreateImages create = new CreateImages(
                new ImageRequestReader(services.bundle(), services.submissions()),
                new ImageJson(services.bundle(), services.clock()),
                services.submissions(),
                services.artifacts(),
                heartbeat,
                cancelOnClose,
                services.streams());
        JsonBody.post(router, GENERATIONS, MAX_BODY_BYTES, create, errors);
        add(
                router,
                HttpMethod.POST,
                EDITS,
                new EditImages(new EditRequest(services.bundle(), true), uploads, "Editing images"),
                errors);
        add(
                router,
                HttpMethod.POST,
                VARIATIONS,
                new EditImages(new EditRequest(services.bundle(), false), uploads, "Making variations of images"),
                errors);
        Models models = new Models(services.bundle().name());
        add(router, HttpMethod.GET, MODELS, models::list, errors);
        add(router, HttpMethod.GET, MODEL, models::one, errors);
    }

    private static void add(Router router, HttpMethod method, String path, Endpoint endpoint, ApiErrorAnswer errors) {
        Route route = router.route(method, path);
        if (method.equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        route.handler(endpoint.handler()).failureHandler(errors);
    }
}
