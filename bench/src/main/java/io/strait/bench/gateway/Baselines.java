package io.strait.bench.gateway;

import io.strait.bench.process.BareProcess;
import io.strait.bench.process.Child;
import io.strait.bench.process.GatewayProcess;
import io.strait.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the gateway is compared with. */
final class Baselines {
    private Baselines() {}

    /** The previews that are in the log, read again by a plain consumer of this process: records a second. */
    static double kafka(String bootstrap, int most) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PREVIEWS).stream()
                    .map(info -> new TopicPartition(Topics.PREVIEWS, info.partition()))
                    .toList();
            consumer.assign(partitions);
            long all = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            // Once to warm up, once to measure.
            read(consumer, partitions, Math.min(all, most));
            long begin = System.nanoTime();
            long read = read(consumer, partitions, Math.min(all, most));
            return Math.round(read / ((System.nanoTime() - begin) / 1e9));
        }
    }

    private static long read(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long count) {
        consumer.seekToBeginning(partitions);
        long read = 0;
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(Bench.PATIENCE_SECONDS);
        while (read < count && System.nanoTime() < giveUp) {
            read += consumer.poll(Duration.ofSeconds(1)).count();
        }
        return read;
    }

    /** Frames as long as the gateway's, pushed by a server that does nothing else, to as many connections: frames a second. */
    static double socket(Loop loop, int connections, int framesEach) {
        try (Child bare = Child.start(BareProcess.class, GatewayProcess.OPTIONS, Map.of())) {
            int port = Integer.parseInt(bare.ready());
            push(loop, port, connections, framesEach);
            return push(loop, port, connections, framesEach);
        }
    }

    private static double push(Loop loop, int port, int connections, int framesEach) {
        List<Sink> sinks = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Sink sink = new Sink(framesEach);
            sinks.add(sink);
            loop.connect(port, sink);
        }
        Bench.await(all(sinks.stream().map(SocketLink::open).toList()), "connections");
        long begin = System.nanoTime();
        loop.run(() -> sinks.forEach(sink -> sink.sendText(framesEach + " " + ReplayWorker.IMAGE_BYTES)));
        Bench.await(all(sinks.stream().map(sink -> sink.full).toList()), "frames");
        double seconds = (System.nanoTime() - begin) / 1e9;
        loop.run(() -> sinks.forEach(Link::close));
        return Math.round(connections * framesEach / seconds);
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
    }

    private static final class Sink extends SocketLink {
        private final CompletableFuture<Void> full = new CompletableFuture<>();
        private int left;

        Sink(int frames) {
            super("/");
            this.left = frames;
        }

        @Override
        void binary(ByteBuffer payload, long payloadBytes) {
            if (--left == 0) {
                full.complete(null);
            }
        }
    }
}
