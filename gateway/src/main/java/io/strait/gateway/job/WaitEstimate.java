package io.strait.gateway.job;

import io.strait.schemas.topic.Queue;
import io.strait.schemas.topic.QueueLag;
import io.strait.schemas.topic.QueueLag.Lag;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the jobs ahead of a new one will take: what lies in each stage's queue, over the rate at which that stage has been taking jobs.
 * Asks the broker every second on a thread of its own; an answer that is old is no answer. Thread-safe; reading never blocks.
 */
public final class WaitEstimate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaitEstimate.class);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Over how long a stage's rate is taken. */
    private static final Duration WINDOW = Duration.ofSeconds(60);
    /** An estimate this old says nothing. */
    private static final Duration STALE = Duration.ofSeconds(10);

    private static final String PRIORITY = "interactive";

    private final Admin admin;
    private final QueueLag lag;
    private final List<Queue> queues;
    private final ScheduledExecutorService thread;
    private final Deque<Sample> samples = new ArrayDeque<>();
    /** Jobs a second by queue, as last measured while jobs waited there. */
    private final Map<Queue, Double> rates = new HashMap<>();

    private volatile @Nullable Estimate latest;

    /** Queues at one time. */
    record Sample(long nanos, Map<Queue, Lag> lags) {}

    private record Estimate(long nanos, OptionalLong millis) {}

    /** Connects in the background. */
    public WaitEstimate(String bootstrap, Topics topics) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "gateway-wait"));
        this.lag = new QueueLag(admin);
        this.queues = topics.queues().stream()
                .filter(queue -> queue.priority().equals(PRIORITY))
                .toList();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread worker = new Thread(task, "gateway-wait");
            worker.setDaemon(true);
            return worker;
        });
        var unused = thread.scheduleWithFixedDelay(
                this::ask, ASK_EVERY.toMillis(), ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Milliseconds until the jobs ahead are done; empty as long as no rate has been seen, or Kafka does not answer. */
    public OptionalLong millis() {
        Estimate estimate = latest;
        return estimate == null || System.nanoTime() - estimate.nanos() > STALE.toNanos()
                ? OptionalLong.empty()
                : estimate.millis();
    }

    private void ask() {
        var unused = lag.read(queues, TIMEOUT).whenComplete((lags, failure) -> {
            if (failure == null) {
                add(new Sample(System.nanoTime(), lags));
            } else {
                LOG.debug("wait.unknown", failure);
            }
        });
    }

    private synchronized void add(Sample sample) {
        while (!samples.isEmpty() && sample.nanos() - samples.getFirst().nanos() > WINDOW.toNanos()) {
            samples.removeFirst();
        }
        samples.addLast(sample);
        latest = new Estimate(sample.nanos(), estimate(List.copyOf(samples), rates));
    }

    /**
     * Sums over the stages what waits over the rate.
     *
     * @param samples of a window, oldest first, at least one
     * @param rates jobs a second by queue as last measured; brought up to date here
     * @return empty if jobs wait at a stage whose rate has never been seen
     */
    static OptionalLong estimate(List<Sample> samples, Map<Queue, Double> rates) {
        Sample last = samples.get(samples.size() - 1);
        double seconds = 0;
        for (Map.Entry<Queue, Lag> entry : last.lags().entrySet()) {
            Queue queue = entry.getKey();
            measure(queue, samples, rates);
            long waiting = entry.getValue().waiting();
            Double rate = rates.get(queue);
            if (waiting > 0 && rate == null) {
                return OptionalLong.empty();
            }
            seconds += waiting == 0 || rate == null ? 0 : waiting / rate;
        }
        return OptionalLong.of(Math.round(seconds * TimeUnit.SECONDS.toMillis(1)));
    }

    /** Only time in which jobs waited tells what a stage can do. */
    private static void measure(Queue queue, List<Sample> samples, Map<Queue, Double> rates) {
        long nanos = 0;
        long taken = 0;
        for (int i = 1; i < samples.size(); i++) {
            Lag before = samples.get(i - 1).lags().get(queue);
            Lag after = samples.get(i).lags().get(queue);
            if (before != null && after != null && before.waiting() > 0) {
                nanos += samples.get(i).nanos() - samples.get(i - 1).nanos();
                taken += (after.written() - after.waiting()) - (before.written() - before.waiting());
            }
        }
        if (taken > 0 && nanos > 0) {
            rates.put(queue, taken / (nanos / (double) TimeUnit.SECONDS.toNanos(1)));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
