package io.strait.gateway.bulk;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.strait.gateway.life.Life;
import io.strait.gateway.life.Lives;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** This gateway's dispatcher of bulk jobs, on a thread of its own. Has no routes: bulk jobs are asked for as others are. */
public final class BulkQueue implements Feature {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Session.Parts parts;
    private final Lives lives;
    private volatile boolean abandoned;

    /** Starts it. Kafka need not be there yet. */
    public BulkQueue(Services services) {
        this(new Session.Parts(
                services.kafka(),
                services.topics().dispatchers() + "-" + UUID.randomUUID(),
                services.topics(),
                services.bundle(),
                tenant -> services.tenants().limits(tenant).running(),
                services.clock(),
                () -> {}));
    }

    BulkQueue(Session.Parts parts) {
        this.parts = parts;
        this.lives = new Lives("gateway-bulk", CLOSING, Dispatching::new);
    }

    @Override
    public void mount(Router router) {
        // Bulk jobs come by the routes of all jobs.
    }

    /** The dispatcher's session as a life, which can also end as if killed. */
    private final class Dispatching implements Life {
        private final Session session = new Session(parts);

        @Override
        public void run(BooleanSupplier stopping) {
            session.run(stopping);
        }

        @Override
        public void wake() {
            session.wake();
        }

        @Override
        public void close() {
            if (abandoned) {
                session.abandon();
            } else {
                session.close();
            }
        }
    }

    /** Ends as if the process had been killed. */
    void abandon() {
        abandoned = true;
        close();
    }

    @Override
    public void close() {
        lives.close();
    }
}
