package io.strait.gateway.table;

import io.strait.gateway.log.RecordSender;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes rows of tables. Futures are those of {@link RecordSender#send}. Nothing blocks the caller. */
public final class TableWriter implements AutoCloseable {
    private static final int MOST_WAITING = 1_000;

    private final RecordSender sender;

    /** Connects in the background. */
    public TableWriter(String bootstrap, String name) {
        this.sender = new RecordSender(bootstrap, name, MOST_WAITING);
    }

    /** Writes a row into the partition that the key's hash says; null deletes it. */
    public CompletableFuture<Void> write(String topic, String key, byte @Nullable [] value) {
        return write(topic, null, key, value);
    }

    /** Writes a row into a partition. */
    public CompletableFuture<Void> write(
            String topic, @Nullable Integer partition, String key, byte @Nullable [] value) {
        return sender.send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() {
        sender.close();
    }
}
