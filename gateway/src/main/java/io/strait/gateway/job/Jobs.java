package io.strait.gateway.job;

import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.ControlAction;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs in the log: made, followed, looked up and cancelled. Whoever asks for one says who asks, and another tenant's job does not exist:
 * here and nowhere else are tenants kept apart. Futures fail with Kafka's exceptions when the log is away.
 * Thread-safe; nothing blocks the caller.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /**
     * Over how many partitions a gateway spreads its jobs. The rest are other gateways': a gateway reads whole partitions, so the fewer it
     * uses the less of what concerns only others does it read.
     */
    private static final int HOMES = 4;

    private final LogWriter writer;
    private final JobTail tail;
    private final JobReplay replay;
    private final Clock clock;
    private final GatewayMetrics metrics;
    private final SecureRandom random = new SecureRandom();
    private final int firstHome = random.nextInt(1 << 16);

    /** Connects in the background: Kafka need not be there yet. */
    public Jobs(
            String bootstrap,
            Topics topics,
            int replayThreads,
            int fetchWaitMillis,
            Clock clock,
            GatewayMetrics metrics) {
        this.metrics = metrics;
        this.writer = new LogWriter(bootstrap, topics);
        RecentOffsets recent = new RecentOffsets();
        RecentEvents recentEvents = new RecentEvents();
        this.tail = new JobTail(bootstrap, fetchWaitMillis, recent, recentEvents);
        this.replay = new JobReplay(bootstrap, replayThreads, recent, recentEvents);
        this.clock = clock;
        tail.start();
    }

    /** A new id in one of the few partitions that this gateway has chosen for its jobs. */
    public CompletableFuture<JobId> newId() {
        return writer.partitions().thenApply(count -> JobId.create(home(count), clock.millis(), random));
    }

    private int home(int partitions) {
        return Math.floorMod(firstHome + random.nextInt(HOMES), partitions);
    }

    /**
     * Puts a job in the log, and into the first stage's queue or, if it is a bulk job, the intake. Completes when both are acknowledged: only
     * then is the job accepted. The event goes first, so that no worker's event can come before it.
     */
    public CompletableFuture<Void> submit(JobId id, JobSpec spec) {
        return writer.event(id, new JobEvent(id.toString(), id.millis(), new Queued(spec)), id.millis())
                .thenCompose(queued -> enqueue(id, spec))
                .whenComplete((enqueued, failure) -> metrics.submitted(failure == null));
    }

    /** As {@link #submit} with the priority of bulk jobs, whatever the spec says. */
    public CompletableFuture<Void> submitBulk(JobId id, JobSpec spec) {
        return submit(id, JobSpec.newBuilder(spec).setPriority(Priority.BULK).build());
    }

    private CompletableFuture<Void> enqueue(JobId id, JobSpec spec) {
        StageJob job = new StageJob(spec, List.of(), List.of());
        CompletableFuture<Void> enqueued = spec.getPriority() == Priority.BULK
                ? writer.intake(spec.getTenant(), job)
                : writer.job(StageName.TOP, id, job);
        return enqueued.whenComplete((acked, failure) -> {
            if (failure != null) {
                // Nobody was told of this job, but its first event is there: it must end.
                Failed failed = new Failed("not-enqueued", "The job could not be handed to a worker.");
                writer.event(id, new JobEvent(id.toString(), clock.millis(), failed), clock.millis())
                        .exceptionally(again -> {
                            LOG.warn("job.orphaned jobId={}", id, again);
                            return null;
                        });
            }
        });
    }

    /** Where a job of the caller's stands now; empty if the log has no such job. */
    public CompletableFuture<Optional<JobSnapshot>> look(Caller caller, JobId id) {
        return read(caller, id, true);
    }

    /** Where a job stands now, without its previews: cheaper. */
    public CompletableFuture<Optional<JobSnapshot>> outcome(Caller caller, JobId id) {
        return read(caller, id, false);
    }

    private CompletableFuture<Optional<JobSnapshot>> read(Caller caller, JobId id, boolean previews) {
        return within(id).thenCompose(known -> {
            if (!known) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return replay.read(id, null, previews ? Cursor.start(id.partition()) : null)
                    .thenApply(entries -> (entries.isEmpty()
                                    ? Optional.<JobSnapshot>empty()
                                    : Optional.of(JobSnapshot.of(entries)))
                            .filter(job -> caller.owns(job.spec())));
        });
    }

    /** Whether the id's partition exists: anybody may write any id. */
    private CompletableFuture<Boolean> within(JobId id) {
        return writer.partitions().thenApply(count -> id.partition() < count);
    }

    /**
     * Cancels a job unless it has ended. Effective when acknowledged; whether it was in time is settled by the log's order.
     *
     * @return how the job stands after that; empty if the log has no such job of the caller's
     */
    public CompletableFuture<Optional<JobSnapshot>> cancel(Caller caller, JobId id, String reason) {
        return outcome(caller, id).thenCompose(before -> {
            if (before.isEmpty() || before.get().view().terminal()) {
                return CompletableFuture.completedFuture(before);
            }
            long now = clock.millis();
            return writer.event(id, new JobEvent(id.toString(), now, new Cancelled(reason)), now)
                    .thenCompose(acked -> writer.control(id, new Control(id.toString(), now, ControlAction.CANCEL)))
                    .thenCompose(acked -> outcome(caller, id));
        });
    }

    /**
     * Says that nobody waits for a job any more, to its readers and to the workers. Where it had ended before, the log's order settles that.
     *
     * @param deadline epoch milliseconds
     */
    public CompletableFuture<Void> expire(JobId id, long deadline) {
        long now = clock.millis();
        return writer.event(id, new JobEvent(id.toString(), now, new Expired(deadline)), now)
                .thenCompose(acked -> writer.control(id, new Control(id.toString(), now, ControlAction.CANCEL)));
    }

    /**
     * Follows a job of the caller's from a cursor on: first what is in the log, then what comes. Another tenant's job is missing.
     *
     * @param executor runs the listener, one task at a time, in order
     * @return stops following when closed
     */
    public Following follow(Caller caller, JobId id, Cursor from, Executor executor, JobListener listener) {
        JobFollower follower = new JobFollower(id, from, caller::owns, executor, listener);
        within(id)
                .thenCompose(known -> known ? join(follower) : missing(follower))
                .exceptionally(failure -> {
                    follower.broken(failure);
                    return null;
                });
        return leaving(follower);
    }

    private Following leaving(JobFollower follower) {
        return () -> {
            follower.cancel();
            tail.leave(follower);
        };
    }

    private CompletableFuture<Void> join(JobFollower follower) {
        return tail.join(follower)
                .thenCompose(end -> replay.read(follower.id(), end, follower.from()))
                .thenCompose(before -> before.isEmpty() ? awaited(follower) : replayed(follower, before))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        tail.leave(follower);
                    }
                });
    }

    /** There is nothing before the tail, but the tail may be behind the log's end, and the job's first record between the two. */
    private CompletableFuture<Void> awaited(JobFollower follower) {
        return replay.read(follower.id(), null, null).thenCompose(all -> {
            if (all.isEmpty()) {
                return missing(follower);
            }
            follower.fresh();
            return CompletableFuture.completedFuture(null);
        });
    }

    private static CompletableFuture<Void> missing(JobFollower follower) {
        return replayed(follower, List.of());
    }

    private static CompletableFuture<Void> replayed(JobFollower follower, List<LogRecord> entries) {
        follower.replayed(entries);
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Follows a job that is about to be submitted. Nothing is replayed, which saves the first preview some milliseconds.
     *
     * @return completes when every record written from now on will be seen
     */
    public CompletableFuture<Following> followNew(JobId id, Executor executor, JobListener listener) {
        JobFollower follower = new JobFollower(id, Cursor.start(id.partition()), any -> true, executor, listener);
        follower.fresh();
        return tail.join(follower).thenApply(end -> leaving(follower));
    }

    /** Whether the end of the log is being read. */
    public boolean tailing() {
        return tail.running();
    }

    /** Ends all following without a word to the listeners, and sends what waits to be sent. */
    @Override
    public void close() {
        tail.close();
        replay.close();
        writer.close();
    }

    /** A job being followed. */
    @FunctionalInterface
    public interface Following extends AutoCloseable {
        /** Stops; the listener hears nothing more after calls already under way. */
        @Override
        void close();
    }
}
