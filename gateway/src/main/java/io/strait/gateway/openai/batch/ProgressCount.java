package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.BatchLine;
import io.strait.schemas.avro.BatchProgress;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.job.JobView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines of batches that one partition of events tells of: all jobs of a line are in one. A job is known from its first event to its
 * first terminal one, which is the only one to count.
 */
final class ProgressCount implements Processor<String, JobEvent, String, BatchProgress> {
    static final String JOBS = "batch-jobs";
    static final String LINES = "batch-lines";
    static final String COUNTS = "batch-counts";

    private static final Duration BETWEEN_REPORTS = Duration.ofMillis(200);
    private static final Duration BETWEEN_PURGES = Duration.ofHours(1);

    private final long keptMillis;
    private final Set<String> changed = new HashSet<>();
    private ProcessorContext<String, BatchProgress> context;
    private KeyValueStore<String, BatchLine> jobs;
    private KeyValueStore<String, Integer> lines;
    private KeyValueStore<String, BatchProgress> counts;

    /** @param kept how long the counts of a batch are kept */
    @SuppressWarnings("NullAway.Init") // set by init
    ProgressCount(Duration kept) {
        this.keptMillis = kept.toMillis();
    }

    @Override
    public void init(ProcessorContext<String, BatchProgress> processing) {
        context = processing;
        jobs = processing.getStateStore(JOBS);
        lines = processing.getStateStore(LINES);
        counts = processing.getStateStore(COUNTS);
        // Whoever ran this before may have ended between counting and reporting.
        try (KeyValueIterator<String, BatchProgress> all = counts.all()) {
            all.forEachRemaining(entry -> changed.add(entry.key));
        }
        processing.schedule(BETWEEN_REPORTS, PunctuationType.WALL_CLOCK_TIME, this::report);
        processing.schedule(BETWEEN_PURGES, PunctuationType.WALL_CLOCK_TIME, this::purge);
    }

    @Override
    public void process(Record<String, JobEvent> entry) {
        JobEvent event = entry.value();
        if (event == null) {
            return;
        }
        if (event.getWhat() instanceof Queued queued) {
            BatchLine line = queued.getSpec().getBatch();
            if (line != null) {
                jobs.put(event.getJobId(), line);
            }
            return;
        }
        BatchLine line = jobs.get(event.getJobId());
        if (line != null && JobView.empty(event.getJobId()).with(event).terminal()) {
            jobs.delete(event.getJobId());
            ended(line, event.getWhat() instanceof Completed);
        }
    }

    /** A line has ended when all its jobs have, and well if all have completed. */
    private void ended(BatchLine line, boolean completed) {
        boolean well = completed;
        if (line.getImages() > 1) {
            String key = line.getBatchId() + "/" + line.getLine();
            Integer before = lines.get(key);
            LineState state = LineState.of(before).with(line.getImage(), completed);
            if (!state.complete(line.getImages())) {
                lines.put(key, state.bits());
                return;
            }
            lines.delete(key);
            well = state.well();
        }
        BatchProgress known = counts.get(line.getBatchId());
        int done = known == null ? 0 : known.getCompleted();
        int failed = known == null ? 0 : known.getFailed();
        counts.put(
                line.getBatchId(),
                new BatchProgress(
                        line.getBatchId(),
                        context.taskId().partition(),
                        done + (well ? 1 : 0),
                        failed + (well ? 0 : 1)));
        changed.add(line.getBatchId());
    }

    private void report(long now) {
        for (String batch : changed) {
            BatchProgress count = counts.get(batch);
            if (count != null) {
                context.forward(new Record<>(batch + "/" + count.getPartition(), count, now));
            }
        }
        changed.clear();
    }

    /** Batches whose id is of a time long past. */
    private void purge(long now) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, BatchProgress> all = counts.all()) {
            while (all.hasNext()) {
                KeyValue<String, BatchProgress> entry = all.next();
                if (millis(entry.key) < now - keptMillis) {
                    old.add(entry.key);
                }
            }
        }
        old.forEach(counts::delete);
    }

    /** The time in a batch's id; of what is none, the beginning of time. */
    static long millis(String batchId) {
        int from = BatchApi.PREFIX.length();
        try {
            return Long.parseLong(batchId.substring(from, from + 12), 16);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
    }

    /** The images of a line that have ended, in the low bits, and those that have completed, in the high. */
    record LineState(int bits) {
        private static final int HIGH = 16;

        static LineState of(@Nullable Integer bits) {
            return new LineState(bits == null ? 0 : bits);
        }

        LineState with(int image, boolean completed) {
            int one = 1 << image;
            return new LineState(bits | one | (completed ? one << HIGH : 0));
        }

        boolean complete(int images) {
            return Integer.bitCount(bits & 0xffff) >= images;
        }

        boolean well() {
            return (bits & 0xffff) == bits >>> HIGH;
        }
    }
}
