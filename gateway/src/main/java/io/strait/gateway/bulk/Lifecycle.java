package io.strait.gateway.bulk;

import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobView;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of jobs: all lifecycle events from now on, or from an earlier time if asked, and all controls from the first. Remembers which jobs
 * ended without an image, as long as there are not too many: those that wait are not to be dispatched. Used by one thread.
 */
final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final int REMEMBERED = 100_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<Control> controls = RecordCodec.of(Control.class);
    private final RecentIds unwanted = new RecentIds(REMEMBERED);
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    Lifecycle(Map<String, Object> settings) {
        this.consumer = new KafkaConsumer<>(settings);
    }

    /** Begins: events from here on, controls from the first. */
    void open() {
        List<TopicPartition> life = partitions(Topics.EVENTS);
        List<TopicPartition> asked = partitions(Topics.CONTROLS);
        consumer.assign(Stream.concat(life.stream(), asked.stream()).toList());
        consumer.seekToEnd(life);
        consumer.seekToBeginning(asked);
        life.forEach(consumer::position);
        ends.putAll(consumer.endOffsets(asked));
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Goes back to a time, if it has gone past it; then {@link #caughtUp()} when it is here again. */
    void rewind(long millis) {
        Collection<TopicPartition> life = consumer.assignment().stream()
                .filter(partition -> partition.topic().equals(Topics.EVENTS))
                .toList();
        Map<TopicPartition, Long> times = new HashMap<>();
        life.forEach(partition -> times.put(partition, millis));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null && found.offset() < consumer.position(partition)) {
                consumer.seek(partition, found.offset());
            }
        });
        ends.putAll(consumer.endOffsets(life));
    }

    /** Whether everything has been read that was there when it was opened, or last went back. */
    boolean caughtUp() {
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        return ends.isEmpty();
    }

    /** Reads what there is, waiting for the first of it at most so long. */
    void poll(Duration atMost, Consumer<JobEvent> heard) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(atMost)) {
            if (entry.value() == null) {
                continue;
            }
            try {
                if (entry.topic().equals(Topics.EVENTS)) {
                    JobEvent event = events.decode(entry.value());
                    if (JobView.ends(event) && !(event.getWhat() instanceof Completed)) {
                        unwanted.add(event.getJobId());
                    }
                    heard.accept(event);
                } else {
                    unwanted.add(controls.decode(entry.value()).getJobId());
                }
            } catch (RuntimeException e) {
                LOG.warn("{}-{} offset {}: cannot be read", entry.topic(), entry.partition(), entry.offset(), e);
            }
        }
    }

    /** Whether the job is known to have ended without an image. */
    boolean unwanted(String jobId) {
        return unwanted.contains(jobId);
    }

    /** Where a time lies in the partitions of a topic, and its end. Reads with another consumer are bounded by it. */
    Map<TopicPartition, long[]> since(String topic, long millis) {
        List<TopicPartition> all = partitions(topic);
        Map<TopicPartition, Long> times = new HashMap<>();
        all.forEach(partition -> times.put(partition, millis));
        Map<TopicPartition, Long> last = consumer.endOffsets(all);
        Map<TopicPartition, long[]> ranges = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            long end = last.getOrDefault(partition, 0L);
            if (found != null && found.offset() < end) {
                ranges.put(partition, new long[] {found.offset(), end});
            }
        });
        return ranges;
    }

    /** The end of a partition, transactions under way included. */
    long end(TopicPartition partition) {
        return new ArrayList<>(consumer.endOffsets(List.of(partition)).values()).get(0);
    }

    /** Ends a wait, from any thread. */
    void wake() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
