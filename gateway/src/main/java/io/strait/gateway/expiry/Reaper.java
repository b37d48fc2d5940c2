package io.strait.gateway.expiry;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.strait.gateway.life.Lives;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Ends jobs past their deadline, with or without workers; the gateways share the work by partitions of {@code events}. Has no routes. */
public final class Reaper implements Feature {
    /** Of all bundles: deadlines do not depend on them. */
    private static final String GROUP = "strait.reapers";

    private static final int MOST_TIMERS = 1_000_000;
    private static final int FETCH_BYTES = 1 << 16;
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Lives lives;

    /** Starts it. Kafka need not be there yet. */
    public Reaper(Services services) {
        this.lives = new Lives(
                "gateway-reaper",
                CLOSING,
                () -> new ReaperLife(settings(services.kafka()), services.jobs(), services.clock(), MOST_TIMERS));
    }

    @Override
    public void mount(Router router) {
        // Nobody asks for an expiry.
    }

    private static Map<String, Object> settings(String bootstrap) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "gateway-reaper");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        // Deadlines are minutes away: it need not be told of every event as it comes.
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    @Override
    public void close() {
        lives.close();
    }
}
