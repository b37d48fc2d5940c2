package io.strait.gateway.openai.batch;

import io.strait.gateway.log.Producers;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.StoredFile;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Writes how the batches of one partition stand, and what goes with it, all or nothing. Opening one shuts out whoever wrote before: what they
 * had not committed is lost, and what they try to commit is refused. Blocks; for one thread at a time.
 */
final class BatchLog implements AutoCloseable {
    private final Topics topics;
    private final int partition;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<Batch> batches = RecordCodec.of(Batch.class);
    private final RecordCodec<StoredFile> files = RecordCodec.of(StoredFile.class);

    /** @throws KafkaException if the broker does not answer */
    BatchLog(String bootstrap, Topics topics, int partition) {
        this.topics = topics;
        this.partition = partition;
        this.producer = Producers.transactional(bootstrap, topics.batches() + "-" + partition);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** The record of a batch's state. */
    ProducerRecord<byte[], byte[]> row(Batch batch) {
        return new ProducerRecord<>(
                topics.batches(), partition, bytes(batch.getSpec().getId()), batches.encode(batch));
    }

    /** The record of a file. */
    ProducerRecord<byte[], byte[]> row(StoredFile file) {
        return new ProducerRecord<>(topics.files(), bytes(file.getId()), files.encode(file));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes the records, all or none.
     *
     * @throws KafkaException if none; after it this log is of no more use
     */
    void commit(List<ProducerRecord<byte[], byte[]>> records) {
        producer.beginTransaction();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            records.forEach(one -> sent.add(producer.send(one)));
            producer.commitTransaction();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("batches " + partition + ": a record was not written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("batches " + partition + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        // Without waiting: an open transaction is to end as if it had not been.
        producer.close(Duration.ZERO);
    }
}
