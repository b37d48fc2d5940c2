package io.strait.schemas.job;

/** Where a job is in its life. */
public enum JobStatus {
    QUEUED(false),
    RUNNING(false),
    COMPLETED(true),
    FAILED(true),
    CANCELLED(true),
    EXPIRED(true);

    private final boolean terminal;

    JobStatus(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether nothing follows. */
    public boolean terminal() {
        return terminal;
    }
}
