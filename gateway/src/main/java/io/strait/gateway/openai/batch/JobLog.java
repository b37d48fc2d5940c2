package io.strait.gateway.openai.batch;

import io.strait.gateway.log.Producers;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.ControlAction;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Writes events of many jobs at a time. Blocks; thread-safe. */
final class JobLog implements AutoCloseable {
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final RecordCodec<Control> controls = RecordCodec.of(Control.class);

    /** Connects in the background. */
    JobLog(String bootstrap, Topics topics) {
        this.topics = topics;
        this.producer = Producers.many(bootstrap, "gateway-batch-events");
    }

    /** Partitions of {@code events}. */
    int partitions() {
        return producer.partitionsFor(Topics.EVENTS).size();
    }

    /** A job's first event, stamped with its id's own time. */
    ProducerRecord<byte[], byte[]> queued(JobId id, JobSpec spec) {
        JobEvent event = new JobEvent(id.toString(), id.millis(), new Queued(spec));
        return event(id, event, id.millis());
    }

    /** An event that is not a job's first. */
    ProducerRecord<byte[], byte[]> event(JobId id, Object what, long now) {
        return event(id, new JobEvent(id.toString(), now, what), now);
    }

    private ProducerRecord<byte[], byte[]> event(JobId id, JobEvent event, long timestamp) {
        return new ProducerRecord<>(
                Topics.EVENTS, id.partition(), timestamp, BatchLog.bytes(id.toString()), events.encode(event));
    }

    /** A job's place in the intake of bulk jobs, from which its tenant's dispatcher takes it once it is committed. */
    ProducerRecord<byte[], byte[]> job(JobSpec spec) {
        return new ProducerRecord<>(
                topics.intake(),
                BatchLog.bytes(spec.getTenant()),
                jobs.encode(new StageJob(spec, List.of(), List.of())));
    }

    /** Tells every worker that nobody wants any job of a batch. */
    ProducerRecord<byte[], byte[]> cancelled(String batchId, long now) {
        return new ProducerRecord<>(
                Topics.CONTROLS,
                BatchLog.bytes(batchId),
                controls.encode(new Control(batchId, now, ControlAction.CANCEL)));
    }

    /**
     * Returns when all records are acknowledged.
     *
     * @throws KafkaException if one is not
     */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        records.forEach(one -> sent.add(producer.send(one)));
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("events: a record was not written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("events: interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
