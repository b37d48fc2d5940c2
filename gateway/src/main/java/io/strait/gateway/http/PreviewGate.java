package io.strait.gateway.http;

import io.vertx.core.streams.WriteStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a slow reader gets: while its queue is full only the latest preview of each stream is kept, and it is dropped when an
 * event overtakes it. Events are always written. Belongs to one event loop.
 */
public final class PreviewGate {
    /** What a reader that does not read may leave in memory; an event takes some hundred bytes. */
    private static final int MOST_UNREAD_EVENTS = 10_000;
    /** For so many heartbeats a reader need not read anything. */
    private static final int MOST_STUCK_BEATS = 3;

    private final WriteStream<?> out;
    private int unread;
    private int stuckBeats;
    private final Map<Object, Runnable> held = new LinkedHashMap<>();

    /** Takes over the stream's drain handler. */
    public PreviewGate(WriteStream<?> out) {
        this.out = out;
        out.drainHandler(drained -> release());
    }

    /** Writes a preview of a stream, now or when there is room, unless a later one or an event comes first. */
    public void preview(Object stream, Runnable write) {
        if (out.writeQueueFull()) {
            held.put(stream, write);
        } else {
            write.run();
        }
    }

    /** Writes an event of a stream. */
    public void event(Object stream, Runnable write) {
        held.remove(stream);
        write.run();
    }

    /** Forgets a stream. */
    public void forget(Object stream) {
        held.remove(stream);
    }

    /** An event was written, or another message that is never held back. */
    public void wrote() {
        unread = out.writeQueueFull() ? unread + 1 : 0;
    }

    /** To be called at every heartbeat. */
    public void beat() {
        stuckBeats = out.writeQueueFull() ? stuckBeats + 1 : 0;
    }

    /** Whether the reader is so slow that its connection must be ended. */
    public boolean hopeless() {
        return unread > MOST_UNREAD_EVENTS || stuckBeats > MOST_STUCK_BEATS;
    }

    private void release() {
        unread = 0;
        stuckBeats = 0;
        for (Iterator<Runnable> next = held.values().iterator(); next.hasNext() && !out.writeQueueFull(); ) {
            Runnable write = next.next();
            next.remove();
            write.run();
        }
    }
}
