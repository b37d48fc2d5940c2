package io.strait.gateway.security;

import io.strait.gateway.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What TLS needs.
 *
 * @param certificate chain in PEM, the server's own first
 * @param key private key in PEM (PKCS #8), without a password
 */
public record TlsConfig(Path certificate, Path key) {
    private static final String CERTIFICATE = Settings.OWN + "TLS_CERT";
    private static final String KEY = Settings.OWN + "TLS_KEY";

    static Optional<TlsConfig> read(Settings settings) {
        Optional<Path> certificate = settings.optionalPath(CERTIFICATE);
        Optional<Path> key = settings.optionalPath(KEY);
        if (certificate.isPresent() != key.isPresent()) {
            settings.problem(CERTIFICATE + ", " + KEY + ": expected both or none, got one");
        }
        return certificate.flatMap(chain -> key.map(secret -> new TlsConfig(chain, secret)));
    }
}
