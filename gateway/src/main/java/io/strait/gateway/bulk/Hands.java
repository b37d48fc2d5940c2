package io.strait.gateway.bulk;

import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.TenantQueue;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The dispatcher's two writes. First the decision: the tenants' state and the group's positions in one transaction, which fails if another has taken
 * over. Then the jobs, outside of it: a share group would stumble over the marks that transactions leave in its topic.
 */
final class Hands implements AutoCloseable {
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> decisions;
    private final KafkaProducer<byte[], byte[]> jobs;
    private final RecordCodec<TenantQueue> states = RecordCodec.of(TenantQueue.class);
    private final RecordCodec<StageJob> codec = RecordCodec.of(StageJob.class);

    Hands(String bootstrap, String name, Topics topics) {
        this.topics = topics;
        this.decisions = new KafkaProducer<>(KafkaSettings.intents(bootstrap, name + "-decisions", name));
        this.jobs = new KafkaProducer<>(KafkaSettings.jobs(bootstrap, name + "-jobs"));
    }

    void open() {
        decisions.initTransactions();
    }

    /**
     * Writes how far tenants have come, and how far the intake.
     *
     * @param spent those of the changed lines that are to be forgotten
     * @param positions by partition of the intake
     */
    void decide(
            Collection<TenantLine> changed,
            Set<TenantLine> spent,
            Map<Integer, Long> positions,
            ConsumerGroupMetadata member) {
        decisions.beginTransaction();
        for (TenantLine line : changed) {
            byte[] key = line.tenant().getBytes(StandardCharsets.UTF_8);
            byte[] value = spent.contains(line) ? null : states.encode(line.state());
            Future<RecordMetadata> unused =
                    decisions.send(new ProducerRecord<>(topics.dispatch(), line.partition(), key, value));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, offset) ->
                offsets.put(new TopicPartition(topics.intake(), partition), new OffsetAndMetadata(offset)));
        decisions.sendOffsetsToTransaction(offsets, member);
        decisions.commitTransaction();
    }

    /** Queues jobs for the first stage; returns when the broker has them. */
    void give(List<WaitingJob> given) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (WaitingJob job : given) {
            byte[] key = job.jobId().getBytes(StandardCharsets.UTF_8);
            String topic = topics.jobs(StageName.TOP, Priority.BULK);
            sent.add(jobs.send(new ProducerRecord<>(topic, key, codec.encode(job.job()))));
        }
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new KafkaException("bulk jobs: expected the broker to take them", e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** Sends nothing more, and leaves an open transaction to its time limit. */
    void abandon() {
        decisions.close(Duration.ZERO);
        jobs.close(Duration.ZERO);
    }

    @Override
    public void close() {
        Closing.all(() -> decisions.close(Duration.ofSeconds(2)), () -> jobs.close(Duration.ofSeconds(2)));
    }
}
