package io.strait.bench.batch;

import io.strait.bench.process.BrokerProcess;
import io.strait.bench.process.Child;
import io.strait.bench.process.GatewayProcess;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A broker and a gateway in processes of their own, no workers: what counts is that all lines are in the queue. */
final class BatchBench {
    private static final int WARM_UP_LINES = 5_000;
    private static final double MEGABYTE = 1_000_000;

    private final Path bundle;
    private final int lines;

    /** @param bundle directory of a bundle, of which only the manifest is read */
    BatchBench(Path bundle, int lines) {
        this.bundle = bundle;
        this.lines = lines;
    }

    BatchReport run(Path scratch) throws IOException, InterruptedException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        BundleManifest manifest = BundleManifest.parse(Files.readAllBytes(bundle.resolve("bundle.json")));
        Topics topics = new Topics(manifest.name());
        Path warmUp = write(scratch.resolve("warm-up.jsonl"), manifest.labels(), WARM_UP_LINES);
        Path file = write(scratch.resolve("lines.jsonl"), manifest.labels(), lines);
        Map<String, String> settings =
                Map.of("STRAIT_GATEWAY_BATCH_LINES", Integer.toString(Math.max(lines, WARM_UP_LINES)));
        try (Child kafka = BrokerProcess.start(scratch.resolve("kafka"), TopicCatalogue.standard(topics, 1));
                Child gateway = GatewayProcess.start(kafka.ready(), bundle, scratch, settings);
                QueueReader queue = new QueueReader(kafka.ready(), topics);
                Resident resident = new Resident(gateway.handle().pid())) {
            Client client = new Client(Integer.parseInt(gateway.ready()));
            queue.await(client.batch(client.upload(warmUp)), WARM_UP_LINES);
            long before = resident.now();
            long ignored = resident.peak();
            long start = System.nanoTime();
            String fileId = client.upload(file);
            long stored = System.nanoTime();
            String batch = client.batch(fileId);
            queue.await(batch, lines);
            long end = System.nanoTime();
            return report(file, start, stored, end, before, resident.peak(), queue.count(batch), load);
        }
    }

    private BatchReport report(
            Path file, long start, long stored, long end, long before, long peak, QueueReader.Seen seen, double load)
            throws IOException {
        return new BatchReport(
                lines,
                Files.size(file),
                seconds(stored - start),
                seconds(end - stored),
                seconds(end - start),
                Math.round(lines / ((end - start) / 1e9)),
                before,
                peak,
                Math.round((peak - before) / MEGABYTE * 10) / 10.0,
                seen.jobs() - seen.lines(),
                lines - seen.lines(),
                Runtime.getRuntime().availableProcessors(),
                load,
                seen.jobs() == lines && seen.lines() == lines);
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / 1e7) / 100.0;
    }

    private static Path write(Path file, List<String> labels, int lines) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                out.write("{\"custom_id\":\"request-" + i
                        + "\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":{\"prompt\":\""
                        + labels.get(i % labels.size()) + "\",\"size\":\"512x512\",\"response_format\":\"url\"}}\n");
            }
        }
        return file;
    }
}
