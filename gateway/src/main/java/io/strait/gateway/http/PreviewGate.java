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
    private final WriteStream<?> out;
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

    private void release() {
        for (Iterator<Runnable> next = held.values().iterator(); next.hasNext() && !out.writeQueueFull(); ) {
            Runnable write = next.next();
            next.remove();
            write.run();
        }
    }
}
