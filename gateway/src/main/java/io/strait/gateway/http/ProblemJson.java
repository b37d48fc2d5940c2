package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.strait.gateway.idempotency.KeyReusedException;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.gateway.request.Problem;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A failure as a client is told of it (RFC 9457), by HTTP and by WebSocket alike. */
public final class ProblemJson {
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final int status;
    private final String detail;
    private final List<Problem> problems;
    private final @Nullable Duration retryAfter;

    private ProblemJson(int status, String detail, List<Problem> problems, @Nullable Duration retryAfter) {
        this.status = status;
        this.detail = detail;
        this.problems = problems;
        this.retryAfter = retryAfter;
    }

    /** With a detail and nothing else. */
    static ProblemJson of(int status, String detail) {
        return new ProblemJson(status, detail, List.of(), null);
    }

    /** What a client is told of this failure; 500 for one that nobody foresaw. */
    public static ProblemJson of(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof InvalidRequestException invalid) {
            return new ProblemJson(400, "The request is not valid.", invalid.problems(), null);
        }
        if (cause instanceof HttpFailure known) {
            return new ProblemJson(
                    known.status(),
                    known.detail(),
                    List.of(),
                    known.retryAfter().orElse(null));
        }
        if (cause instanceof KeyReusedException reused) {
            return of(422, reused.detail());
        }
        if (cause instanceof KafkaException) {
            return new ProblemJson(503, "The queue does not answer. Try again.", List.of(), Duration.ofSeconds(1));
        }
        return of(500, "Something went wrong here.");
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** What the client is told. */
    public String detail() {
        return detail;
    }

    /** What is wrong with the request, if it is that. */
    public List<Problem> problems() {
        return problems;
    }

    /** Sets the headers that belong to this answer: who may ask, and when to ask again. */
    public void putHeaders(HttpServerResponse response) {
        if (status == 401) {
            response.putHeader("www-authenticate", "Bearer");
        }
        if (retryAfter != null) {
            long millis = Math.max(1, retryAfter.toMillis());
            response.putHeader("retry-after", Long.toString((millis + 999) / 1_000));
            response.putHeader("retry-after-ms", Long.toString(millis));
            if (millis > LONGEST_WAIT_MILLIS) {
                // The OpenAI clients would not wait so long, but ask again at once.
                response.putHeader("x-should-retry", "false");
            }
        }
    }

    /** Members status, title, detail and, where there are any, retryAfterMillis and problems. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("type", "about:blank");
        json.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        json.put("status", status);
        json.put("detail", detail);
        if (retryAfter != null) {
            json.put("retryAfterMillis", retryAfter.toMillis());
        }
        if (!problems.isEmpty()) {
            ArrayNode list = json.putArray("problems");
            for (Problem problem : problems) {
                ObjectNode one = list.addObject();
                one.put("field", problem.field());
                one.put("expected", problem.expected());
                one.putPOJO("got", problem.got());
                if (!problem.nearest().isEmpty()) {
                    problem.nearest().forEach(one.putArray("nearest")::add);
                }
            }
        }
        return json;
    }
}
