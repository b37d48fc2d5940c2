package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.ProblemJson;
import io.strait.gateway.request.Json;
import io.strait.gateway.request.Problem;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A failure in the API's form.
 *
 * @param status HTTP status
 * @param type as in the API: invalid_request_error, server_error
 * @param param field that is wrong, if it is one
 * @param code for programs
 * @param retry whether the same request may succeed later
 */
public record ApiError(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        boolean retry) {
    private static final String INVALID = "invalid_request_error";
    private static final String SERVER = "server_error";

    /** A request that will never be right. */
    public static ApiError invalid(int status, String message, @Nullable String param, String code) {
        return new ApiError(status, message, INVALID, param, code, false);
    }

    /** A job that was accepted and gave no image: to ask again makes another job. */
    public static ApiError noImage(int status, String message, String code) {
        return new ApiError(status, message, SERVER, null, code, false);
    }

    /** Something that this request needs does not answer now. */
    public static ApiError unavailable(String message) {
        return new ApiError(503, message, SERVER, null, "unavailable", true);
    }

    /** What a client is told of this failure; 500 for one that nobody foresaw. */
    public static ApiError of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ApiException known) {
            return known.error();
        }
        ProblemJson problem = ProblemJson.of(failure);
        if (!problem.problems().isEmpty()) {
            return of(problem.status(), problem.problems());
        }
        return of(problem.status(), problem.detail());
    }

    /** With what the status says. */
    static ApiError of(int status, String message) {
        boolean client = status < 500;
        String code = switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 413 -> "body_too_long";
            case 415 -> "invalid_content_type";
            case 429 -> "rate_limit_exceeded";
            case 503 -> "unavailable";
            default -> null;
        };
        return new ApiError(status, message, client ? INVALID : SERVER, null, code, status == 503 || status == 429);
    }

    /** The API tells of one field; the message tells of all. */
    private static ApiError of(int status, List<Problem> problems) {
        Problem first = problems.get(0);
        String message = problems.stream().map(ApiError::sentence).collect(Collectors.joining(" "));
        return new ApiError(
                status, message, INVALID, first.field().isEmpty() ? null : first.field(), code(first), false);
    }

    private static String sentence(Problem problem) {
        String nearest = problem.nearest().isEmpty() ? "" : " Nearest: " + String.join(", ", problem.nearest()) + ".";
        return (problem.field().isEmpty() ? "body" : problem.field()) + ": expected " + problem.expected() + ", got "
                + (problem.got() == null ? "nothing" : problem.got()) + "." + nearest;
    }

    private static String code(Problem problem) {
        if (problem.field().equals("prompt") && !problem.nearest().isEmpty()) {
            return "no_matching_label";
        }
        if (problem.expected().startsWith("one of the fields")) {
            return "unknown_parameter";
        }
        return problem.got() == null ? "missing_required_parameter" : "invalid_value";
    }

    /** The same for a job that was accepted before it: whatever it was, to ask again makes another job. */
    ApiError afterAcceptance() {
        return new ApiError(status, message, type, param, code, false);
    }

    /** The object under {@code error}: always all four members. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("message", message);
        json.put("type", type);
        json.put("param", param);
        json.put("code", code);
        return json;
    }

    /** As a failure. */
    public ApiException exception() {
        return new ApiException(this);
    }
}
