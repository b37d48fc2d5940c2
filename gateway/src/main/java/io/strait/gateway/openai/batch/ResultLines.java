package io.strait.gateway.openai.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.openai.ApiError;
import io.strait.gateway.openai.ApiException;
import io.strait.gateway.openai.BatchImages;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchStatus;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a batch says of each of its lines. */
final class ResultLines {
    private final BatchContext context;
    private final Batch batch;
    private final BatchStatus ending;
    private final Outcomes outcomes;

    ResultLines(BatchContext context, Batch batch, BatchStatus ending, Outcomes outcomes) {
        this.context = context;
        this.batch = batch;
        this.ending = ending;
        this.outcomes = outcomes;
    }

    /** Writes a line's result to the one file or the other; whether it is a success. */
    boolean write(InputLines.Line line, OutputFiles files) throws IOException {
        ObjectNode json = Json.object();
        String id = "batch_req_" + batch.getSpec().getId().substring(BatchApi.PREFIX.length()) + "_" + line.number();
        json.put("id", id);
        json.put("custom_id", line.customId());
        try {
            ObjectNode body = answer(line);
            put(json, id, 200, body);
            files.output(json);
            return true;
        } catch (Unfinished e) {
            json.putNull("response");
            json.putObject("error").put("code", e.code).put("message", e.getMessage());
        } catch (ApiException e) {
            put(
                    json,
                    id,
                    e.error().status(),
                    Json.object().set("error", e.error().toJson()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        files.error(json);
        return false;
    }

    private static void put(ObjectNode json, String id, int status, ObjectNode body) {
        json.putObject("response")
                .put("status_code", status)
                .put("request_id", id)
                .set("body", body);
        json.putNull("error");
    }

    private ObjectNode answer(InputLines.Line line) {
        if (line.asked() == null || line.problem() != null) {
            throw ApiError.of(java.util.Objects.requireNonNull(line.problem())).exception();
        }
        if (line.jobs().isEmpty()) {
            throw unfinished();
        }
        List<BatchImages.Image> images = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < line.jobs().size(); i++) {
            JobId id = line.jobs().get(i);
            JobEvent outcome = outcomes.of(id);
            if (outcome == null || byTheBatch(outcome.getWhat())) {
                throw unfinished();
            }
            Optional<ApiError> failure = BatchImages.failure(outcome.getWhat());
            if (failure.isPresent()) {
                throw failure.get().exception();
            }
            at = Math.max(at, outcome.getAt());
            String artifact = ((Completed) outcome.getWhat()).getArtifact();
            images.add(new BatchImages.Image(
                    id.toString(), line.asked().images().get(i).seed(), () -> load(artifact)));
        }
        return context.images().answer(line.asked(), images, at, batch.getSpec().getBaseUrl());
    }

    private byte[] load(String artifact) {
        try {
            return context.services()
                    .artifacts()
                    .get(artifact)
                    .orElseThrow(() -> ApiError.noImage(500, "The image is no longer kept.", "gone")
                            .exception());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean byTheBatch(Object what) {
        return (ending == BatchStatus.CANCELLED && what instanceof Cancelled)
                || (ending == BatchStatus.EXPIRED && what instanceof Expired);
    }

    private Unfinished unfinished() {
        return ending == BatchStatus.EXPIRED
                ? new Unfinished("batch_expired", "This request was not finished before the completion window ended.")
                : new Unfinished("batch_cancelled", "This request was not finished before the batch was cancelled.");
    }

    /** The batch ended before the line did. */
    private static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final String code;

        Unfinished(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }
}
