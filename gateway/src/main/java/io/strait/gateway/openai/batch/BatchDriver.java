package io.strait.gateway.openai.batch;

import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway's share of the batches. Kafka deals the partitions out among the gateways, and deals those of a dead one out again; what is in
 * them is read from the tables, so the group's own offsets mean nothing.
 */
final class BatchDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchDriver.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long TICK_MILLIS = 250;
    private static final long BEFORE_REOPENING_MILLIS = 500;
    private static final int SESSION_MILLIS = 6_000;
    private static final int CLOSING_SECONDS = 5;

    private final BatchContext context;
    private final ScheduledThreadPoolExecutor workers;
    private final Map<Integer, Driven> driven = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> current;

    /** A partition at work. */
    private record Driven(PartitionDriver driver, ScheduledFuture<?> ticks) {}

    BatchDriver(BatchContext context) {
        this.context = context;
        this.workers = new ScheduledThreadPoolExecutor(context.settings().threads(), task -> {
            Thread worker = new Thread(task, "gateway-batches");
            worker.setDaemon(true);
            return worker;
        });
        workers.setRemoveOnCancelPolicy(true);
        this.thread = new Thread(this::run, "gateway-batch-group");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Topics topics = context.services().topics();
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                context.services().kafka(),
                ConsumerConfig.GROUP_ID_CONFIG,
                topics.batches(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                "gateway-batches",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_MILLIS,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                SESSION_MILLIS / 4,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500);
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                consumer.subscribe(List.of(topics.batchRequests()), new Dealing(consumer));
                while (closed.getCount() > 0) {
                    consumer.poll(POLL);
                }
            } catch (WakeupException e) {
                LOG.debug("woken to close");
            } catch (RuntimeException e) {
                LOG.warn("batches.group cause={}", e.toString());
            } finally {
                current = null;
                drop(List.copyOf(driven.keySet()));
            }
            pause();
        }
    }

    private final class Dealing implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;

        Dealing(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            partitions.forEach(partition -> take(partition.partition()));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            drop(partitions.stream().map(TopicPartition::partition).toList());
        }
    }

    private void take(int partition) {
        LOG.debug("batches.taken partition={}", partition);
        PartitionDriver driver = new PartitionDriver(partition, context);
        driven.put(
                partition,
                new Driven(driver, workers.scheduleWithFixedDelay(driver, 0, TICK_MILLIS, TimeUnit.MILLISECONDS)));
    }

    private void drop(Collection<Integer> partitions) {
        for (Integer partition : partitions) {
            Driven one = driven.remove(partition);
            if (one != null) {
                one.driver().stop();
                one.ticks().cancel(false);
                // Once more, to close what it has open.
                if (!workers.isShutdown()) {
                    workers.execute(one.driver());
                }
            }
        }
    }

    private void pause() {
        try {
            boolean ignored = closed.await(BEFORE_REOPENING_MILLIS, TimeUnit.MILLISECONDS);
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
            thread.join(CLOSING_SECONDS * 1000L);
            workers.shutdown();
            if (!workers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
