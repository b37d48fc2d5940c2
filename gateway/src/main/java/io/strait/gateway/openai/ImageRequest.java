package io.strait.gateway.openai;

import io.strait.gateway.request.GenerationRequest;
import io.strait.schemas.avro.JobSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A checked request for images.
 *
 * @param images what each job is asked: the same but for the seed
 * @param stream whether the answer is a stream of events
 * @param partials how partial images are spread
 * @param url whether an answer has links
 * @param base64 whether an answer has the images themselves
 */
record ImageRequest(List<GenerationRequest> images, boolean stream, PartialPlan partials, boolean url, boolean base64) {
    /** The label that the prompt was understood as. */
    String label() {
        return images.get(0).label();
    }

    /** The same, of jobs that are there already. */
    ImageRequest with(List<JobSpec> jobs) {
        List<GenerationRequest> same = IntStream.range(0, images.size())
                .mapToObj(i ->
                        images.get(i).with(jobs.get(i).getSeed(), jobs.get(i).getPreviewEvery()))
                .toList();
        return new ImageRequest(same, stream, partials, url, base64);
    }

    /** Side in pixels. */
    int size() {
        return images.get(0).size();
    }

    /** Name of the images' file format. */
    String format() {
        return images.get(0).format().name();
    }
}
