package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.BatchLine;
import io.strait.schemas.avro.BatchProgress;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the lifecycle of jobs to the progress of batches, shared among all gateways. In transactions: an event counts once, whoever dies. The
 * state is in memory and in the log.
 */
final class ProgressStream implements AutoCloseable {
    /** Application, and the beginning of its topics' and its group's name. */
    static final String APPLICATION = "batch-progress-count";

    private static final Logger LOG = LoggerFactory.getLogger(ProgressStream.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);
    private static final int COMMIT_MILLIS = 500;
    /** Counting waits for so many bytes of events, half a second at most: a fetch for every event costs processors that images need. */
    private static final int FETCH_BYTES = 1 << 16;

    private static final int SESSION_MILLIS = 6_000;

    private final Path directory;
    private final KafkaStreams streams;

    /** Starts, in the background: Kafka need not be there yet. */
    ProgressStream(String bootstrap) {
        try {
            // For its lock; nothing of worth is in it.
            directory = Files.createTempDirectory("strait-batch-progress-");
        } catch (IOException e) {
            throw new UncheckedIOException("temporary directory: expected to be writable", e);
        }
        streams = new KafkaStreams(topology(), settings(bootstrap, directory));
        streams.setUncaughtExceptionHandler(failure -> {
            LOG.warn("batch-progress.restarted cause={}", failure.toString());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.start();
    }

    private static Properties settings(String bootstrap, Path directory) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_MILLIS / 4);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCH_BYTES);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    static Topology topology() {
        Serde<JobEvent> events = serde(RecordCodec.of(JobEvent.class));
        Serde<BatchProgress> progress = serde(RecordCodec.of(BatchProgress.class));
        Topology topology = new Topology();
        topology.addSource("events", Serdes.String().deserializer(), events.deserializer(), Topics.EVENTS);
        topology.addProcessor("count", () -> new ProgressCount(TopicCatalogue.BATCHES_KEPT), "events");
        topology.addStateStore(store(ProgressCount.JOBS, serde(RecordCodec.of(BatchLine.class))), "count");
        topology.addStateStore(store(ProgressCount.LINES, Serdes.Integer()), "count");
        topology.addStateStore(store(ProgressCount.COUNTS, progress), "count");
        topology.addSink(
                "progress", Topics.BATCH_PROGRESS, Serdes.String().serializer(), progress.serializer(), "count");
        return topology;
    }

    private static <T> StoreBuilder<?> store(String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
    }

    private static <T extends org.apache.avro.specific.SpecificRecord> Serde<T> serde(RecordCodec<T> codec) {
        return Serdes.serdeFrom(codec.serializer(), codec.deserializer());
    }

    @Override
    public void close() {
        // Leaving, so that others need not wait until it is missed.
        if (!streams.close(
                CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.warn("batch-progress.closing: expected to end within {}", CLOSING);
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path entry : List.copyOf(tree.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            LOG.debug("batch-progress.leftover directory={}", directory, e);
        }
    }
}
