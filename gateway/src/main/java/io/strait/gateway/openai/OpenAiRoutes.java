package io.strait.gateway.openai;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;

/**
 * The OpenAI Images API.
 *
 * @param heartbeat time between signs of life on quiet streams
 * @param cancelOnClose whether a client that closes its connection cancels its jobs
 */
public record OpenAiRoutes(Services services, Duration heartbeat, boolean cancelOnClose) implements Feature {
    /** Longest body: a prompt of 32 000 characters, each escaped. */
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";
    private static final String VARIATIONS = "/v1/images/variations";
    private static final String MODELS = "/v1/models";
    private static final String MODEL = "/v1/models/:id";

    /** Adds the routes, and an answer in the API's form to every other method on them. */
    @Override
    public void mount(Router router) {
        ApiErrorAnswer errors = new ApiErrorAnswer();
        CreateImages create = new CreateImages(
                new ImageRequestReader(services.bundle(), services.submissions()),
                new ImageJson(services.bundle(), services.clock()),
                services.submissions(),
                services.artifacts(),
                heartbeat,
                cancelOnClose);
        router.post(GENERATIONS)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(create.handler())
                .failureHandler(errors);
        add(
                router,
                HttpMethod.POST,
                EDITS,
                new EditImages(new EditRequest(services.bundle(), true), "Editing images"),
                errors);
        add(
                router,
                HttpMethod.POST,
                VARIATIONS,
                new EditImages(new EditRequest(services.bundle(), false), "Making variations of images"),
                errors);
        Models models = new Models(services.bundle().name());
        add(router, HttpMethod.GET, MODELS, models::list, errors);
        add(router, HttpMethod.GET, MODEL, models::one, errors);
        for (String path : new String[] {GENERATIONS, EDITS, VARIATIONS, MODELS, MODEL}) {
            Endpoint refuse = context -> {
                throw ApiError.invalid(405, "This path does not know this method.", null, "method_not_allowed")
                        .exception();
            };
            router.route(path).handler(refuse.handler()).failureHandler(errors);
        }
    }

    private static void add(Router router, HttpMethod method, String path, Endpoint endpoint, ApiErrorAnswer errors) {
        router.route(method, path).handler(endpoint.handler()).failureHandler(errors);
    }
}
