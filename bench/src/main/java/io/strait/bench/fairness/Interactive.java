package io.strait.bench.fairness;

import io.strait.standalone.client.Accepted;
import io.strait.standalone.client.GatewayClient;
import io.strait.standalone.client.GenerationRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Interactive jobs of the smaller size, one at a time, over HTTP and server-sent events. */
final class Interactive {
    private final GatewayClient client;
    private final List<String> labels;
    private final int size;
    private final Random random = new Random(1);

    /** What one job took, milliseconds from asking. */
    record Waits(List<Double> firstPreview, List<Double> image) {}

    Interactive(URI server, List<String> labels, int size) {
        this.client = new GatewayClient(server);
        this.labels = labels;
        this.size = size;
    }

    /** Runs so many, with a random pause before each, so that they meet bulk jobs at any point of a pass. */
    Waits run(int count, long firstSeed) {
        List<Double> first = new ArrayList<>();
        List<Double> image = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 50 + random.nextInt(400), TimeUnit.MILLISECONDS)
                    .join();
            long begin = System.nanoTime();
            Accepted accepted = client.submit(new GenerationRequest(
                    labels.get(Math.floorMod(7 * i, labels.size())),
                    OptionalLong.of(firstSeed + i),
                    size,
                    Map.of(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.of(3)));
            double[] seen = {-1};
            client.follow(accepted.id(), event -> {
                if (seen[0] < 0 && event.name().equals("preview")) {
                    seen[0] = (System.nanoTime() - begin) / 1e6;
                }
            });
            image.add((System.nanoTime() - begin) / 1e6);
            if (seen[0] >= 0) {
                first.add(seen[0]);
            }
        }
        return new Waits(first, image);
    }
}
