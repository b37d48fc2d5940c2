package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.StoredFile;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes how the batches of one partition stand, and what goes with it, all or nothing. Opening one shuts out whoever wrote before: what they
 * had not committed is lost, and what they try to commit is refused. Blocks; for one thread at a time.
 */
final class BatchLog implements AutoCloseable {
    private static final int BLOCK_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 16 << 20;

    private final Topics topics;
    private final int partition;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<Batch> batches = RecordCodec.of(Batch.class);
    private final RecordCodec<StoredFile> files = RecordCodec.of(StoredFile.class);

    /** @throws KafkaException if the broker does not answer */
    BatchLog(String bootstrap, Topics topics, int partition) {
        this.topics = topics;
        this.partition = partition;
        String name = topics.batches() + "-" + partition;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        name,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        name,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        3 * BLOCK_MILLIS,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1 << 17,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        (long) BUFFER_BYTES,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        BLOCK_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        2 * BLOCK_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
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
