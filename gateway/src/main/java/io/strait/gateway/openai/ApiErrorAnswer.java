package io.strait.gateway.openai;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.ProblemJson;
import io.strait.gateway.request.Json;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every answer of these routes that is no success. */
final class ApiErrorAnswer implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrorAnswer.class);

    @Override
    public void handle(RoutingContext context) {
        ApiError error = error(context);
        if (error.status() >= 500) {
            LOG.warn("openai.failed requestId={} status={}", requestId(context), error.status(), context.failure());
        }
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (context.failure() != null) {
            ProblemJson.of(context.failure()).putHeaders(response);
        }
        if (!error.retry()) {
            // The clients would repeat 408, 409 and all from 500 on.
            response.putHeader("x-should-retry", "false");
        }
        if (error.status() == 413) {
            response.putHeader("connection", "close");
        }
        Endpoint.send(context, error.status(), Json.object().set("error", error.toJson()))
                .onFailure(gone -> LOG.debug("openai.unsent", gone));
    }

    private static String requestId(RoutingContext context) {
        return String.valueOf(context.response().headers().get("x-request-id"));
    }

    /** What the router itself refuses has a status; what an endpoint refuses has an exception. */
    private static ApiError error(RoutingContext context) {
        if (context.statusCode() == 413) {
            return ApiError.invalid(413, "body: expected fewer bytes.", null, "body_too_long");
        }
        Throwable failure = context.failure();
        return failure == null
                ? ApiError.of(context.statusCode(), "The request cannot be served.")
                : ApiError.of(failure);
    }
}
