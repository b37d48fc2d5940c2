package io.strait.gateway.http;

import io.strait.gateway.request.Json;
import io.vertx.core.Future;
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
        if (context.response().closed()) {
            LOG.debug("request.left", context.failure());
            return;
        }
        ProblemJson problem = problem(context);
        if (problem.status() == 500) {
            LOG.error("request.failed", context.failure());
        } else if (problem.status() == 503) {
            LOG.warn("request.unavailable cause={}", String.valueOf(context.failure()));
        }
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        problem.putHeaders(response);
        if (problem.status() == 413 || problem.status() == 408 || JsonBody.unreadable(context)) {
            // The rest of the body is still on its way: nobody will read it.
            response.putHeader("connection", "close");
        }
        String id = response.headers().get(RequestId.HEADER);
        if (id == null) {
            // What the router refuses to look at has met no handler before this.
            id = RequestId.of(context.request().getHeader(RequestId.HEADER));
            response.putHeader(RequestId.HEADER, id);
        }
        send(response, problem, id);
    }

    /** Sends a problem with the request's id. */
    static Future<Void> send(HttpServerResponse response, ProblemJson problem, String requestId) {
        byte[] json = Json.bytes(problem.toJson().put("requestId", requestId));
        return response.setStatusCode(problem.status())
                .putHeader("content-type", "application/problem+json")
                .putHeader("content-length", Integer.toString(json.length))
                .putHeader("cache-control", "no-store")
                .end(Buffer.buffer(json));
    }

    /** What the server itself refuses, before or without an endpoint. */
    static ProblemJson refusal(int status) {
        return ProblemJson.of(status, DETAILS.getOrDefault(status, "The request cannot be served."));
    }

    /** What the router itself refuses has a status; what an endpoint refuses has an exception. */
    private static ProblemJson problem(RoutingContext context) {
        if (JsonBody.unreadable(context)) {
            return ProblemJson.of(HttpFailure.unreadable());
        }
        int status = context.statusCode();
        if (DETAILS.containsKey(status)) {
            return refusal(status);
        }
        return context.failure() == null ? refusal(status < 400 ? 500 : status) : ProblemJson.of(context.failure());
    }
}
