package io.strait.gateway.security;

import io.strait.gateway.http.HostNames;
import io.strait.gateway.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask a gateway, how, and how much. Without keys and without tokens anybody may, as tenant {@code default}.
 *
 * @param keys file of API keys
 * @param jwt whose tokens are believed
 * @param limits file of tenants' limits
 * @param origins of pages that may ask besides our own, as browsers write them: {@code https://host:port}
 * @param hosts names by which it is asked
 * @param ticketSecret makes stream tickets good at every gateway that has it; without it each gateway knows its own only
 * @param ticketValidity how long a stream ticket can be used to open a stream
 * @param tls certificate and key; without them the gateway speaks plain HTTP
 */
public record SecurityConfig(
        Optional<Path> keys,
        Optional<JwtConfig> jwt,
        Optional<Path> limits,
        List<String> origins,
        HostNames hosts,
        Optional<Secret> ticketSecret,
        Duration ticketValidity,
        Optional<TlsConfig> tls) {
    private static final String NO_AUTH = Settings.OWN + "NO_AUTH";
    private static final String NO_AUTH_ON_NETWORK = Settings.OWN + "NO_AUTH_ON_NETWORK";
    private static final String TICKET_SECRET = Settings.OWN + "TICKET_SECRET";
    private static final int SHORTEST_SECRET = 32;

    /** Copies the list. */
    public SecurityConfig {
        origins = List.copyOf(origins);
    }

    /** Whether callers must say who they are. */
    public boolean authenticating() {
        return keys.isPresent() || jwt.isPresent();
    }

    /**
     * Reads the settings. An address that other machines reach needs keys or tokens, or to be told twice that it does not.
     *
     * @param bind address to listen on
     */
    public static SecurityConfig read(Settings settings, String bind) {
        Optional<Secret> secret = settings.optional(TICKET_SECRET).map(Secret::new);
        if (secret.isPresent() && secret.get().bytes().length < SHORTEST_SECRET) {
            settings.problem(
                    TICKET_SECRET + ": expected at least " + SHORTEST_SECRET + " random characters, got fewer");
        }
        Optional<Path> keys = settings.optionalPath(Settings.OWN + "KEYS");
        Optional<JwtConfig> jwt = JwtConfig.read(settings);
        SecurityConfig config = new SecurityConfig(
                keys,
                jwt,
                settings.optionalPath(Settings.OWN + "LIMITS"),
                origins(settings),
                HostNames.read(settings, keys.isEmpty() && jwt.isEmpty() && HostNames.loopback(bind)),
                secret,
                settings.seconds(Settings.OWN + "TICKET_SECONDS", 30, 1, 600),
                TlsConfig.read(settings));
        boolean open = settings.flag(NO_AUTH, false);
        boolean openOnNetwork = settings.flag(NO_AUTH_ON_NETWORK, false);
        if (!config.authenticating() && !(open && openOnNetwork) && !HostNames.loopback(bind)) {
            settings.problem(
                    ("bind: expected a loopback address as long as anybody may ask, got %s. Set %sKEYS or %sJWT_ISSUER;"
                                    + " or, if everybody who reaches this address really may use it, both %s=true and %s=true")
                            .formatted(bind, Settings.OWN, Settings.OWN, NO_AUTH, NO_AUTH_ON_NETWORK));
        }
        if (config.authenticating() && (open || openOnNetwork)) {
            settings.problem(NO_AUTH + " and " + NO_AUTH_ON_NETWORK
                    + ": expected not to be true beside keys or tokens, got both");
        }
        return config;
    }

    private static List<String> origins(Settings settings) {
        List<String> origins = settings.list(Settings.OWN + "ORIGINS");
        origins.stream()
                .filter(origin -> !isOrigin(origin))
                .forEach(origin -> settings.problem(
                        Settings.OWN + "ORIGINS: expected origins such as https://example.org:8443, got " + origin));
        return origins;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
