package io.strait.gateway.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A caller's name for one request, and what the request was.
 *
 * @param key the caller's text
 * @param request hash of path and body
 */
public record IdempotencyKey(String key, String request) {
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /**
     * The key of a request that has one.
     *
     * @param body as it was sent
     * @throws InvalidRequestException if the header is not 1 to 255 visible ASCII characters
     */
    public static Optional<IdempotencyKey> of(RoutingContext context, JsonNode body) {
        String key = context.request().getHeader(HEADER);
        return key == null
                ? Optional.empty()
                : Optional.of(of(HEADER, key, context.request().path(), body));
    }

    /**
     * A key given otherwise than in the header.
     *
     * @param field what the caller calls it
     * @param path of the route that would take the same body
     * @throws InvalidRequestException if the key is not 1 to 255 visible ASCII characters
     */
    public static IdempotencyKey of(String field, String key, String path, JsonNode body) {
        if (!FORM.matcher(key).matches()) {
            throw new InvalidRequestException(
                    field, "1 to 255 visible ASCII characters", key.substring(0, Math.min(key.length(), 100)));
        }
        return new IdempotencyKey(key, hash(path + "\n" + new String(Json.bytes(body), StandardCharsets.UTF_8)));
    }

    /** The key among those of all tenants. */
    String of(String tenant) {
        return hash(tenant + "\n" + key);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }
}
