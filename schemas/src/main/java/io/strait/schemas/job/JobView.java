package io.strait.schemas.job;

import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a job's lifecycle events, in partition order, say about it: the one fold that every reader uses. Jobs run at least once, so events
 * repeat; the first terminal event is the outcome and whatever follows does not exist. Immutable.
 */
public final class JobView {
    private final String jobId;
    private final @Nullable JobEvent queued;
    private final @Nullable StageName stage;
    private final Map<StageName, StageTiming> stages;
    private final @Nullable JobEvent outcome;

    private JobView(
            String jobId,
            @Nullable JobEvent queued,
            @Nullable StageName stage,
            Map<StageName, StageTiming> stages,
            @Nullable JobEvent outcome) {
        this.jobId = jobId;
        this.queued = queued;
        this.stage = stage;
        this.stages = stages;
        this.outcome = outcome;
    }

    /** A job of which nothing is known yet. */
    public static JobView empty(String jobId) {
        return new JobView(jobId, null, null, Map.of(), null);
    }

    /** Whether a job has ended once this event of its is in the log, be it the outcome or a later one that does not exist. */
    public static boolean ends(JobEvent event) {
        return empty(event.getJobId()).with(event).terminal();
    }

    /**
     * Whether the event changes something that a reader should see. A terminal after the first, and what a redelivered job says again, do
     * not.
     *
     * @throws IllegalArgumentException if the event is another job's
     */
    public boolean accepts(JobEvent event) {
        if (!event.getJobId().equals(jobId)) {
            throw new IllegalArgumentException("event: expected job " + jobId + ", got " + event.getJobId());
        }
        if (outcome != null) {
            return false;
        }
        Object what = event.getWhat();
        if (what instanceof Queued) {
            return queued == null;
        }
        if (what instanceof Started started) {
            return stage == null || started.getStage().compareTo(stage) > 0;
        }
        if (what instanceof StageCompleted completed) {
            // may follow the next stage's start: the two are written by different processes
            StageTiming known = stages.get(completed.getStage());
            return known == null || known.millis().isEmpty();
        }
        return true;
    }

    /**
     * The view after the event; this one if it changes nothing.
     *
     * @throws IllegalArgumentException if the event is another job's
     */
    public JobView with(JobEvent event) {
        if (!accepts(event)) {
            return this;
        }
        Object what = event.getWhat();
        if (what instanceof Queued) {
            return new JobView(jobId, event, stage, stages, null);
        }
        if (what instanceof Started started) {
            StageTiming timing =
                    new StageTiming(started.getSteps(), OptionalLong.of(event.getAt()), OptionalLong.empty());
            return new JobView(jobId, queued, started.getStage(), with(started.getStage(), timing), null);
        }
        if (what instanceof StageCompleted completed) {
            StageName done = completed.getStage();
            StageTiming known =
                    stages.getOrDefault(done, new StageTiming(0, OptionalLong.empty(), OptionalLong.empty()));
            StageTiming timing = known.completed(completed.getSteps(), completed.getMillis());
            StageName furthest = stage == null || done.compareTo(stage) > 0 ? done : stage;
            return new JobView(jobId, queued, furthest, with(done, timing), null);
        }
        return new JobView(jobId, queued, stage, stages, event);
    }

    private Map<StageName, StageTiming> with(StageName changed, StageTiming timing) {
        EnumMap<StageName, StageTiming> copy = new EnumMap<>(StageName.class);
        copy.putAll(stages);
        copy.put(changed, timing);
        return Collections.unmodifiableMap(copy);
    }

    public String jobId() {
        return jobId;
    }

    public JobStatus status() {
        if (outcome != null) {
            return statusOf(outcome.getWhat());
        }
        return stage == null ? JobStatus.QUEUED : JobStatus.RUNNING;
    }

    private static JobStatus statusOf(Object what) {
        if (what instanceof Completed) {
            return JobStatus.COMPLETED;
        }
        if (what instanceof Failed) {
            return JobStatus.FAILED;
        }
        if (what instanceof Cancelled) {
            return JobStatus.CANCELLED;
        }
        if (what instanceof Expired) {
            return JobStatus.EXPIRED;
        }
        throw new IllegalStateException("event: expected a terminal one, got " + what);
    }

    /** Whether the outcome is settled. */
    public boolean terminal() {
        return outcome != null;
    }

    /** The first terminal event. */
    public Optional<JobEvent> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** What was asked for, once the queued event is known. */
    public Optional<JobSpec> spec() {
        return queuedEvent().map(event -> ((Queued) event.getWhat()).getSpec());
    }

    /** The queued event, once known. */
    public Optional<JobEvent> queuedEvent() {
        return Optional.ofNullable(queued);
    }

    /** The furthest stage that a worker has started, whether it has completed or not. */
    public Optional<StageName> stage() {
        return Optional.ofNullable(stage);
    }

    /** By stage, those that have started. */
    public Map<StageName, StageTiming> stages() {
        return stages;
    }
}
