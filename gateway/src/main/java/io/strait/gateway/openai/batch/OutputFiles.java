package io.strait.gateway.openai.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.openai.file.Files;
import io.strait.gateway.request.Json;
import io.strait.schemas.artifact.ArtifactWriter;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchStatus;
import io.strait.schemas.avro.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two files of a batch on their way to the store; one that gets no line is none. Not thread-safe. */
final class OutputFiles implements AutoCloseable {
    private static final byte[] END_OF_LINE = {'\n'};

    private final BatchContext context;
    private final Batch batch;
    private final Output output;
    private final Output errors;
    private int completed;
    private int failed;

    OutputFiles(BatchContext context, Batch batch) {
        this.context = context;
        this.batch = batch;
        this.output = new Output("output");
        this.errors = new Output("error");
    }

    void output(ObjectNode line) throws IOException {
        output.add(line);
    }

    void error(ObjectNode line) throws IOException {
        errors.add(line);
    }

    void completed() {
        completed++;
    }

    void failed() {
        failed++;
    }

    /** Keeps the files; the batch as it has ended with them. */
    Batch end(Batch before, BatchStatus ending) throws IOException {
        output.finish();
        errors.finish();
        return Batch.newBuilder(before)
                .setStatus(ending)
                .setReached(BatchJson.reached(before, ending, context.now()))
                .setCompleted(completed)
                .setFailed(failed)
                .setOutputFileId(output.idIfAny())
                .setErrorFileId(errors.idIfAny())
                .build();
    }

    /** Rows of the files that were kept. */
    List<StoredFile> rows() {
        List<StoredFile> rows = new ArrayList<>();
        output.addRow(rows);
        errors.addRow(rows);
        return rows;
    }

    @Override
    public void close() throws IOException {
        try {
            output.close();
        } finally {
            errors.close();
        }
    }

    /** One of the two. */
    private final class Output {
        private final String kind;
        private final String id;
        private @Nullable ArtifactWriter writer;
        private @Nullable String artifact;
        private long bytes;

        Output(String kind) {
            this.kind = kind;
            // The same when the batch is finished a second time, because the first was cut off.
            this.id = Files.idOf(batch.getSpec().getId() + "/" + kind);
        }

        void add(ObjectNode line) throws IOException {
            ArtifactWriter out = writer;
            if (out == null) {
                out = context.services().artifacts().create(Files.extension(id));
                writer = out;
            }
            byte[] json = Json.bytes(line);
            out.write(json);
            out.write(END_OF_LINE);
            bytes += json.length + END_OF_LINE.length;
        }

        void finish() throws IOException {
            if (writer != null) {
                artifact = writer.finish();
            }
        }

        @Nullable
        String idIfAny() {
            return artifact == null ? null : id;
        }

        void addRow(List<StoredFile> rows) {
            if (artifact == null) {
                return;
            }
            long now = context.now();
            Integer seconds = batch.getSpec().getOutputSeconds();
            rows.add(StoredFile.newBuilder()
                    .setId(id)
                    .setTenant(batch.getSpec().getTenant())
                    .setFilename(batch.getSpec().getId() + "_" + kind + ".jsonl")
                    .setPurpose("batch_output")
                    .setBytes(bytes)
                    .setCreatedAt(now)
                    .setExpiresAt(context.files().expiry(now, seconds))
                    .setArtifact(artifact)
                    .build());
        }

        void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
