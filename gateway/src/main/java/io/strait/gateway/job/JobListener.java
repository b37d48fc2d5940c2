package io.strait.gateway.job;

/** Sees one job's stream. Called on the executor given when following began, one call at a time. */
public interface JobListener {
    /** The job exists; called once, before any item. */
    void found();

    /** The next item. */
    void item(JobItem item);

    /** The terminal event has been read, now or before the cursor: nothing else follows. */
    void finished();

    /** There is no such job; nothing else follows. */
    void missing();

    /** The log could not be read; nothing else follows. The same cursor may be tried again. */
    void broken(Throwable cause);
}
