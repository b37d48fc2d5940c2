package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.job.JobItem;
import io.strait.gateway.request.GenerationReader;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * An item of a job's stream as clients see it.
 *
 * @param name event name
 * @param data its members; a preview's image is apart
 */
public record EventJson(String name, ObjectNode data) {

    /** Name and members of an item. */
    public static EventJson of(JobItem item) {
        if (item instanceof JobItem.Lifecycle lifecycle) {
            return of(lifecycle.event());
        }
        return of(((JobItem.Picture) item).preview());
    }

    private static EventJson of(JobEvent event) {
        ObjectNode data = Json.object();
        data.put("id", event.getJobId());
        data.put("at", event.getAt());
        return new EventJson(fill(data, event.getWhat()), data);
    }

    /** Adds the members and returns the name. */
    private static String fill(ObjectNode data, Object what) {
        if (what instanceof Queued queued) {
            data.put("label", queued.getSpec().getLabelName());
            putSeed(data, queued.getSpec().getSeed());
            data.put("size", queued.getSpec().getSize());
            return "queued";
        } else if (what instanceof Started started) {
            data.put("stage", name(started.getStage()));
            data.put("steps", started.getSteps());
            data.put("worker", started.getWorkerId());
            data.put("engine", started.getEngine());
            data.put("cpu", started.getCpu());
            data.put("bundleHash", started.getBundleHash());
            return "started";
        } else if (what instanceof StageCompleted completed) {
            data.put("stage", name(completed.getStage()));
            data.put("step", completed.getSteps());
            data.put("steps", completed.getSteps());
            data.put("millis", completed.getMillis());
            return "stage-completed";
        } else if (what instanceof Completed completed) {
            data.put("format", completed.getFormat());
            data.put("width", completed.getWidth());
            data.put("height", completed.getHeight());
            data.put("bytes", completed.getBytes());
            data.putObject("links").put("image", Links.image(data.get("id").textValue()));
            return "completed";
        } else if (what instanceof Failed failed) {
            data.put("code", failed.getCode());
            data.put("message", failed.getMessage());
            return "failed";
        } else if (what instanceof Cancelled cancelled) {
            data.put("reason", cancelled.getReason());
            return "cancelled";
        } else if (what instanceof Expired expired) {
            data.put("deadline", expired.getDeadline());
            return "expired";
        }
        throw new IllegalArgumentException("event: expected one of the schema's, got " + what.getClass());
    }

    private static EventJson of(Preview preview) {
        ObjectNode data = Json.object();
        data.put("id", preview.getJobId());
        data.put("at", preview.getAt());
        data.put("stage", name(preview.getStage()));
        data.put("step", preview.getStep());
        data.put("steps", preview.getSteps());
        data.put("format", preview.getFormat());
        data.put("width", preview.getWidth());
        data.put("height", preview.getHeight());
        return new EventJson("preview", data);
    }

    /** A stage's name in JSON. */
    public static String name(StageName stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** A preview's image. */
    public static byte[] image(JobItem.Picture picture) {
        ByteBuffer image = picture.preview().getImage().duplicate();
        byte[] bytes = new byte[image.remaining()];
        image.get(bytes);
        return bytes;
    }

    /** As an integer where every JSON reader keeps it exact, else as a string. */
    public static void putSeed(ObjectNode data, long seed) {
        if (seed >= -GenerationReader.MAX_JSON_SEED && seed <= GenerationReader.MAX_JSON_SEED) {
            data.put("seed", seed);
        } else {
            data.put("seed", Long.toString(seed));
        }
    }
}
