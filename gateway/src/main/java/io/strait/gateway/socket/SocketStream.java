package io.strait.gateway.socket;

import io.strait.gateway.http.EventJson;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.job.Cursor;
import io.strait.gateway.job.JobItem;
import io.strait.gateway.job.JobListener;
import io.strait.gateway.job.Jobs.Following;
import io.strait.gateway.request.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One job followed over a connection. Belongs to the connection's event loop. */
final class SocketStream implements JobListener {
    private final SocketSession session;
    private final String id;
    private final @Nullable String ref;
    /** What came before the client was told the id; null once it was. */
    private @Nullable List<JobItem> early;

    private @Nullable Following following;
    private Cursor cursor;
    private boolean ended;

    /**
     * @param from where the client is
     * @param awaitsAcceptance whether items are held back until {@link #accepted}
     */
    SocketStream(SocketSession session, String id, @Nullable String ref, Cursor from, boolean awaitsAcceptance) {
        this.cursor = from;
        this.session = session;
        this.id = id;
        this.ref = ref;
        this.early = awaitsAcceptance ? new ArrayList<>() : null;
    }

    String id() {
        return id;
    }

    void follow(Following jobs) {
        following = jobs;
        if (!session.add(this)) {
            close();
        }
    }

    /** The client knows the id: it may see the items. */
    void accepted() {
        List<JobItem> held = early == null ? List.of() : early;
        early = null;
        held.forEach(this::send);
        if (ended) {
            session.remove(this);
        }
    }

    @Override
    public void found() {
        // The first item, or the end, says as much.
    }

    @Override
    public void item(JobItem item) {
        if (early != null) {
            early.add(item);
        } else {
            send(item);
        }
    }

    private void send(JobItem item) {
        cursor = item.cursor();
        EventJson event = EventJson.of(item);
        event.data().put("cursor", item.cursor().toString());
        if (item instanceof JobItem.Picture picture) {
            session.gate()
                    .preview(this, () -> session.sendBinary(ref, event.name(), event.data(), EventJson.image(picture)));
        } else {
            session.gate().event(this, () -> session.sendText(ref, event.name(), event.data()));
        }
    }

    @Override
    public void finished() {
        ended = true;
        close();
    }

    @Override
    public void missing() {
        session.fail(ref, HttpFailure.unknownJob());
        close();
    }

    @Override
    public void broken(Throwable cause) {
        session.fail(ref, cause);
        close();
    }

    /** Tells the client where to go on elsewhere, unless it does not know of the job yet. */
    void goAway() {
        if (early == null) {
            session.sendText(
                    ref,
                    "going-away",
                    Json.object()
                            .put("id", id)
                            .put("at", System.currentTimeMillis())
                            .put("cursor", cursor.toString()));
        }
    }

    /** The job was not accepted: there is nothing to follow. */
    void refused() {
        early = null;
        close();
    }

    /** Stops following. */
    void close() {
        if (following != null) {
            following.close();
        }
        if (early == null) {
            session.remove(this);
        }
    }
}
