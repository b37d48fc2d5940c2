package io.strait.gateway.http;

import io.strait.gateway.job.Cursor;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.schemas.job.JobId;
import org.jspecify.annotations.Nullable;

/** Ids and cursors as clients write them. */
public final class Ids {
    private static final int LONGEST_ECHO = 100;

    private Ids() {}

    /**
     * Reads an id.
     *
     * @throws HttpFailure 404 if it has not the form of one: there is no such job
     */
    public static JobId id(@Nullable String text) {
        try {
            return JobId.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw HttpFailure.unknownJob();
        }
    }

    /**
     * Reads a cursor of a job; the start if there is none.
     *
     * @param field what the client calls it
     * @throws InvalidRequestException if it is not a cursor of this job
     */
    public static Cursor cursor(JobId id, String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Cursor.start(id.partition());
        }
        return Cursor.parse(text)
                .filter(cursor -> cursor.partition() == id.partition())
                .orElseThrow(() -> new InvalidRequestException(
                        field,
                        "the id of an event of this generation",
                        text.substring(0, Math.min(LONGEST_ECHO, text.length()))));
    }
}
