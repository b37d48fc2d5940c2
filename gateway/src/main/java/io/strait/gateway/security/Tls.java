package io.strait.gateway.security;

import io.strait.gateway.settings.WatchedFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's certificate and key, also those that replace them while it runs. Connections that are open keep the old ones. */
public final class Tls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final Vertx vertx;
    private final WatchedFile<Buffer> certificate;
    private final WatchedFile<Buffer> key;
    private Pair used;
    private Pair refused;
    private long timer = -1;

    /** One file may have been replaced and the other not yet. */
    private record Pair(Buffer certificate, Buffer key) {}

    private Tls(Vertx vertx, WatchedFile<Buffer> certificate, WatchedFile<Buffer> key) {
        this.vertx = vertx;
        this.certificate = certificate;
        this.key = key;
        this.used = pair();
        this.refused = used;
    }

    /**
     * Reads both. Blocks.
     *
     * @throws IllegalArgumentException if a file cannot be read
     */
    public static Tls open(Vertx vertx, TlsConfig config) {
        WatchedFile<Buffer> certificate =
                WatchedFile.open(vertx, "TLS certificate", config.certificate(), Buffer::buffer);
        return new Tls(vertx, certificate, WatchedFile.open(vertx, "TLS key", config.key(), Buffer::buffer));
    }

    private Pair pair() {
        return new Pair(certificate.content(), key.content());
    }

    /** Makes a server one that speaks TLS. */
    public HttpServerOptions apply(HttpServerOptions options) {
        return options.setSsl(true).setKeyCertOptions(pem(used)).setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    /** Hands new ones to the server as they come. */
    public void follow(HttpServer server) {
        timer = vertx.setPeriodic(PERIOD_MILLIS, again -> {
            Pair now = pair();
            if (now.equals(used) || now.equals(refused)) {
                return;
            }
            // Until it is told otherwise: they are not tried twice.
            refused = now;
            ServerSSLOptions options =
                    new ServerSSLOptions().setKeyCertOptions(pem(now)).setEnabledSecureTransportProtocols(PROTOCOLS);
            server.updateSSLOptions(options)
                    .onSuccess(updated -> {
                        used = now;
                        LOG.info("tls.renewed");
                    })
                    .onFailure(failure -> LOG.warn(
                            "tls.kept: the new certificate and key do not fit, the old ones still serve: {}",
                            String.valueOf(failure.getMessage())));
        });
    }

    private static PemKeyCertOptions pem(Pair pair) {
        return new PemKeyCertOptions().setCertValue(pair.certificate()).setKeyValue(pair.key());
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        certificate.close();
        key.close();
    }
}
