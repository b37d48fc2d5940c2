package io.strait.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is open to clients, so that it ends in good order when the gateway stops. Thread-safe. */
public final class OpenStreams {
    private static final long LOOK_MILLIS = 50;

    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** One connection that is answered over time. Its methods may be called from any thread. */
    public interface Stream {
        /** Whether something is still to be told that will end of itself. */
        boolean busy();

        /** Tells the client where to go on elsewhere, and ends. */
        void goAway();
    }

    /** A stream has opened. */
    public void add(Stream stream) {
        open.add(stream);
        if (stopping) {
            stream.goAway();
        }
    }

    /** A stream has ended. */
    public void remove(Stream stream) {
        open.remove(stream);
    }

    /** Whether the gateway takes nothing new. */
    public boolean stopping() {
        return stopping;
    }

    /**
     * Lets a new one pass.
     *
     * @throws HttpFailure 503 once the gateway is stopping
     */
    public void admit() {
        if (stopping) {
            throw HttpFailure.stopping();
        }
    }

    /**
     * Takes nothing new from now on, lets streams end, and sends those away that have not.
     *
     * @param patience for how long streams may go on
     * @return completes when every stream has been told; never fails
     */
    public Future<Void> stop(Vertx vertx, Duration patience) {
        stopping = true;
        // Of no context: the one who waits may outlive this Vert.x.
        Promise<Void> told = Promise.promise();
        long end = System.nanoTime() + patience.toNanos();
        if (rest(end)) {
            leave(told);
        } else {
            vertx.setPeriodic(LOOK_MILLIS, timer -> {
                if (rest(end)) {
                    vertx.cancelTimer(timer);
                    leave(told);
                }
            });
        }
        return told.future();
    }

    private boolean rest(long end) {
        return System.nanoTime() >= end || open.stream().noneMatch(Stream::busy);
    }

    private void leave(Promise<Void> told) {
        List.copyOf(open).forEach(Stream::goAway);
        told.complete();
    }
}
