package io.strait.gateway.bulk;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This gateway's dispatcher of bulk jobs, on a thread of its own. Has no routes: bulk jobs are asked for as others are. */
public final class BulkQueue implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(BulkQueue.class);
    private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Session.Parts parts;
    private final Thread thread;
    private final Object guard = new Object();
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile @Nullable Session current;

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
        this.thread = new Thread(this::run, "gateway-bulk");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void mount(Router router) {
        // Bulk jobs come by the routes of all jobs.
    }

    private void run() {
        while (!closing) {
            try {
                live(new Session(parts));
            } catch (RuntimeException e) {
                // Kafka is away, or another has taken over, or a bug: whatever it is, the log is right.
                if (!closing) {
                    LOG.warn("bulk.dispatcher: begins again from what the log says", e);
                }
            }
            pause();
        }
    }

    private void live(Session session) {
        current = session;
        try {
            session.run(() -> closing);
        } finally {
            current = null;
            if (abandoned) {
                session.abandon();
            } else {
                session.close();
            }
        }
    }

    private void pause() {
        synchronized (guard) {
            long until = System.nanoTime() + BEFORE_NEXT.toNanos();
            try {
                while (!closing && until - System.nanoTime() > 0) {
                    guard.wait(Math.max(
                            1, Duration.ofNanos(until - System.nanoTime()).toMillis()));
                }
            } catch (InterruptedException e) {
                closing = true;
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
        synchronized (guard) {
            closing = true;
            guard.notifyAll();
        }
        Session session = current;
        if (session != null) {
            session.wake();
        }
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
