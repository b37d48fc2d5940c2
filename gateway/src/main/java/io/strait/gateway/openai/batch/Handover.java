package io.strait.gateway.openai.batch;

import io.strait.gateway.openai.BatchImages;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchLine;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.BatchSpec;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.job.JobId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The second step: lines become jobs, a chunk at a time. First the jobs' own first events, whose ids are functions of batch and line, so that
 * writing them again changes nothing; then, in one transaction, their places in the queue and the batch's place in its file.
 */
final class Handover implements AutoCloseable {
    private final BatchContext context;
    private final Map<String, LineReader> files = new HashMap<>();

    Handover(BatchContext context) {
        this.context = context;
    }

    /** Hands over the next chunk; the batch with its new place, which has been committed. Blocks. */
    Batch run(Batch batch, BatchPlace place, BatchLog log) throws IOException {
        BatchSpec spec = batch.getSpec();
        LineReader lines = at(batch, place);
        BatchJobId ids = new BatchJobId(spec.getId());
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> jobs = new ArrayList<>();
        int invalid = place.getInvalid();
        int end = place.getLines() + place.getChunk();
        boolean last = false;
        while (lines.lines() < end && !last) {
            byte[] line = lines.next();
            last = line == null;
            if (line == null || LineReader.blank(line)) {
                continue;
            }
            try {
                for (JobSpec job : jobs(line, lines.lines(), spec, ids, place)) {
                    events.add(context.jobs().queued(JobId.parse(job.getJobId()), job));
                    jobs.add(context.jobs().job(job));
                }
            } catch (InvalidRequestException e) {
                // Told of in the error file.
                invalid++;
            }
        }
        context.jobs().write(events);
        List<Long> millis = new ArrayList<>(place.getMillis());
        millis.add(context.now());
        Batch moved = Batch.newBuilder(batch)
                .setPlace(BatchPlace.newBuilder(place)
                        .setLines(lines.lines())
                        .setBytes(lines.bytes())
                        .setInvalid(invalid)
                        .setMillis(millis)
                        .build())
                .build();
        jobs.add(log.row(moved));
        log.commit(jobs);
        if (last) {
            forget(spec.getId());
        }
        return moved;
    }

    /** Whether all lines have been handed over. Blocks. */
    boolean done(Batch batch, BatchPlace place) {
        return place.getBytes()
                >= context.input(batch).map(file -> file.getBytes()).orElse(0L);
    }

    /** The jobs of a line: the same whoever asks. */
    private List<JobSpec> jobs(byte[] line, int number, BatchSpec spec, BatchJobId ids, BatchPlace place) {
        BatchLines.Line framed = BatchLines.read(line, spec.getEndpoint());
        BatchImages.Asked asked = context.images().read(framed.body(), ids.seed(number));
        Caller caller = new Caller(spec.getTenant());
        List<GenerationRequest> images = asked.images();
        List<JobSpec> jobs = new ArrayList<>(images.size());
        for (int image = 0; image < images.size(); image++) {
            JobId id = ids.of(number, image, place);
            JobSpec job = context.services().submissions().spec(id, images.get(image), caller);
            jobs.add(JobSpec.newBuilder(job)
                    .setPriority(Priority.BULK)
                    .setPreviewEvery(0)
                    .setDeadline(spec.getExpiresAt())
                    .setBatch(new BatchLine(spec.getId(), number, image, images.size()))
                    .build());
        }
        return jobs;
    }

    private LineReader at(Batch batch, BatchPlace place) throws IOException {
        String id = batch.getSpec().getId();
        LineReader open = files.get(id);
        if (open != null && open.bytes() == place.getBytes()) {
            return open;
        }
        forget(id);
        LineReader reader = new LineReader(
                context.content(batch)
                        .orElseThrow(() -> new FileNotFoundException("batch " + id + ": expected its input file, "
                                + batch.getSpec().getInputFileId())),
                place.getLines(),
                place.getBytes());
        files.put(id, reader);
        return reader;
    }

    private void forget(String id) throws IOException {
        LineReader open = files.remove(id);
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (String id : List.copyOf(files.keySet())) {
            forget(id);
        }
    }
}
