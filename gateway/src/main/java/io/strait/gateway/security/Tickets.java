package io.strait.gateway.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.gateway.tenant.Caller;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed notes that say who a caller is, for one purpose and a short time: they stand in URLs, where nothing may stand that is good for more.
 * Whoever has the secret can check them; nothing is kept. Thread-safe.
 */
public final class Tickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 1_000;
    private static final String KEY = Tickets.class.getName();
    private static final Duration LINK_VALIDITY = Duration.ofHours(1);
    /** Of one job, whose id follows. */
    static final String IMAGE = "image:";

    private final SecretKeySpec key;
    private final Clock clock;

    /** @param secret shared by the gateways that are to accept each other's; without one nobody else accepts these */
    Tickets(Optional<Secret> secret, Clock clock) {
        byte[] bytes = secret.map(Secret::bytes).orElseGet(Tickets::random);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.clock = clock;
    }

    private static byte[] random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** A ticket. */
    public record Ticket(String text, Instant expiresAt) {}

    /** Lets what answers a request sign links for its caller. */
    void enter(RoutingContext context) {
        context.put(KEY, this);
    }

    /**
     * What to put behind the path of a job's image, so that whoever gets the link gets the image, as the OpenAI API has it: for an hour. Nothing
     * where everybody may fetch it.
     */
    public static String imageQuery(RoutingContext context, String jobId) {
        Tickets tickets = context.get(KEY);
        return tickets == null
                ? ""
                : "?ticket="
                        + tickets.issue(Caller.of(context), IMAGE + jobId, LINK_VALIDITY)
                                .text();
    }

    /** Makes a ticket for the caller. */
    public Ticket issue(Caller caller, String purpose, Duration validity) {
        Instant expiresAt = clock.instant().plus(validity);
        byte[] payload = Json.bytes(Json.object()
                .put("tenant", caller.tenant())
                .put("credential", caller.credential())
                .put("purpose", purpose)
                .put("until", expiresAt.toEpochMilli()));
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return new Ticket(base64.encodeToString(payload) + "." + base64.encodeToString(sign(payload)), expiresAt);
    }

    /** Who a ticket is for; empty if it is not ours, for something else, or too old. */
    public Optional<Caller> redeem(String text, String purpose) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 2 || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[0].getBytes(StandardCharsets.US_ASCII));
            byte[] signature = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII));
            if (!MessageDigest.isEqual(sign(payload), signature)) {
                return Optional.empty();
            }
            ObjectNode json = Json.readObject(payload);
            boolean good = purpose.equals(json.path("purpose").textValue())
                    && clock.millis() < json.path("until").longValue();
            return good
                    ? Optional.of(new Caller(
                            json.path("tenant").asText(),
                            json.path("credential").asText()))
                    : Optional.empty();
        } catch (IllegalArgumentException | InvalidRequestException e) {
            // No base64, or signed by us and yet no JSON: not a ticket.
            return Optional.empty();
        }
    }

    private byte[] sign(byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
