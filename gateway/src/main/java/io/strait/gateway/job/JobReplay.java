package io.strait.gateway.job;

import io.strait.gateway.job.LogRecord.EventRecord;
import io.strait.gateway.job.LogRecord.PreviewRecord;
import io.strait.gateway.job.RecentOffsets.Known;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobStatus;
import io.strait.schemas.job.JobView;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one job's records out of the past: from its first event, found from the id's own time, to a given end. Bounded in time,
 * in threads and in what may wait.
 */
final class JobReplay implements AutoCloseable {
    /** How far a preview's clock may lie behind the clock that made the id. */
    private static final long CLOCK_SLACK_MILLIS = 250;
    /** A queued event is acknowledged or given up within this time after its id was made. */
    private static final long LATEST_QUEUED_MILLIS = 60_000;
    /** Previews this long after a job's end have no reader. */
    private static final long AFTER_END_MILLIS = 1_000;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** What is asked for is there. A fetch beyond the end, made ahead, must not keep the next reader waiting. */
    private static final int FETCH_WAIT_MILLIS = 1;
    /** Events are small: so many of others come with the same fetch. */
    private static final int EVENTS_WAY = 100;

    private static final int PREVIEWS_WAY = 2;
    private static final int MOST_WAITING = 10_000;

    private final LogReader reader = new LogReader();
    private final RecentOffsets recent;
    private final RecentEvents recentEvents;
    private final List<Consumers> consumers;
    private final BlockingQueue<Consumers> idle;
    private final ExecutorService threads;

    /**
     * Connects when it is first used.
     *
     * @param recent where the tail has seen records
     * @param recentEvents what the tail has seen last
     */
    JobReplay(String bootstrap, int threads, RecentOffsets recent, RecentEvents recentEvents) {
        this.recent = recent;
        this.recentEvents = recentEvents;
        this.consumers = IntStream.range(0, threads)
                .mapToObj(i -> new Consumers(
                        LogReader.consumer(bootstrap, "gateway-replay-" + i, FETCH_WAIT_MILLIS),
                        LogReader.picker(bootstrap, "gateway-pick-events-" + i, FETCH_WAIT_MILLIS),
                        LogReader.picker(bootstrap, "gateway-pick-previews-" + i, FETCH_WAIT_MILLIS)))
                .toList();
        this.idle = new ArrayBlockingQueue<>(threads, false, consumers);
        AtomicInteger names = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "gateway-replay-" + names.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Where the tail takes over: the first offsets that it delivers. */
    record End(long events, long previews) {}

    /**
     * Reads a job's events from the first, and its previews from a cursor, in time order.
     *
     * @param end where to stop; null for the end of the log as it is now, and no previews of a completed job
     * @param previewsFrom cursor whose previews are next; null for no previews
     * @return empty if the log has no such job before the end; fails with Kafka's exceptions
     */
    CompletableFuture<List<LogRecord>> read(JobId id, @Nullable End end, @Nullable Cursor previewsFrom) {
        try {
            return CompletableFuture.supplyAsync(() -> withConsumers(id, end, previewsFrom), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new TimeoutException("too many replays are waiting", e));
        }
    }

    private List<LogRecord> withConsumers(JobId id, @Nullable End end, @Nullable Cursor previewsFrom) {
        // As many as threads: there is always one. They stay assigned, for a consumer that comes to a topic anew asks
        // for its metadata first.
        Consumers mine = idle.remove();
        try {
            return read(mine, id, end, previewsFrom);
        } finally {
            idle.add(mine);
        }
    }

    private List<LogRecord> read(Consumers consumers, JobId id, @Nullable End end, @Nullable Cursor previewsFrom) {
        Events events = new Events(id);
        TopicPartition partition = new TopicPartition(Topics.EVENTS, id.partition());
        Optional<Known> known = recent.find(partition, key(id));
        if (known.isPresent()) {
            long[] offsets = known.get().offsets(0, end == null ? Long.MAX_VALUE : end.events());
            recentEvents
                    .find(partition, offsets)
                    .ifPresentOrElse(
                            events::visitAll,
                            () -> PartitionScan.pick(
                                    consumers.pickEvents, partition, offsets, EVENTS_WAY, events::visit));
        }
        boolean recently = !events.found.isEmpty();
        if (!events.view.terminal() && (end == null || !recently)) {
            // What the tail has not read: all of it, or what has been written since.
            long start = recently ? known.orElseThrow().to() : firstAt(consumers.scan, partition, id.millis());
            long stop = end != null ? end.events() : endOf(consumers.scan, partition);
            PartitionScan.range(consumers.scan, partition, start, stop, events::visit);
        }
        // Previews say nothing more of a job that has its image, unless somebody wants to see them.
        boolean finishedLook = end == null && events.completed();
        if (events.found.isEmpty() || previewsFrom == null || finishedLook) {
            return List.copyOf(events.found);
        }
        return LogRecord.merge(events.found, readPreviews(consumers, id, end, previewsFrom, recently, events));
    }

    /** @param recently whether the tail has read the job from its first event on, and its previews with it */
    private List<PreviewRecord> readPreviews(
            Consumers consumers, JobId id, @Nullable End end, Cursor from, boolean recently, Events events) {
        TopicPartition partition = new TopicPartition(Topics.PREVIEWS, id.partition());
        List<PreviewRecord> previews = new ArrayList<>();
        Optional<Known> known = recent.find(partition, key(id));
        boolean covered = recently && known.isPresent();
        if (known.isPresent()
                && (covered || from.nextPreview() >= known.get().from())
                && from.nextPreview() <= known.get().to()) {
            covered = true;
            long[] offsets = known.get().offsets(from.nextPreview(), end == null ? Long.MAX_VALUE : end.previews());
            PartitionScan.pick(
                    consumers.pickPreviews, partition, offsets, PREVIEWS_WAY, entry -> visit(entry, id, previews));
            if (end != null || events.view.terminal()) {
                return previews;
            }
        }
        long start = covered
                ? known.orElseThrow().to()
                : from.nextPreview() > 0
                        ? from.nextPreview()
                        : firstAt(consumers.scan, partition, id.millis() - CLOCK_SLACK_MILLIS);
        long stop = end != null ? end.previews() : endOf(consumers.scan, partition);
        long last = events.view.terminal() ? events.lastMillis() + AFTER_END_MILLIS : Long.MAX_VALUE;
        PartitionScan.range(
                consumers.scan,
                partition,
                start,
                stop,
                entry -> visit(entry, id, previews) && entry.timestamp() <= last);
        return previews;
    }

    private boolean visit(ConsumerRecord<byte[], byte[]> entry, JobId id, List<PreviewRecord> previews) {
        if (reader.read(entry, id.toString()::equals) instanceof PreviewRecord preview) {
            previews.add(preview);
        }
        return true;
    }

    private static byte[] key(JobId id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A job's events, from the first to the terminal one. */
    private final class Events {
        private final JobId id;
        private final List<EventRecord> found = new ArrayList<>();
        private JobView view;

        Events(JobId id) {
            this.id = id;
            this.view = JobView.empty(id.toString());
        }

        /** Returns whether there may be more. */
        boolean visit(ConsumerRecord<byte[], byte[]> entry) {
            if (reader.read(entry, id.toString()::equals) instanceof EventRecord event
                    && (!found.isEmpty() || event.event().getWhat() instanceof Queued)) {
                found.add(event);
                view = view.with(event.event());
            }
            boolean tooLate = found.isEmpty() && entry.timestamp() > id.millis() + LATEST_QUEUED_MILLIS;
            return !view.terminal() && !tooLate;
        }

        void visitAll(List<ConsumerRecord<byte[], byte[]>> entries) {
            for (ConsumerRecord<byte[], byte[]> entry : entries) {
                if (!visit(entry)) {
                    return;
                }
            }
        }

        boolean completed() {
            return view.status() == JobStatus.COMPLETED;
        }

        long lastMillis() {
            return found.get(found.size() - 1).timestamp();
        }
    }

    /** One reads long stretches, the others single records. */
    private record Consumers(
            KafkaConsumer<byte[], byte[]> scan,
            KafkaConsumer<byte[], byte[]> pickEvents,
            KafkaConsumer<byte[], byte[]> pickPreviews) {
        void close() {
            List.of(scan, pickEvents, pickPreviews).forEach(each -> each.close(CloseOptions.timeout(Duration.ZERO)));
        }
    }

    /** First offset with this time or a later one; beyond every offset if there is none. */
    private static long firstAt(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long millis) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, Math.max(0, millis))).get(partition);
        return found == null ? Long.MAX_VALUE : found.offset();
    }

    private static long endOf(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        return end == null ? 0 : end;
    }

    /** Waits for replays that run. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (threads.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                consumers.forEach(Consumers::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
