package io.strait.gateway.openai.batch;

import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.tenant.TenantLimits;
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
        Size size = new Size();
        Optional<InputStream> content = context.content(batch);
        if (content.isEmpty()) {
            errors.add("input_file_gone", "The input file is no longer there.", "input_file_id", null);
        } else {
            try (LineReader lines = new LineReader(content.get())) {
                read(lines, batch.getSpec().getEndpoint(), size, errors);
            }
            if (size.lines == 0 && errors.found().isEmpty()) {
                errors.add("empty_file", "The input file has no lines.", "input_file_id", null);
            }
        }
        if (errors.found().isEmpty()) {
            checkDay(batch.getSpec().getTenant(), size, errors);
        }
        int total = size.lines;
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

    /** What a file asks for. */
    private static final class Size {
        private int lines;
        private long images;
    }

    /** Whether the tenant may have so many jobs today. Lines of its other batches that are still to come are taken for one each. */
    private void checkDay(String tenant, Size size, BatchLines.Errors errors) {
        int left = context.services().submissions().gate().leftToday(tenant);
        if (left == TenantLimits.UNLIMITED) {
            return;
        }
        long free = Math.max(0, left - context.tables().waitingLines(tenant));
        if (size.images > free) {
            errors.add(
                    "daily_limit_exceeded",
                    "daily: expected at most the " + free + " images that are left for today (UTC), got " + size.images
                            + ".",
                    "input_file_id",
                    null);
        }
    }

    private void read(LineReader lines, String endpoint, Size size, BatchLines.Errors errors) throws IOException {
        LongSet customIds = new LongSet();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (LineReader.blank(line)) {
                continue;
            }
            size.lines++;
            if (size.lines > context.settings().lines() || lines.lines() >= BatchJobId.MAX_LINES) {
                errors.add(
                        "too_many_lines",
                        "input file: expected at most " + context.settings().lines() + " lines.",
                        "input_file_id",
                        lines.lines());
                return;
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
                BatchLines.Line read = BatchLines.read(line, endpoint);
                size.images += BatchLines.images(read);
                if (!customIds.add(hash(read.customId()))) {
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
