package io.strait.gateway.job;

import io.strait.gateway.job.JobReplay.End;
import io.strait.gateway.job.LogRecord.EventRecord;
import io.strait.gateway.job.LogRecord.PreviewRecord;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the log, read once for everybody: one thread, one consumer, assigned the partitions that have live followers. A
 * partition is read from its end on; what lies before is replayed up to the offsets given when a follower joins.
 */
final class JobTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** A partition nobody follows is kept for a while: assigning it anew takes a job up to 10 ms of its first preview. */
    private static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecentOffsets recent;
    private final RecentEvents recentEvents;
    private final LogReader reader = new LogReader();
    private final LinkedBlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    private long tidiedNanos;

    /** By partition; the thread's own, as is the next. */
    private final Map<Integer, Long> lastUsedNanos = new HashMap<>();

    private final Map<String, List<JobFollower>> followers = new HashMap<>();

    /**
     * Connects when it is started.
     *
     * @param recent told of every record that is read
     * @param recentEvents gets every event
     */
    JobTail(String bootstrap, int fetchWaitMillis, RecentOffsets recent, RecentEvents recentEvents) {
        this.recent = recent;
        this.recentEvents = recentEvents;
        this.consumer = LogReader.consumer(bootstrap, "gateway-tail", fetchWaitMillis);
        this.thread = new Thread(this::run, "gateway-tail");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether the thread is alive. */
    boolean running() {
        return thread.isAlive() && !closing;
    }

    /** Adds a follower: it gets every record of its job from the returned offsets on. */
    CompletableFuture<End> join(JobFollower follower) {
        CompletableFuture<End> joined = new CompletableFuture<>();
        submit(() -> {
            if (closing) {
                joined.completeExceptionally(new CancellationException("the gateway is closing"));
                return;
            }
            try {
                End end = joinNow(follower);
                joined.complete(end);
            } catch (KafkaException e) {
                joined.completeExceptionally(e);
            }
        });
        return joined;
    }

    /** Removes a follower, some time soon. */
    void leave(JobFollower follower) {
        commands.add(() -> remove(follower));
    }

    private void submit(Runnable command) {
        commands.add(command);
        consumer.wakeup();
    }

    private End joinNow(JobFollower follower) {
        int partition = follower.id().partition();
        TopicPartition events = new TopicPartition(Topics.EVENTS, partition);
        TopicPartition previews = new TopicPartition(Topics.PREVIEWS, partition);
        boolean isNew = !consumer.assignment().contains(events);
        if (isNew) {
            Set<TopicPartition> wanted = new HashSet<>(consumer.assignment());
            wanted.addAll(List.of(events, previews));
            consumer.assign(wanted);
            consumer.seekToEnd(List.of(events, previews));
        }
        try {
            End end = uninterrupted(() -> new End(consumer.position(events), consumer.position(previews)));
            if (isNew) {
                recent.begin(events, end.events());
                recent.begin(previews, end.previews());
            }
            lastUsedNanos.put(partition, System.nanoTime());
            followers
                    .computeIfAbsent(follower.id().toString(), id -> new ArrayList<>(1))
                    .add(follower);
            return end;
        } catch (KafkaException e) {
            if (isNew) {
                Set<TopicPartition> before = new HashSet<>(consumer.assignment());
                before.removeAll(Set.of(events, previews));
                consumer.assign(before);
            }
            throw e;
        }
    }

    /** A wake-up meant for the poll may hit another call: that call is made again. */
    private static <T> T uninterrupted(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (WakeupException e) {
                LOG.trace("woken while asking for a position");
            }
        }
    }

    private void remove(JobFollower follower) {
        List<JobFollower> same = followers.get(follower.id().toString());
        if (same != null && same.remove(follower) && same.isEmpty()) {
            followers.remove(follower.id().toString());
        }
    }

    private void run() {
        try {
            while (!closing) {
                runCommands();
                poll();
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            runCommands();
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void poll() {
        try {
            if (consumer.assignment().isEmpty()) {
                awaitCommand();
                return;
            }
            dispatch(consumer.poll(POLL));
            dropUnused();
        } catch (WakeupException e) {
            LOG.trace("woken for a command");
        } catch (KafkaException e) {
            LOG.warn("tail.failed: reading again from the same place", e);
            awaitCommand();
        }
    }

    /** Waits for the next command, at most as long as a poll. */
    private void awaitCommand() {
        try {
            Runnable command = commands.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (command != null) {
                command.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private void dispatch(ConsumerRecords<byte[], byte[]> polled) {
        Set<Integer> partitions = new HashSet<>();
        polled.partitions().forEach(partition -> partitions.add(partition.partition()));
        for (int partition : partitions) {
            List<EventRecord> events = new ArrayList<>();
            List<PreviewRecord> previews = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> entry : polled.records(new TopicPartition(Topics.EVENTS, partition))) {
                remember(entry);
                recentEvents.add(entry);
                if (read(entry) instanceof EventRecord event) {
                    events.add(event);
                }
            }
            for (ConsumerRecord<byte[], byte[]> entry :
                    polled.records(new TopicPartition(Topics.PREVIEWS, partition))) {
                remember(entry);
                if (read(entry) instanceof PreviewRecord preview) {
                    previews.add(preview);
                }
            }
            LogRecord.merge(events, previews).forEach(this::deliver);
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> entry) {
        recent.add(new TopicPartition(entry.topic(), entry.partition()), entry.key(), entry.offset());
    }

    private @Nullable LogRecord read(ConsumerRecord<byte[], byte[]> entry) {
        return reader.read(entry, followers::containsKey);
    }

    private void deliver(LogRecord entry) {
        for (JobFollower follower : followers.getOrDefault(entry.jobId(), List.of())) {
            follower.live(entry);
        }
    }

    private void dropUnused() {
        long now = System.nanoTime();
        if (now - tidiedNanos < POLL.toNanos()) {
            return;
        }
        tidiedNanos = now;
        followers.values().removeIf(same -> same.removeIf(JobFollower::done) && same.isEmpty());
        for (List<JobFollower> same : followers.values()) {
            lastUsedNanos.put(same.get(0).id().partition(), now);
        }
        if (lastUsedNanos.values().removeIf(used -> now - used > KEEP_NANOS)) {
            Set<TopicPartition> kept = new HashSet<>(consumer.assignment());
            consumer.assignment().stream()
                    .filter(partition -> !lastUsedNanos.containsKey(partition.partition()))
                    .forEach(partition -> {
                        kept.remove(partition);
                        recent.end(partition);
                        recentEvents.end(partition);
                    });
            consumer.assign(kept);
        }
    }

    /** Stops the thread and waits for it. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        commands.add(() -> LOG.debug("tail.closing"));
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
