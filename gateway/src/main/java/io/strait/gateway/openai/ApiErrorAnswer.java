package io.strait.gateway.openai;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.ProblemJson;
import io.strait.gateway.request.Json;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every answer of these routes that is no success. */
public final class ApiErrorAnswer implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrorAnswer.class);

    @Override
    public void handle(RoutingContext context) {
        ApiError error = error(context);
        if (context.failure() instanceof ApiException known && error.status() >= 500) {
            LOG.warn("openai.failed status={} {}", error.status(), known.getMessage());
        } else if (error.status() >= 500) {
            LOG.warn("openai.failed status={}", error.status(), context.failure());
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
        if (error.status() == 413 || error.status() == 408 || JsonBody.unreadable(context)) {
            response.putHeader("connection", "close");
        }
        Endpoint.send(context, error.status(), Json.object().set("error", error.toJson()))
                .onFailure(gone -> LOG.debug("openai.unsent", gone));
    }

    /** What the router itself refuses has a status; what an endpoint refuses has an exception. */
    private static ApiError error(RoutingContext context) {
        if (JsonBody.unreadable(context)) {
            return ApiError.of(HttpFailure.unreadable());
        }
        Throwable failure = context.failure();
        int status = context.statusCode();
        // A body that is too long comes with both.
        return failure == null || status == 413
                ? ApiError.of(status < 400 ? 500 : status, message(status))
                : ApiError.of(failure);
    }

    private static String message(int status) {
        return switch (status) {
            case 404 -> "There is nothing here.";
            case 405 -> "This path does not know this method.";
            case 413 -> "body: expected fewer bytes.";
            default -> "The request cannot be served.";
        };
    }
}
