package io.strait.gateway.http;

import io.strait.gateway.request.Json;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every answer that is no success: one form, no exception's text. */
final class ErrorAnswer implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);
    private static final Map<Integer, String> DETAILS = Map.of(
            400, "The request is not well-formed HTTP.",
            404, "There is nothing here.",
            405, "This path does not know this method.",
            413, "body: expected at most " + Routes.MAX_BODY_BYTES + " bytes.",
            414, "The request line is too long.",
            431, "The headers are too long.");

    @Override
    public void handle(RoutingContext context) {
        ProblemJson problem = problem(context);
        if (problem.status() == 500) {
            LOG.error("request.failed requestId={}", RequestLog.id(context), context.failure());
        } else if (problem.status() == 503) {
            LOG.warn(
                    "request.unavailable requestId={} cause={}",
                    RequestLog.id(context),
                    String.valueOf(context.failure()));
        }
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        problem.putHeaders(response);
        if (problem.status() == 413) {
            // The rest of the body is still on its way: nobody will read it.
            response.putHeader("connection", "close");
        }
        response.setStatusCode(problem.status())
                .putHeader("content-type", "application/problem+json")
                .putHeader("cache-control", "no-store")
                .end(Buffer.buffer(Json.bytes(problem.toJson())));
    }

    /** What the router itself refuses has a status; what an endpoint refuses has an exception. */
    private static ProblemJson problem(RoutingContext context) {
        int status = context.statusCode();
        if (DETAILS.containsKey(status)) {
            return ProblemJson.of(status, String.valueOf(DETAILS.get(status)));
        }
        if (context.failure() == null) {
            return ProblemJson.of(status < 400 ? 500 : status, "The request cannot be served.");
        }
        return ProblemJson.of(context.failure());
    }
}
