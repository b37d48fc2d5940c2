package io.strait.gateway.openai.batch;

import io.strait.gateway.openai.BatchImages;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.job.JobId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The lines of a batch once more, with the jobs that each has become. */
final class InputLines {
    private final BatchContext context;
    private final Batch batch;
    private final BatchPlace place;

    InputLines(BatchContext context, Batch batch, BatchPlace place) {
        this.context = context;
        this.batch = batch;
        this.place = place;
    }

    /**
     * A line.
     *
     * @param number from 1
     * @param asked null if it is no valid request
     * @param problem why, if it is not
     * @param jobs of its images; empty if it has none, or was never handed over
     */
    record Line(
            int number,
            String customId,
            BatchImages.@Nullable Asked asked,
            @Nullable InvalidRequestException problem,
            List<JobId> jobs) {}

    /** Told of lines. */
    interface Reader {
        void line(Line line) throws IOException;
    }

    /** Reads them all, in order. Blocks. */
    void forEach(Reader reader) throws IOException {
        BatchJobId ids = new BatchJobId(batch.getSpec().getId());
        try (LineReader lines = new LineReader(context.content(batch)
                .orElseThrow(() ->
                        new FileNotFoundException("batch " + batch.getSpec().getId() + ": expected its input file")))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (!LineReader.blank(line)) {
                    reader.line(read(line, lines.lines(), ids));
                }
            }
        }
    }

    private Line read(byte[] bytes, int number, BatchJobId ids) {
        BatchLines.Line framed = BatchLines.read(bytes, batch.getSpec().getEndpoint());
        try {
            BatchImages.Asked asked = context.images().read(framed.body(), ids.seed(number));
            List<JobId> jobs = number > place.getLines()
                    ? List.of()
                    : IntStream.range(0, asked.images().size())
                            .mapToObj(image -> ids.of(number, image, place))
                            .toList();
            return new Line(number, framed.customId(), asked, null, jobs);
        } catch (InvalidRequestException e) {
            return new Line(number, framed.customId(), null, e, List.of());
        }
    }
}
