package io.strait.gateway.table;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from their start and follows them, on one thread. Only what was committed is seen. Kafka need not be there yet, and may go
 * and come back.
 */
public final class TableReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BEFORE_REOPENING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ANSWER_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private final Map<String, Table> tables;
    private final Map<TopicPartition, Long> places = new HashMap<>();
    private final Queue<Waiting> arriving = new ConcurrentLinkedQueue<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    /** Somebody who waits for what was in the log when they asked. */
    private static final class Waiting {
        final CompletableFuture<Void> reached = new CompletableFuture<>();
        final long giveUp = System.nanoTime() + PATIENCE.toNanos();

        @Nullable
        Map<TopicPartition, Long> ends;
    }

    /**
     * Begins to read, in the background.
     *
     * @param bootstrap servers
     * @param name of the thread and the client
     */
    public TableReader(String bootstrap, String name, List<Table> tables) {
        this.tables = tables.stream().collect(Collectors.toMap(Table::topic, Function.identity()));
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Completes when the tables hold whatever was acknowledged by the broker before the call. Fails with Kafka's TimeoutException after
     * some seconds.
     */
    public CompletableFuture<Void> caughtUp() {
        Waiting mine = new Waiting();
        arriving.add(mine);
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (closed.getCount() == 0) {
            mine.reached.completeExceptionally(new TimeoutException("tables: closed"));
        }
        return mine.reached;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("woken before the tables were open");
            } catch (RuntimeException e) {
                LOG.warn("tables.unread topics={} cause={}", tables.keySet(), e.toString());
            } finally {
                current = null;
            }
            giveUp();
            pause();
        }
        waiting.addAll(arriving);
        waiting.forEach(one -> one.reached.completeExceptionally(new TimeoutException("tables: closed")));
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : tables.keySet()) {
            var found = consumer.partitionsFor(topic);
            if (found.isEmpty()) {
                throw new KafkaException("topic " + topic + ": expected to exist");
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long place = places.get(partition);
            if (place == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, place);
            }
        }
        while (closed.getCount() > 0) {
            try {
                answer(consumer, partitions);
                consumer.poll(POLL).forEach(this::apply);
                for (TopicPartition partition : partitions) {
                    places.put(partition, consumer.position(partition));
                }
            } catch (WakeupException e) {
                LOG.trace("somebody asks");
            }
        }
    }

    private void answer(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        for (Waiting one = arriving.poll(); one != null; one = arriving.poll()) {
            waiting.add(one);
        }
        if (waiting.isEmpty()) {
            return;
        }
        if (waiting.stream().anyMatch(one -> one.ends == null)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            waiting.stream().filter(one -> one.ends == null).forEach(one -> one.ends = ends);
        }
        waiting.removeIf(one -> {
            Map<TopicPartition, Long> ends = one.ends;
            boolean there = ends != null
                    && ends.entrySet().stream()
                            .allMatch(end -> places.getOrDefault(end.getKey(), 0L) >= end.getValue());
            if (there) {
                one.reached.complete(null);
            }
            return there;
        });
        giveUp();
    }

    /** Nobody waits for ever. */
    private void giveUp() {
        for (Waiting one = arriving.poll(); one != null; one = arriving.poll()) {
            waiting.add(one);
        }
        waiting.removeIf(one -> {
            boolean late = System.nanoTime() - one.giveUp > 0;
            if (late) {
                one.reached.completeExceptionally(new TimeoutException("tables: not read within " + PATIENCE));
            }
            return late;
        });
    }

    private void apply(ConsumerRecord<byte[], byte[]> entry) {
        Table table = tables.get(entry.topic());
        if (table == null || entry.key() == null) {
            return;
        }
        try {
            table.apply(entry.partition(), new String(entry.key(), StandardCharsets.UTF_8), entry.value());
        } catch (RuntimeException e) {
            LOG.error(
                    "record.unreadable topic={} partition={} offset={}",
                    entry.topic(),
                    entry.partition(),
                    entry.offset(),
                    e);
        }
    }

    private void pause() {
        try {
            boolean ignored = closed.await(BEFORE_REOPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(ANSWER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
