package io.strait.gateway.openai.batch;

import io.strait.gateway.request.InvalidRequestException;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.BatchStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** The first step of a batch: is its file what it should be? The requests in it are read when their turn comes. */
final class Validation {
    private final BatchContext context;

    Validation(BatchContext context) {
        this.context = context;
    }

    /** The batch in progress, or failed. Blocks. */
    Batch run(Batch batch) throws IOException {
        BatchLines.Errors errors = new BatchLines.Errors();
        int total = 0;
        Optional<InputStream> content = context.content(batch);
        if (content.isEmpty()) {
            errors.add("input_file_gone", "The input file is no longer there.", "input_file_id", null);
        } else {
            try (LineReader lines = new LineReader(content.get())) {
                total = read(lines, batch.getSpec().getEndpoint(), errors);
            }
            if (total == 0 && errors.found().isEmpty()) {
                errors.add("empty_file", "The input file has no lines.", "input_file_id", null);
            }
        }
        long now = context.now();
        if (!errors.found().isEmpty()) {
            return Batch.newBuilder(batch)
                    .setStatus(BatchStatus.FAILED)
                    .setReached(BatchJson.reached(batch, BatchStatus.FAILED, now))
                    .setTotal(total)
                    .setErrors(errors.found())
                    .build();
        }
        return Batch.newBuilder(batch)
                .setStatus(BatchStatus.IN_PROGRESS)
                .setReached(BatchJson.reached(batch, BatchStatus.IN_PROGRESS, now))
                .setTotal(total)
                .setPlace(BatchPlace.newBuilder()
                        .setLines(0)
                        .setBytes(0)
                        .setInvalid(0)
                        .setChunk(context.settings().chunk())
                        .setPartitions(context.jobs().partitions())
                        .setMillis(List.of(now))
                        .build())
                .build();
    }

    private int read(LineReader lines, String endpoint, BatchLines.Errors errors) throws IOException {
        LongSet customIds = new LongSet();
        int total = 0;
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (LineReader.blank(line)) {
                continue;
            }
            total++;
            if (total > context.settings().lines() || lines.lines() >= BatchJobId.MAX_LINES) {
                errors.add(
                        "too_many_lines",
                        "input file: expected at most " + context.settings().lines() + " lines.",
                        "input_file_id",
                        lines.lines());
                return total;
            }
            if (lines.cut()) {
                errors.add(
                        "line_too_long",
                        "line: expected at most " + LineReader.MAX_BYTES + " bytes.",
                        null,
                        lines.lines());
                continue;
            }
            try {
                String customId = BatchLines.read(line, endpoint).customId();
                if (!customIds.add(hash(customId))) {
                    errors.add(
                            "duplicate_custom_id",
                            "custom_id: expected one that no other line has.",
                            "custom_id",
                            lines.lines());
                }
            } catch (InvalidRequestException e) {
                errors.add(e, lines.lines());
            }
        }
        return total;
    }

    /** Of 64 bits: a million ids have two alike by chance once in forty million files. */
    private static long hash(String customId) {
        try {
            return ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256").digest(customId.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }
}
