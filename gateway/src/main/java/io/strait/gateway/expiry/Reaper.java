package io.strait.gateway.expiry;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends jobs past their deadline, with or without workers; the gateways share the work by partitions of {@code events}. Has no routes. */
public final class Reaper implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    /** Of all bundles: deadlines do not depend on them. */
    private static final String GROUP = "strait.reapers";

    private static final int MOST_TIMERS = 1_000_000;
    private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Services services;
    private final Thread thread;
    private final Object guard = new Object();
    private volatile boolean closing;
    private volatile @Nullable ReaperThread current;

    /** Starts it. Kafka need not be there yet. */
    public Reaper(Services services) {
        this.services = services;
        this.thread = new Thread(this::run, "gateway-reaper");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void mount(Router router) {
        // Nobody asks for an expiry.
    }

    private void run() {
        while (!closing) {
            try (ReaperThread life =
                    new ReaperThread(settings(services.kafka()), services.jobs(), services.clock(), MOST_TIMERS)) {
                current = life;
                life.run(() -> closing);
            } catch (RuntimeException e) {
                // Kafka is away, or a bug: whatever it is, the log is right.
                if (!closing) {
                    LOG.warn("expiry.reaper: begins again from what the log says", e);
                }
            } finally {
                current = null;
            }
            pause();
        }
    }

    private static Map<String, Object> settings(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gateway-reaper");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
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

    @Override
    public void close() {
        synchronized (guard) {
            closing = true;
            guard.notifyAll();
        }
        ReaperThread life = current;
        if (life != null) {
            life.wake();
        }
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
