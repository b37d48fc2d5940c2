package io.strait.gateway.security;

import io.strait.gateway.settings.Settings;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are believed.
 *
 * @param issuer exactly as in the tokens' {@code iss}
 * @param jwks where the issuer publishes its keys
 * @param audience one of the tokens' {@code aud}: a token for somebody else is no token for us
 * @param tenantClaim name of the claim that holds the tenant
 */
public record JwtConfig(String issuer, URI jwks, String audience, String tenantClaim) {
    private static final String ISSUER = Settings.OWN + "JWT_ISSUER";
    private static final String JWKS = Settings.OWN + "JWT_JWKS";
    private static final String AUDIENCE = Settings.OWN + "JWT_AUDIENCE";

    static Optional<JwtConfig> read(Settings settings) {
        Optional<String> issuer = settings.optional(ISSUER);
        Optional<String> jwks = settings.optional(JWKS);
        Optional<String> audience = settings.optional(AUDIENCE);
        String claim = settings.text(Settings.OWN + "JWT_TENANT_CLAIM", "tenant");
        if (issuer.isEmpty() && jwks.isEmpty() && audience.isEmpty()) {
            return Optional.empty();
        }
        if (issuer.isEmpty() || jwks.isEmpty() || audience.isEmpty()) {
            settings.problem(ISSUER + ", " + JWKS + ", " + AUDIENCE + ": expected all three or none, got some");
            return Optional.empty();
        }
        URI uri = uri(jwks.get());
        if (uri == null || uri.getHost() == null) {
            settings.problem(JWKS + ": expected an https URL, got " + jwks.get());
            return Optional.empty();
        }
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && local(uri.getHost()))) {
            settings.problem(JWKS + ": expected an https URL, or http on this machine, got " + jwks.get());
        }
        return Optional.of(new JwtConfig(issuer.get(), uri, audience.get(), claim));
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean local(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
