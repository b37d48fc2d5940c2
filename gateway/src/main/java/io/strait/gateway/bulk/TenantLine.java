package io.strait.gateway.bulk;

import io.strait.schemas.avro.RunningJob;
import io.strait.schemas.avro.TenantQueue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's jobs: the first few that wait, and those that run. The rest stay in the log; it is read again from where they begin when there is
 * room. Used by the dispatcher's thread only.
 */
final class TenantLine {
    /** Jobs that wait in memory: enough that reading again is seldom, few enough for thousands of tenants. */
    static final int WINDOW = 64;

    private static final long NONE = -1;

    /** A job that was handed to the workers, and what has been heard of it. */
    static final class Running {
        private final RunningJob job;
        private boolean begun;
        private boolean pastTop;

        private Running(RunningJob job) {
            this.job = job;
        }

        RunningJob job() {
            return job;
        }

        /** Whether a worker has had it. */
        boolean begun() {
            return begun;
        }
    }

    private final String tenant;
    private final int partition;
    private final Deque<WaitingJob> window = new ArrayDeque<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private long next;
    private long restFrom = NONE;
    private long deficit;

    /** @param next everything below this offset has been dispatched or dropped */
    TenantLine(String tenant, int partition, long next) {
        this.tenant = tenant;
        this.partition = partition;
        this.next = next;
    }

    /** As it was written. */
    static TenantLine of(TenantQueue state, int partition) {
        TenantLine line = new TenantLine(state.getTenant(), partition, state.getNext());
        state.getRunning().forEach(job -> line.running.put(job.getJobId(), new Running(job)));
        return line;
    }

    TenantQueue state() {
        List<RunningJob> jobs = running.values().stream().map(Running::job).toList();
        return new TenantQueue(tenant, next, jobs);
    }

    String tenant() {
        return tenant;
    }

    /** Of the intake. */
    int partition() {
        return partition;
    }

    /** A record read in order. It is kept if there is room and nothing before it was left out; if not, it will be read again. */
    void read(WaitingJob job) {
        if (job.offset() < next) {
            return;
        }
        if (restFrom != NONE || window.size() >= WINDOW) {
            restFrom = restFrom == NONE ? job.offset() : restFrom;
        } else {
            window.add(job);
        }
    }

    /** Whether the log is to be read again from {@link #restFrom()}. */
    boolean hungry() {
        return restFrom != NONE && window.size() <= WINDOW / 4;
    }

    /** Where the rest begins, if there is any. */
    long restFrom() {
        return restFrom;
    }

    /** The rest is about to be read from where it begins. */
    void restIsRead() {
        restFrom = NONE;
    }

    /** Reading again ended before an offset: what lies from there on is still to come, unless some was left out before. */
    void restContinues(long offset) {
        restFrom = restFrom == NONE ? offset : restFrom;
    }

    /** The job that is next, without taking it. */
    @Nullable
    WaitingJob head() {
        return window.peekFirst();
    }

    /** Takes the next job out of the line, for good. */
    WaitingJob take() {
        WaitingJob job = window.removeFirst();
        next = job.offset() + 1;
        return job;
    }

    /** A job that was taken runs. */
    void start(WaitingJob job, long now) {
        RunningJob started = new RunningJob(
                job.jobId(), job.offset(), now, job.job().getSpec().getDeadline());
        running.put(job.jobId(), new Running(started));
    }

    Collection<Running> running() {
        return running.values();
    }

    /** A worker has had the job, and is past the first stage or not. */
    void heard(String jobId, boolean pastTop) {
        Running job = running.get(jobId);
        if (job != null) {
            job.begun = true;
            job.pastTop |= pastTop;
        }
    }

    /** The job has ended. */
    void ended(String jobId) {
        running.remove(jobId);
    }

    /** Running jobs that the first stage has not finished. */
    int atTop() {
        return (int) running.values().stream().filter(job -> !job.pastTop).count();
    }

    /** Where this line would have to be read from; the given offset if nothing waits. */
    long oldest(long otherwise) {
        WaitingJob head = window.peekFirst();
        return head != null ? head.offset() : restFrom != NONE ? restFrom : otherwise;
    }

    /** Whether nothing waits and nothing runs. */
    boolean idle() {
        return window.isEmpty() && restFrom == NONE && running.isEmpty();
    }

    long next() {
        return next;
    }

    long deficit() {
        return deficit;
    }

    void deficit(long value) {
        deficit = value;
    }
}
