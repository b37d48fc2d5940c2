package io.strait.gateway.openai.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchError;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.BatchSpec;
import io.strait.schemas.avro.BatchStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches as the API tells of them. */
final class BatchJson {
    private static final long MILLIS = 1000;

    private final BatchTables tables;

    BatchJson(BatchTables tables) {
        this.tables = tables;
    }

    /** A batch that its driver has not seen yet is being validated. */
    ObjectNode of(BatchSpec spec) {
        Batch batch = tables.state(spec.getId())
                .orElseGet(() -> Batch.newBuilder()
                        .setSpec(spec)
                        .setStatus(BatchStatus.VALIDATING)
                        .build());
        boolean cancelling = tables.cancelled(spec.getId()) && !BatchEnds.ended(batch.getStatus());
        ObjectNode json = Json.object();
        json.put("id", spec.getId());
        json.put("object", "batch");
        json.put("endpoint", spec.getEndpoint());
        json.put("errors", (String) null);
        if (!batch.getErrors().isEmpty()) {
            json.set("errors", errors(batch.getErrors()));
        }
        json.put("input_file_id", spec.getInputFileId());
        json.put("completion_window", spec.getCompletionWindow());
        json.put("status", name(cancelling ? BatchStatus.CANCELLING : batch.getStatus()));
        json.put("output_file_id", batch.getOutputFileId());
        json.put("error_file_id", batch.getErrorFileId());
        json.put("created_at", spec.getCreatedAt() / MILLIS);
        json.put("expires_at", spec.getExpiresAt() / MILLIS);
        for (BatchStatus status : BatchStatus.values()) {
            if (status != BatchStatus.VALIDATING) {
                putTime(json, name(status) + "_at", batch.getReached().get(name(status)));
            }
        }
        json.set("request_counts", counts(batch));
        json.putNull("metadata");
        if (!spec.getMetadata().isEmpty()) {
            ObjectNode metadata = json.putObject("metadata");
            spec.getMetadata().forEach(metadata::put);
        }
        return json;
    }

    ObjectNode page(List<BatchSpec> batches, boolean more) {
        ObjectNode json = Json.object();
        json.put("object", "list");
        ArrayNode data = json.putArray("data");
        batches.forEach(batch -> data.add(of(batch)));
        if (!batches.isEmpty()) {
            json.put("first_id", batches.get(0).getId());
            json.put("last_id", batches.get(batches.size() - 1).getId());
        }
        json.put("has_more", more);
        return json;
    }

    /** A status in the API, and in {@link Batch#getReached}. */
    static String name(BatchStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode counts(Batch batch) {
        int completed = batch.getCompleted();
        int failed = batch.getFailed();
        if (!BatchEnds.ended(batch.getStatus())) {
            BatchTables.Counts counts = tables.counts(batch.getSpec().getId());
            BatchPlace place = batch.getPlace();
            completed = counts.completed();
            failed = counts.failed() + (place == null ? 0 : place.getInvalid());
        }
        return Json.object()
                .put("total", batch.getTotal())
                .put("completed", completed)
                .put("failed", failed);
    }

    private static void putTime(ObjectNode json, String name, @Nullable Long millis) {
        json.put(name, millis == null ? null : (Long) (millis / MILLIS));
    }

    private static ObjectNode errors(List<BatchError> errors) {
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (BatchError error : errors) {
            ObjectNode one = data.addObject();
            one.put("code", error.getCode());
            one.put("message", error.getMessage());
            one.put("param", error.getParam());
            one.put("line", error.getLine());
        }
        return json;
    }

    /** For records: the time at which a status was reached. */
    static Map<String, Long> reached(Batch batch, BatchStatus status, long millis) {
        Map<String, Long> all = new java.util.HashMap<>(batch.getReached());
        all.putIfAbsent(name(status), millis);
        return all;
    }
}
