package io.strait.gateway.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer other than success, meant for the client: its text is ours, never an exception's. */
public final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    HttpFailure(int status, String detail) {
        this(status, detail, null);
    }

    private HttpFailure(int status, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** What the client is told. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** When the same request may succeed, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Nobody is known by what the request says, or it says nothing. */
    public static HttpFailure unauthenticated(String detail) {
        return new HttpFailure(401, detail);
    }

    /** Something that is needed for it is away. */
    public static HttpFailure unavailable(String detail) {
        return new HttpFailure(503, detail, Duration.ofSeconds(1));
    }

    /** More than is allowed; less, or later, is served. */
    public static HttpFailure tooMany(String detail, Duration retryAfter) {
        return new HttpFailure(429, detail, retryAfter);
    }

    /** This gateway takes nothing new; another may, or its successor. */
    public static HttpFailure stopping() {
        return new HttpFailure(503, "The gateway is stopping. Try again.", Duration.ofSeconds(1));
    }

    /** There is no such job. */
    public static HttpFailure unknownJob() {
        return new HttpFailure(404, "There is no generation with this id.");
    }

    /** It ended before it could be cancelled. */
    public static HttpFailure ended(String status) {
        return new HttpFailure(409, "The generation has already ended: " + status + ".");
    }

    /** There is no such endpoint. */
    public static HttpFailure unknownWebhook() {
        return new HttpFailure(404, "There is no webhook with this id.");
    }

    /** A tenant has as many endpoints as it may. */
    public static HttpFailure tooManyWebhooks(int most) {
        return new HttpFailure(409, "A tenant has at most " + most + " webhooks.");
    }

    /** The route is for WebSockets. */
    public static HttpFailure notWebSocket() {
        return new HttpFailure(426, "This path is for WebSockets.");
    }

    /** The body broke off, or is not what HTTP makes of one. */
    public static HttpFailure unreadable() {
        return new HttpFailure(400, "body: expected a whole one, got one that broke off or cannot be read.");
    }

    /** The gateway is not asked by a name that it has. */
    public static HttpFailure otherHost(String setting) {
        return new HttpFailure(
                421,
                "host: expected localhost, a loopback address, or a name that the gateway's " + setting + " lists.");
    }

    /** The browser's page comes from somewhere else. */
    public static HttpFailure otherOrigin() {
        return new HttpFailure(403, "origin: expected this server's own, or one of those it was told of.");
    }

    /** The rest of the body does not come. */
    static HttpFailure stalled(Duration patience) {
        return new HttpFailure(408, "body: expected more within " + patience.toMillis() + " ms.");
    }

    /** The message is longer than what is served. */
    public static HttpFailure messageTooLong(int most, String got) {
        return new HttpFailure(413, "message: expected at most " + most + " bytes, " + got + ".");
    }

    /** The connection follows as many jobs as it may. */
    public static HttpFailure tooManyStreams(int most) {
        return new HttpFailure(429, "A connection follows at most " + most + " generations at a time.");
    }
}
