package io.strait.worker;

import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.ControlAction;
import io.strait.schemas.codec.CorruptRecordException;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.codec.UnknownSchemaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the compacted topic of controls from its start, then follows it: the cancelled jobs. */
final class Controls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controls.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration BEFORE_REOPENING = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final String topic;
    private final RecordCodec<Control> codec;
    private final RecentJobs cancelled;
    private final Health pauses;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread;
    private final Object guard = new Object();
    private @Nullable Consumer<byte[], byte[]> current;
    private boolean closed;

    /**
     * @param cancelled told of every cancelled job
     * @param pauses ends a pause when the worker closes
     */
    Controls(
            String name,
            Map<String, Object> settings,
            String topic,
            RecordCodec<Control> codec,
            RecentJobs cancelled,
            Health pauses) {
        this.settings = settings;
        this.topic = topic;
        this.codec = codec;
        this.cancelled = cancelled;
        this.pauses = pauses;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Completes when everything that was in the topic at the start is known. */
    CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    private void run() {
        try {
            while (opened()) {
                try {
                    follow();
                } catch (WakeupException e) {
                    LOG.debug("woken to close");
                } catch (KafkaException e) {
                    LOG.warn("{}: consumer failed; reading it again from its start", topic, e);
                    pauses.pause(BEFORE_REOPENING);
                } finally {
                    shut();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        Consumer<byte[], byte[]> consumer = consumer();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (true) {
            if (!caughtUp.isDone()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.complete(null);
            }
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Control control = codec.decode(record.value());
            if (control.getAction() == ControlAction.CANCEL) {
                cancelled.add(control.getJobId());
            }
        } catch (UnknownSchemaException | CorruptRecordException e) {
            LOG.error("{} offset {}: cannot be read; left out", topic, record.offset(), e);
        }
    }

    private boolean opened() {
        synchronized (guard) {
            if (closed) {
                return false;
            }
            current = new KafkaConsumer<>(settings);
            return true;
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        synchronized (guard) {
            return Objects.requireNonNull(current);
        }
    }

    private void shut() {
        Consumer<byte[], byte[]> consumer = consumer();
        synchronized (guard) {
            current = null;
        }
        consumer.close();
    }

    @Override
    public void close() {
        synchronized (guard) {
            closed = true;
            if (current != null) {
                current.wakeup();
            }
        }
        Joining.join(thread);
    }
}
