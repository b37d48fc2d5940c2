package io.strait.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.strait.schemas.topic.Queue;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Every meter of a gateway. The table in docs/operations.md has one row for each, and a test that compares them. Thread-safe. */
public final class GatewayMetrics {
    /** Duration of requests, streams included; tags {@code method}, {@code route} and {@code status}. */
    public static final String REQUESTS = "gateway.requests";
    /** Streams that are open; tag {@code kind}: events, socket, images. */
    public static final String STREAMS = "gateway.streams";
    /** Counter of jobs that clients wanted to submit; tag {@code outcome}: accepted, failed. */
    public static final String SUBMISSIONS = "gateway.submissions";
    /** Records that a queue's group has not accepted yet; tags {@code stage} and {@code priority}. */
    public static final String QUEUE_LAG = "gateway.queue.lag";

    private static final Duration[] BUCKETS = Arrays.stream(
                    new long[] {5, 10, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000})
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** What a stream is for. */
    public enum Stream {
        /** Server-sent events of one job. */
        EVENTS("events"),
        /** A WebSocket connection. */
        SOCKET("socket"),
        /** A streamed answer of the OpenAI API. */
        IMAGES("images");

        private final String wireName;

        Stream(String wireName) {
            this.wireName = wireName;
        }
    }

    private final MeterRegistry registry;
    private final Map<Stream, AtomicInteger> streams = new EnumMap<>(Stream.class);
    private final Map<Queue, AtomicReference<Double>> lags = new ConcurrentHashMap<>();
    private final Counter accepted;
    private final Counter failed;

    /** @param registry stays open */
    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Stream kind : Stream.values()) {
            AtomicInteger open = new AtomicInteger();
            streams.put(kind, open);
            Gauge.builder(STREAMS, open::get)
                    .description("Streams that are open, by what they are for")
                    .tag("kind", kind.wireName)
                    .register(registry);
        }
        accepted = submission("accepted");
        failed = submission("failed");
    }

    private Counter submission(String outcome) {
        return Counter.builder(SUBMISSIONS)
                .description("Jobs that were to be put in the log, by what became of that")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Where they are kept, for those who add more or tell them. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * A request has ended.
     *
     * @param route the path's pattern, not the path: there are few of them
     */
    public void request(String method, String route, int status, Duration duration) {
        Timer.builder(REQUESTS)
                .description("Duration of requests until their answer's end; a stream's lasts as long as the stream")
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(duration);
    }

    /** Tells of a queue's lag from now on; unknown at first. */
    public void queue(Queue queue) {
        AtomicReference<Double> waiting = new AtomicReference<>(Double.NaN);
        lags.put(queue, waiting);
        Gauge.builder(QUEUE_LAG, waiting::get)
                .description("Records not yet accepted: those that wait and those being worked on; NaN if unknown")
                .tag("stage", queue.stage().name().toLowerCase(Locale.ROOT))
                .tag("priority", queue.priority())
                .register(registry);
    }

    /**
     * A queue's lag is known.
     *
     * @param waiting records; NaN if it is not known
     */
    public void lag(Queue queue, double waiting) {
        AtomicReference<Double> kept = lags.get(queue);
        if (kept != null) {
            kept.set(waiting);
        }
    }

    /** A stream has opened. Returns what to run when it has closed; running that again changes nothing. */
    public Runnable opened(Stream kind) {
        AtomicInteger open = streams.get(kind);
        if (open == null) {
            return () -> {};
        }
        open.incrementAndGet();
        AtomicInteger once = new AtomicInteger(1);
        return () -> open.addAndGet(-once.getAndSet(0));
    }

    /** A job was to be put in the log. */
    public void submitted(boolean accepting) {
        (accepting ? accepted : failed).increment();
    }
}
