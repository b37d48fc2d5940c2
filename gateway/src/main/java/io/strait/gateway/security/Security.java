package io.strait.gateway.security;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Origins;
import io.strait.gateway.tenant.Fleet;
import io.strait.gateway.tenant.JobLedger;
import io.strait.gateway.tenant.TenantGate;
import io.strait.gateway.tenant.Tenants;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * All that stands between a gateway and who asks it.
 *
 * @param tenants what each may
 * @param gate holds them to it
 * @param guard stands before every route
 * @param origins whose pages may ask
 * @param tls if the gateway speaks it
 */
public record Security(Tenants tenants, TenantGate gate, Feature guard, Origins origins, Optional<Tls> tls)
        implements AutoCloseable {
    /**
     * Reads the files, joins the other gateways if there are limits to share. Blocks.
     *
     * @param kafka bootstrap servers
     * @param deadline time after which a job has ended
     * @throws IllegalArgumentException with a message for people if a file cannot be read; nothing but Vert.x is open then
     */
    public static Security open(Vertx vertx, Clock clock, SecurityConfig config, String kafka, Duration deadline) {
        Optional<Tls> tls = config.tls().map(files -> Tls.open(vertx, files));
        Bearers bearers = Bearers.open(vertx, config);
        Tenants tenants = Tenants.open(vertx, config.limits());
        TenantGate gate = new TenantGate(
                tenants,
                tenants.limiting() ? Fleet.join(kafka) : Fleet.alone(),
                tenants.limiting() ? JobLedger.follow(kafka, clock, deadline) : JobLedger.none(clock),
                bearers::holds);
        return new Security(tenants, gate, new Guard(config, bearers, gate, clock), new Origins(config.origins()), tls);
    }

    /** What clients begin its address with. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** As the server is to be made. */
    public HttpServerOptions apply(HttpServerOptions options) {
        return tls.map(pair -> pair.apply(options)).orElse(options);
    }

    /** Keeps a server that listens up to date. */
    public void follow(HttpServer server) {
        tls.ifPresent(pair -> pair.follow(server));
    }

    /** Blocks some seconds at most. */
    @Override
    public void close() {
        tls.ifPresent(Tls::close);
        guard.close();
        gate.close();
        tenants.close();
    }
}
