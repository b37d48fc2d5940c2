package io.strait.gateway.job;

import io.strait.gateway.job.LogRecord.EventRecord;
import io.strait.gateway.job.LogRecord.PreviewRecord;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobView;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
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

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 10_000;

    private final LogReader reader = new LogReader();
    private final List<KafkaConsumer<byte[], byte[]>> consumers;
    private final BlockingQueue<KafkaConsumer<byte[], byte[]>> idle;
    private final ExecutorService threads;

    JobReplay(String bootstrap, int threads) {
        this.consumers = IntStream.range(0, threads)
                .mapToObj(i -> LogReader.consumer(bootstrap, "gateway-replay-" + i, 20))
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
     * @param end where to stop; null for the end of the log as it is now
     * @param previewsFrom cursor whose previews are next; null for no previews
     * @return empty if the log has no such job before the end; fails with Kafka's exceptions
     */
    CompletableFuture<List<LogRecord>> read(JobId id, @Nullable End end, @Nullable Cursor previewsFrom) {
        try {
            return CompletableFuture.supplyAsync(() -> withConsumer(id, end, previewsFrom), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new TimeoutException("too many replays are waiting", e));
        }
    }

    private List<LogRecord> withConsumer(JobId id, @Nullable End end, @Nullable Cursor previewsFrom) {
        // One consumer for every thread: there is always one.
        KafkaConsumer<byte[], byte[]> consumer = idle.remove();
        try {
            return read(consumer, id, end, previewsFrom);
        } finally {
            consumer.unsubscribe();
            idle.add(consumer);
        }
    }

    private List<LogRecord> read(
            KafkaConsumer<byte[], byte[]> consumer, JobId id, @Nullable End end, @Nullable Cursor previewsFrom) {
        List<EventRecord> events = new ArrayList<>();
        boolean terminal = readEvents(consumer, id, end, events);
        if (events.isEmpty() || previewsFrom == null) {
            return List.copyOf(events);
        }
        long last = terminal ? events.get(events.size() - 1).timestamp() + AFTER_END_MILLIS : Long.MAX_VALUE;
        return LogRecord.merge(events, readPreviews(consumer, id, end, previewsFrom, last));
    }

    /** Returns whether the terminal event was among them. */
    private boolean readEvents(
            KafkaConsumer<byte[], byte[]> consumer, JobId id, @Nullable End end, List<EventRecord> events) {
        TopicPartition partition = new TopicPartition(Topics.EVENTS, id.partition());
        long start = firstAt(consumer, partition, id.millis());
        long stop = end != null ? end.events() : endOf(consumer, partition);
        JobView[] view = {JobView.empty(id.toString())};
        scan(consumer, partition, start, stop, id, entry -> {
            if (reader.read(entry, id.toString()::equals) instanceof EventRecord event
                    && (!events.isEmpty() || event.event().getWhat() instanceof Queued)) {
                events.add(event);
                view[0] = view[0].with(event.event());
            }
            boolean tooLate = events.isEmpty() && entry.timestamp() > id.millis() + LATEST_QUEUED_MILLIS;
            return !view[0].terminal() && !tooLate;
        });
        return view[0].terminal();
    }

    private List<PreviewRecord> readPreviews(
            KafkaConsumer<byte[], byte[]> consumer, JobId id, @Nullable End end, Cursor from, long lastMillis) {
        TopicPartition partition = new TopicPartition(Topics.PREVIEWS, id.partition());
        long start = from.nextPreview() > 0
                ? from.nextPreview()
                : firstAt(consumer, partition, id.millis() - CLOCK_SLACK_MILLIS);
        long stop = end != null ? end.previews() : endOf(consumer, partition);
        List<PreviewRecord> previews = new ArrayList<>();
        scan(consumer, partition, start, stop, id, entry -> {
            if (reader.read(entry, id.toString()::equals) instanceof PreviewRecord preview) {
                previews.add(preview);
            }
            return entry.timestamp() <= lastMillis;
        });
        return previews;
    }

    /** Shows the records from start to stop until the visitor has seen enough. */
    private static void scan(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long start,
            long stop,
            JobId id,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        if (start >= stop) {
            return;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        while (consumer.position(partition) < stop) {
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL).records(partition)) {
                if (entry.offset() >= stop || !visitor.test(entry)) {
                    return;
                }
            }
            if (System.nanoTime() > giveUp) {
                throw new TimeoutException("replay of " + id + " from " + partition + ": expected to end within "
                        + LONGEST.toSeconds() + " s");
            }
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
                consumers.forEach(consumer -> consumer.close(CloseOptions.timeout(Duration.ZERO)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
