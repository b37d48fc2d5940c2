package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.EventJson;
import io.strait.gateway.request.Json;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.Preview;
import java.time.Clock;

/** What clients get. Members that the API does not know come last; the clients pass them on. */
final class ImageJson {
    static final String PARTIAL = "image_generation.partial_image";
    static final String COMPLETED = "image_generation.completed";

    private final BundleManifest bundle;
    private final Clock clock;

    ImageJson(BundleManifest bundle, Clock clock) {
        this.bundle = bundle;
        this.clock = clock;
    }

    /** Answer to a request that is no stream; images are added to {@code data}. */
    ObjectNode answer(ImageRequest request) {
        // No size: the API's clients know three only, none of them ours.
        ObjectNode json = Json.object();
        json.put("created", seconds());
        json.put("background", "opaque");
        json.put("output_format", request.format());
        json.putArray("data");
        json.set("usage", usage(request.size(), request.images().size()));
        return json;
    }

    /** One image of such an answer. */
    static ObjectNode image(ImageJob job, String url, byte[] image, ImageRequest request) {
        ObjectNode json = Json.object();
        if (request.base64()) {
            json.put("b64_json", image);
        }
        if (request.url()) {
            json.put("url", url);
        }
        json.put("revised_prompt", request.label());
        json.put("id", job.id());
        EventJson.putSeed(json, job.request().seed());
        return json;
    }

    ObjectNode partial(ImageJob job, Preview preview, byte[] image, int index) {
        ObjectNode json = event(PARTIAL, image, preview.getFormat());
        json.put("partial_image_index", index);
        own(json, job, preview.getWidth(), preview.getHeight());
        json.put("stage", EventJson.name(preview.getStage()));
        json.put("step", preview.getStep());
        json.put("steps", preview.getSteps());
        return json;
    }

    ObjectNode completed(ImageJob job, String url, byte[] image) {
        int size = job.request().size();
        ObjectNode json = event(COMPLETED, image, job.request().format().name());
        json.set("usage", usage(size, 1));
        own(json, job, size, size);
        json.put("url", url);
        json.put("revised_prompt", job.request().label());
        EventJson.putSeed(json, job.request().seed());
        return json;
    }

    /** In the API's order. The size is auto, the one value of the clients' that is true. */
    private ObjectNode event(String type, byte[] image, String format) {
        ObjectNode json = Json.object();
        json.put("type", type);
        json.put("b64_json", image);
        json.put("created_at", seconds());
        json.put("size", "auto");
        json.put("quality", "auto");
        json.put("background", "opaque");
        json.put("output_format", format);
        return json;
    }

    private static void own(ObjectNode json, ImageJob job, int width, int height) {
        json.put("image_index", job.index());
        json.put("image_size", width + "x" + height);
        json.put("id", job.id());
    }

    private long seconds() {
        return clock.millis() / 1000;
    }

    /** Counted as the networks see it: one token in, the class; the tokens of the grids out. */
    private ObjectNode usage(int size, int images) {
        int tokens = bundle.tokens(TokenGrid.TOP) + bundle.tokens(TokenGrid.BOTTOM);
        if (size != bundle.imageSize()) {
            tokens += bundle.tokens(TokenGrid.UPSAMPLER_TOP) + bundle.tokens(TokenGrid.UPSAMPLER_BOTTOM);
        }
        ObjectNode json = Json.object();
        json.put("total_tokens", images * (tokens + 1));
        json.put("input_tokens", images);
        json.put("output_tokens", images * tokens);
        json.putObject("input_tokens_details").put("text_tokens", images).put("image_tokens", 0);
        json.putObject("output_tokens_details")
                .put("image_tokens", images * tokens)
                .put("text_tokens", 0);
        return json;
    }
}
