package io.strait.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecurityConfigTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static SecurityConfig read(String bind, Map<String, String> environment) {
        Settings settings = new Settings(environment);
        SecurityConfig config = SecurityConfig.read(settings, bind);
        settings.check();
        return config;
    }

    @Test
    void readsEverySetting() {
        SecurityConfig config = read(
                "0.0.0.0",
                Map.of(
                        "STRAIT_GATEWAY_KEYS", "keys.json",
                        "STRAIT_GATEWAY_LIMITS", "limits.json",
                        "STRAIT_GATEWAY_JWT_ISSUER", "https://issuer.example",
                        "STRAIT_GATEWAY_JWT_JWKS", "https://issuer.example/jwks",
                        "STRAIT_GATEWAY_JWT_AUDIENCE", "strait",
                        "STRAIT_GATEWAY_JWT_TENANT_CLAIM", "org",
                        "STRAIT_GATEWAY_ORIGINS", "https://a.example, http://localhost:3000",
                        "STRAIT_GATEWAY_TICKET_SECRET", SECRET,
                        "STRAIT_GATEWAY_TLS_CERT", "c.pem",
                        "STRAIT_GATEWAY_TLS_KEY", "k.pem"));

        assertThat(config.keys()).contains(Path.of("keys.json"));
        assertThat(config.limits()).contains(Path.of("limits.json"));
        assertThat(config.jwt())
                .contains(new JwtConfig(
                        "https://issuer.example", URI.create("https://issuer.example/jwks"), "strait", "org"));
        assertThat(config.origins()).containsExactly("https://a.example", "http://localhost:3000");
        assertThat(config.ticketValidity()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.tls()).contains(new TlsConfig(Path.of("c.pem"), Path.of("k.pem")));
        assertThat(config.authenticating()).isTrue();
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void needsNothingOnLoopback(String bind) {
        assertThat(read(bind, Map.of()).authenticating()).isFalse();
    }

    @Test
    void isOpenToTheNetworkOnlyWhenToldTwice() {
        String refused = "bind: expected a loopback address as long as anybody may ask, got 0.0.0.0";
        assertThatThrownBy(() -> read("0.0.0.0", Map.of())).hasMessageContaining(refused);
        assertThatThrownBy(() -> read("0.0.0.0", Map.of("STRAIT_GATEWAY_NO_AUTH", "true")))
                .hasMessageContaining(refused)
                .hasMessageContaining("STRAIT_GATEWAY_NO_AUTH_ON_NETWORK=true");
        Map<String, String> twice =
                Map.of("STRAIT_GATEWAY_NO_AUTH", "true", "STRAIT_GATEWAY_NO_AUTH_ON_NETWORK", "true");
        assertThat(read("0.0.0.0", twice).authenticating()).isFalse();
        assertThat(read("::", Map.of("STRAIT_GATEWAY_KEYS", "k")).authenticating())
                .isTrue();
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> read(
                        "127.0.0.1",
                        Map.of(
                                "STRAIT_GATEWAY_JWT_ISSUER", "https://issuer.example",
                                "STRAIT_GATEWAY_TLS_CERT", "c.pem",
                                "STRAIT_GATEWAY_TICKET_SECRET", "short",
                                "STRAIT_GATEWAY_ORIGINS", "https://a.example/",
                                "STRAIT_GATEWAY_KEYS", "k",
                                "STRAIT_GATEWAY_NO_AUTH", "true")))
                .hasMessageContaining("expected all three or none")
                .hasMessageContaining("expected both or none")
                .hasMessageContaining("at least 32")
                .hasMessageContaining("got https://a.example/")
                .hasMessageContaining("beside keys or tokens")
                .message()
                .doesNotContain("short");
    }

    @Test
    void fetchesKeysOfTheIssuerSafelyOnly() {
        assertThatThrownBy(() -> read(
                        "127.0.0.1",
                        Map.of(
                                "STRAIT_GATEWAY_JWT_ISSUER", "i",
                                "STRAIT_GATEWAY_JWT_JWKS", "http://issuer.example/jwks",
                                "STRAIT_GATEWAY_JWT_AUDIENCE", "a")))
                .hasMessageContaining("expected an https URL");
    }
}
