package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.EventJson;
import io.strait.gateway.http.Links;
import io.strait.gateway.http.Services;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Requests of batches: read as POST /v1/images/generations reads them, and answered as it answers. Thread-safe. */
public final class BatchImages {
    private static final int FAILED = 500;

    private final ImageRequestReader reader;
    private final ImageJson json;

    /** Of a gateway. */
    public BatchImages(Services services) {
        this.reader = new ImageRequestReader(services.bundle(), services.submissions());
        this.json = new ImageJson(services.bundle(), services.clock());
    }

    /** A checked request. */
    public static final class Asked {
        private final ImageRequest request;

        private Asked(ImageRequest request) {
            this.request = request;
        }

        /** What each job is asked. */
        public List<GenerationRequest> images() {
            return request.images();
        }
    }

    /**
     * An image that is there.
     *
     * @param content gives its bytes; not asked if the answer has links
     */
    public record Image(String jobId, long seed, Supplier<byte[]> content) {}

    /**
     * Reads the body of a line.
     *
     * @param seed for a body that has none: the same line must always become the same jobs
     * @throws InvalidRequestException with every problem
     */
    public Asked read(ObjectNode body, long seed) {
        if (!body.hasNonNull("seed")) {
            body.put("seed", seed);
        }
        ImageRequest request = reader.read(body);
        if (request.stream()) {
            throw new InvalidRequestException("stream", "false: a batch has nobody to stream to", true);
        }
        return new Asked(request);
    }

    /**
     * The answer to a request whose images are all there.
     *
     * @param createdAt epoch milliseconds
     * @param baseUrl what links begin with
     */
    public ObjectNode answer(Asked asked, List<Image> images, long createdAt, String baseUrl) {
        ObjectNode answer = json.answer(asked.request);
        answer.put("created", createdAt / 1000);
        var data = answer.withArray("data");
        for (Image image : images) {
            ObjectNode one = data.addObject();
            // Links unless the images are asked for: a file of many images is long.
            if (!asked.request.url()) {
                one.put("b64_json", image.content().get());
            } else {
                one.put("url", baseUrl + Links.image(image.jobId()));
            }
            one.put("revised_prompt", asked.request.label());
            one.put("id", image.jobId());
            EventJson.putSeed(one, image.seed());
        }
        return answer;
    }

    /** What a client is told of a job that ended otherwise than completed; empty if it completed. */
    public static Optional<ApiError> failure(Object outcome) {
        if (outcome instanceof Completed) {
            return Optional.empty();
        }
        if (outcome instanceof Failed failed) {
            return Optional.of(
                    ApiError.noImage(FAILED, "The generation failed: " + failed.getMessage(), failed.getCode()));
        }
        if (outcome instanceof Cancelled) {
            return Optional.of(ApiError.noImage(409, "The generation was cancelled.", "cancelled"));
        }
        if (outcome instanceof Expired) {
            return Optional.of(ApiError.noImage(504, "The generation was not finished by its deadline.", "expired"));
        }
        throw new IllegalArgumentException("outcome: expected a terminal event, got " + outcome);
    }
}
