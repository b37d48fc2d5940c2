package io.strait.bench.gateway;

import io.strait.bench.gateway.Recording.Moment;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Says what a worker said once. No network paints anything: images are random bytes of a fixed length, and begin with the time at which
 * they were due and their number in their job.
 */
final class ReplayWorker implements AutoCloseable {
    /** Bytes of an image. */
    static final int IMAGE_BYTES = 30 * 1024;

    /** Lives go on while a stream of previews waits for the producer. */
    private static final int THREADS = 2;

    private static final int TICK_MILLIS = 2;
    private static final int STEPS = 1_000_000;
    private static final long BUFFER_BYTES = 128L << 20;

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<Preview> previews = RecordCodec.of(Preview.class);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "bench-worker");
        thread.setDaemon(true);
        return thread;
    });
    private final byte[] pixels = new byte[IMAGE_BYTES];

    /** A job that goes on being painted. */
    static final class Canvas {
        private final String id;
        private int previews;

        Canvas(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        /** Previews sent. */
        int previews() {
            return previews;
        }
    }

    ReplayWorker(String bootstrap) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        BUFFER_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        new Random(1).nextBytes(pixels);
    }

    /**
     * Sends previews of the jobs in turn, evenly spaced.
     *
     * @param latencies gets the time from when each was due to its acknowledgement
     * @return completes when the last has been acknowledged
     */
    CompletableFuture<Void> previews(List<Canvas> canvases, int perSecond, int count, Latencies latencies) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger acked = new AtomicInteger();
        long start = System.nanoTime();
        ScheduledFuture<?>[] timer = new ScheduledFuture<?>[1];
        Runnable tick = () -> {
            long now = System.nanoTime();
            while (sent.get() < count) {
                long due = start + sent.get() * 1_000_000_000L / perSecond;
                if (due > now) {
                    return;
                }
                Canvas canvas = canvases.get(sent.getAndIncrement() % canvases.size());
                var unused = preview(canvas.id, StageName.UPSAMPLER, ++canvas.previews, STEPS, due)
                        .whenComplete((ack, failure) -> {
                            latencies.add(System.nanoTime() - due);
                            if (failure != null) {
                                done.completeExceptionally(failure);
                            } else if (acked.incrementAndGet() == count) {
                                done.complete(null);
                            }
                        });
            }
        };
        timer[0] = clock.scheduleAtFixedRate(tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return done.whenComplete((all, failure) -> timer[0].cancel(false));
    }

    /**
     * Replays the recording, up to some moment of it.
     *
     * @param speed how much faster than it was
     * @return completes when all is acknowledged
     */
    CompletableFuture<Void> life(String id, List<Moment> moments, double speed) {
        return CompletableFuture.allOf(moments.stream()
                .filter(moment -> !moment.event().equals("queued"))
                .map(moment -> {
                    CompletableFuture<Void> said = new CompletableFuture<>();
                    Runnable say = () -> {
                        var unused = say(id, moment).whenComplete((ack, failure) -> {
                            if (failure != null) {
                                said.completeExceptionally(failure);
                            } else {
                                said.complete(null);
                            }
                        });
                    };
                    var unused = clock.schedule(
                            say, Math.round(moment.afterMillis() * 1_000 / speed), TimeUnit.MICROSECONDS);
                    return said;
                })
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> say(String id, Moment moment) {
        return switch (moment.event()) {
            case "started" ->
                event(id, new Started(moment.stageName(), moment.steps(), "replay", "none", "none", "none"));
            case "stage-completed" -> event(id, new StageCompleted(moment.stageName(), moment.steps(), 1L));
            case "completed" -> event(id, new Completed("none", "png", 512, 512, 1L));
            default -> preview(id, moment.stageName(), moment.step(), moment.steps(), System.nanoTime());
        };
    }

    private CompletableFuture<Void> event(String id, Object what) {
        return send(Topics.EVENTS, id, events.encode(new JobEvent(id, System.currentTimeMillis(), what)));
    }

    private CompletableFuture<Void> preview(String id, StageName stage, int step, int steps, long dueNanos) {
        byte[] image = pixels.clone();
        ByteBuffer.wrap(image).putLong(dueNanos).putInt(step);
        return send(
                Topics.PREVIEWS,
                id,
                previews.encode(new Preview(
                        id, System.currentTimeMillis(), stage, step, steps, "jpeg", 512, 512, ByteBuffer.wrap(image))));
    }

    private CompletableFuture<Void> send(String topic, String id, byte[] value) {
        CompletableFuture<Void> acked = new CompletableFuture<>();
        var unused = producer.send(
                new ProducerRecord<>(topic, JobId.parse(id).partition(), id.getBytes(StandardCharsets.UTF_8), value),
                (metadata, failure) -> {
                    if (failure == null) {
                        acked.complete(null);
                    } else {
                        acked.completeExceptionally(failure);
                    }
                });
        return acked;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close();
    }
}
