package io.strait.gateway;

import io.strait.schemas.artifact.DirectoryArtifactStore;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Says what a worker would say, when a test tells it to: real records in a real Kafka, but no network paints anything. The
 * real workers are tested with the gateway where everything is started together.
 */
final class ScriptedWorker implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<Preview> previews = RecordCodec.of(Preview.class);
    private final DirectoryArtifactStore artifacts;

    ScriptedWorker(String bootstrap, Path artifacts) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.artifacts = new DirectoryArtifactStore(artifacts);
    }

    void started(String id, StageName stage, int steps) {
        event(id, new Started(stage, steps, "scripted", "hash", "none", "none"));
    }

    void stageCompleted(String id, StageName stage, int steps) {
        event(id, new StageCompleted(stage, steps, 5L));
    }

    void completed(String id, byte[] image) {
        try {
            event(id, new Completed(artifacts.put(image, "png"), "png", 256, 256, (long) image.length));
        } catch (IOException e) {
            throw new AssertionError("artifact", e);
        }
    }

    void failed(String id, String code) {
        event(id, new Failed(code, "scripted"));
    }

    void cancelled(String id) {
        event(id, new Cancelled("scripted"));
    }

    void preview(String id, StageName stage, int step, int steps, byte[] image) {
        long now = System.currentTimeMillis();
        send(
                Topics.PREVIEWS,
                id,
                previews.encode(new Preview(id, now, stage, step, steps, "png", 16, 16, ByteBuffer.wrap(image))));
    }

    /** A whole life without the end: two previews in each of two stages. */
    void paint(String id) {
        for (StageName stage : new StageName[] {StageName.TOP, StageName.BOTTOM}) {
            started(id, stage, 6);
            preview(id, stage, 3, 6, picture(stage, 3));
            preview(id, stage, 6, 6, picture(stage, 6));
            stageCompleted(id, stage, 6);
        }
    }

    static byte[] picture(StageName stage, int step) {
        return ("picture " + stage + " " + step).getBytes(StandardCharsets.UTF_8);
    }

    private void event(String id, Object what) {
        send(Topics.EVENTS, id, events.encode(new JobEvent(id, System.currentTimeMillis(), what)));
    }

    private void send(String topic, String id, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(
                            topic, JobId.parse(id).partition(), id.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (Exception e) {
            throw new AssertionError("expected the broker to take a record of " + topic, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
