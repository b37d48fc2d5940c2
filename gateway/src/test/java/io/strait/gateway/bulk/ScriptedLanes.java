package io.strait.gateway.bulk;

import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.ControlAction;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the workers' lanes: members of the first stage's group of bulk lanes, whose jobs end when the test says so. What was given to
 * the stage is read from its topic.
 */
final class ScriptedLanes implements AutoCloseable {
    /** Before a test has any. */
    static final ScriptedLanes NONE = new ScriptedLanes();

    private final List<String> given = new CopyOnWriteArrayList<>();
    private final List<String> history = new CopyOnWriteArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final RecordCodec<Control> controls = RecordCodec.of(Control.class);
    private final String bootstrap;
    private final Topics topics;
    private final Thread reader;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    private ScriptedLanes() {
        this.bootstrap = "";
        this.topics = new Topics("none");
        this.reader = new Thread();
    }

    ScriptedLanes(String bootstrap, Topics topics) {
        this.bootstrap = bootstrap;
        this.topics = topics;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.reader = new Thread(this::read, "scripted-lanes");
        reader.start();
    }

    /** Joins so many lanes. */
    void start(int count) {
        for (int i = 0; i < count; i++) {
            KafkaShareConsumer<byte[], byte[]> member = new KafkaShareConsumer<>(
                    Map.of("bootstrap.servers", bootstrap, "group.id", topics.group(StageName.TOP, Priority.BULK)),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            Thread thread = new Thread(() -> serve(member), "scripted-lane-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Takes records so that they leave the queue; what ends is the reader's business. */
    private void serve(KafkaShareConsumer<byte[], byte[]> member) {
        try {
            member.subscribe(List.of(topics.jobs(StageName.TOP, Priority.BULK)));
            while (!closed) {
                member.poll(Duration.ofMillis(100));
            }
        } catch (WakeupException e) {
            // closing
        } finally {
            member.close(Duration.ofSeconds(1));
        }
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition queue = new TopicPartition(topics.jobs(StageName.TOP, Priority.BULK), 0);
            consumer.assign(List.of(queue));
            consumer.seekToBeginning(List.of(queue));
            int finished = 0;
            while (!closed) {
                consumer.poll(Duration.ofMillis(20)).forEach(entry -> {
                    String id = new String(entry.key(), StandardCharsets.UTF_8);
                    history.add("+" + id);
                    given.add(id);
                });
                while (finished < given.size() && permits.tryAcquire()) {
                    String id = given.get(finished++);
                    // before it is in the log: from then on the next may be given
                    history.add("-" + id);
                    event(id, new Completed("a.png", "png", 256, 256, 1L));
                }
            }
        }
    }

    /** Ends so many jobs, in the order in which they were given. */
    void finish(int count) {
        permits.release(count);
    }

    /** Ids of the jobs given to the first stage, in order. */
    List<String> given() {
        return List.copyOf(given);
    }

    /** The most of these jobs that were there at a time. */
    int mostAtATime(Collection<String> ids) {
        int most = 0;
        int now = 0;
        for (String step : history) {
            if (ids.contains(step.substring(1))) {
                now += step.charAt(0) == '+' ? 1 : -1;
                most = Math.max(most, now);
            }
        }
        return most;
    }

    void intake(JobSpec spec) {
        send(topics.intake(), null, spec.getTenant(), jobs.encode(Specs.job(spec)));
    }

    void event(String id, Object what) {
        JobEvent event = new JobEvent(id, System.currentTimeMillis(), what);
        send(Topics.EVENTS, JobId.parse(id).partition(), id, events.encode(event));
    }

    void cancelled(String id) {
        send(Topics.CONTROLS, null, id, controls.encode(new Control(id, 1L, ControlAction.CANCEL)));
    }

    private void send(String topic, @Nullable Integer partition, String key, byte[] value) {
        try {
            Objects.requireNonNull(producer)
                    .send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (Exception e) {
            throw new AssertionError("expected the broker to take a record of " + topic, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (producer != null) {
            producer.close();
        }
    }
}
