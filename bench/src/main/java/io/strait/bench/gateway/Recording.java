package io.strait.bench.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.bench.pipeline.BenchException;
import io.strait.schemas.avro.StageName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The life of a 512-pixel job on two processors, as a gateway told of it: what the replaying worker says, and when. */
record Recording(List<Moment> moments) {
    private static final String RESOURCE = "recording.json";

    /** One event or preview. Members are the file's. */
    record Moment(long afterMillis, String event, @Nullable String stage, int step, int steps) {
        StageName stageName() {
            if (stage == null) {
                throw new BenchException(RESOURCE + ": expected a stage of " + event);
            }
            return StageName.valueOf(stage.toUpperCase(Locale.ROOT));
        }
    }

    static Recording read() {
        try (InputStream in = Recording.class.getResourceAsStream(RESOURCE)) {
            ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
            return new Recording(List.of(json.readValue(in, Moment[].class)));
        } catch (IOException e) {
            throw new BenchException(RESOURCE + ": cannot be read", e);
        }
    }
}
