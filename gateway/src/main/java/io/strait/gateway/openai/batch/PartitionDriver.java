package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchError;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.BatchSpec;
import io.strait.schemas.avro.BatchStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the batches of one partition, a step at a time in turn. Every step begins from what was committed and ends in a transaction, so it
 * does not matter where a driver dies. After any failure it begins anew from the log.
 */
final class PartitionDriver implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionDriver.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration FOR_STRAGGLERS = Duration.ofSeconds(1);

    private final int partition;
    private final BatchContext context;
    private final Validation validation;
    private final Handover handover;
    private final Conclusion conclusion;
    private final Map<String, Batch> batches = new HashMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();
    private @Nullable BatchLog log;
    private long resume;
    private volatile boolean stopped;

    PartitionDriver(int partition, BatchContext context) {
        this.partition = partition;
        this.context = context;
        this.validation = new Validation(context);
        this.handover = new Handover(context);
        this.conclusion = new Conclusion(context);
    }

    /** Does what can be done now. */
    @Override
    public synchronized void run() {
        if (stopped) {
            close();
            return;
        }
        if (context.now() < resume) {
            return;
        }
        try {
            BatchLog mine = open();
            boolean more = true;
            while (more && !stopped) {
                more = false;
                List<BatchSpec> open = context.tables().in(partition);
                forgetAllBut(open);
                for (BatchSpec spec : open) {
                    more |= !stopped && step(spec, mine);
                }
            }
        } catch (RuntimeException | IOException e) {
            if (!stopped) {
                LOG.warn("batches.interrupted partition={} cause={}", partition, e.toString(), e);
            }
            close();
            resume = context.now() + AFTER_FAILURE.toMillis();
        }
        if (stopped) {
            close();
        }
    }

    /** Shuts out whoever drove the partition before, then reads how far they came. */
    private BatchLog open() {
        BatchLog known = log;
        if (known != null) {
            return known;
        }
        BatchLog fresh =
                new BatchLog(context.services().kafka(), context.services().topics(), partition);
        log = fresh;
        batches.clear();
        notBefore.clear();
        context.reader().caughtUp().join();
        return fresh;
    }

    /** What has ended, and is known by the tables to have. */
    private void forgetAllBut(List<BatchSpec> open) {
        if (batches.size() > open.size()) {
            Set<String> ids = open.stream().map(BatchSpec::getId).collect(Collectors.toSet());
            batches.keySet().retainAll(ids);
            notBefore.keySet().retainAll(ids);
        }
    }

    /** One step of one batch; whether another may follow at once. */
    private boolean step(BatchSpec spec, BatchLog mine) throws IOException {
        Batch batch = batches.computeIfAbsent(
                spec.getId(),
                id -> context.tables()
                        .state(id)
                        .orElseGet(() -> Batch.newBuilder()
                                .setSpec(spec)
                                .setStatus(BatchStatus.VALIDATING)
                                .build()));
        if (BatchEnds.ended(batch.getStatus())) {
            return false;
        }
        Optional<Batch> next;
        try {
            next = advance(batch, mine);
        } catch (FileNotFoundException e) {
            next = Optional.of(commit(lost(batch), mine));
        }
        next.ifPresent(after -> {
            if (after.getStatus() != batch.getStatus()) {
                LOG.info(
                        "batch.status id={} status={} total={} completed={} failed={}",
                        spec.getId(),
                        BatchJson.name(after.getStatus()),
                        after.getTotal(),
                        after.getCompleted(),
                        after.getFailed());
            }
            batches.put(spec.getId(), after);
        });
        return next.isPresent();
    }

    private Optional<Batch> advance(Batch batch, BatchLog mine) throws IOException {
        boolean cancelled = context.tables().cancelled(batch.getSpec().getId());
        BatchPlace place = batch.getPlace();
        if (batch.getStatus() == BatchStatus.VALIDATING || place == null) {
            return Optional.of(
                    commit(cancelled ? to(batch, BatchStatus.CANCELLED, null) : validation.run(batch), mine));
        }
        if (batch.getStatus() != BatchStatus.IN_PROGRESS) {
            return conclude(batch, place, mine);
        }
        if (cancelled) {
            return Optional.of(commit(to(batch, BatchStatus.CANCELLING, BatchStatus.CANCELLED), mine));
        }
        if (context.now() >= batch.getSpec().getExpiresAt()) {
            return Optional.of(commit(to(batch, BatchStatus.FINALIZING, BatchStatus.EXPIRED), mine));
        }
        if (!handover.done(batch, place)) {
            return Optional.of(handover.run(batch, place, mine));
        }
        BatchTables.Counts counts = context.tables().counts(batch.getSpec().getId());
        boolean allEnded = counts.completed() + counts.failed() + place.getInvalid() >= batch.getTotal();
        return allEnded
                ? Optional.of(commit(to(batch, BatchStatus.FINALIZING, BatchStatus.COMPLETED), mine))
                : Optional.empty();
    }

    private Optional<Batch> conclude(Batch batch, BatchPlace place, BatchLog mine) throws IOException {
        String id = batch.getSpec().getId();
        if (context.now() < notBefore.getOrDefault(id, 0L)) {
            return Optional.empty();
        }
        Optional<Batch> ended = conclusion.run(
                batch, place, Objects.requireNonNullElse(batch.getEnding(), BatchStatus.COMPLETED), mine);
        if (ended.isEmpty()) {
            notBefore.put(id, context.now() + FOR_STRAGGLERS.toMillis());
        }
        return ended;
    }

    private Batch to(Batch batch, BatchStatus status, @Nullable BatchStatus ending) {
        return Batch.newBuilder(batch)
                .setStatus(status)
                .setReached(BatchJson.reached(batch, status, context.now()))
                .setEnding(ending)
                .build();
    }

    private Batch lost(Batch batch) {
        return Batch.newBuilder(to(batch, BatchStatus.FAILED, null))
                .setErrors(List.of(BatchError.newBuilder()
                        .setCode("input_file_gone")
                        .setMessage("The input file is no longer there.")
                        .setParam("input_file_id")
                        .build()))
                .build();
    }

    private static Batch commit(Batch batch, BatchLog mine) {
        mine.commit(List.of(mine.row(batch)));
        return batch;
    }

    /** Ends after the step under way; may be called from any thread. */
    void stop() {
        stopped = true;
    }

    private void close() {
        BatchLog known = log;
        log = null;
        if (known != null) {
            known.close();
        }
        try {
            handover.close();
        } catch (IOException e) {
            LOG.debug("batches.unclosed", e);
        }
    }
}
