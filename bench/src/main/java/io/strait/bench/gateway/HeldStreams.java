package io.strait.bench.gateway;

import io.strait.bench.gateway.ReplayWorker.Canvas;
import io.strait.bench.process.Child.Memory;
import java.util.List;
import java.util.Objects;

/** Thousands of connections at once: what one costs while nothing happens, and whether each gets its previews. */
final class HeldStreams {
    private static final int WARM_UP = 500;
    private static final int SETTLE_MILLIS = 2_000;
    private static final int GRACE_MILLIS = 10_000;

    private final Bench bench;

    /**
     * What came of it. A stream is a connection with one job that it follows.
     *
     * @param heapBytesPerIdleStream of the gateway, after a full collection, less the same before the connections were opened
     * @param residentBytesPerIdleStream the same of resident memory, which keeps what opening took
     * @param served connections that got every one of their previews
     * @param lost connections that the gateway closed
     */
    record Result(
            int streams,
            double openedPerSecond,
            long heapBytesPerIdleStream,
            long residentBytesPerIdleStream,
            Memory before,
            Memory idle,
            int previewsPerStream,
            int served,
            int lost,
            Latencies.Summary latency) {}

    HeldStreams(Bench bench) {
        this.bench = bench;
    }

    Result run(int streams, int perSecond, int previewsPerStream) {
        Latencies latencies = new Latencies();
        List<Follower> few = bench.followers(Math.min(WARM_UP, streams), latencies);
        bench.loop().run(() -> few.forEach(Link::close));
        Bench.pause(SETTLE_MILLIS);
        Memory before = bench.gateway().memory();
        bench.say(streams + " connections with a job each");
        long begin = System.nanoTime();
        List<Follower> all = bench.followers(streams, latencies);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Bench.pause(SETTLE_MILLIS);
        Memory idle = bench.gateway().memory();

        List<Canvas> canvases = all.stream()
                .map(follower -> new Canvas(Bench.await(follower.accepted(), "acceptance")))
                .toList();
        int count = streams * previewsPerStream;
        bench.say(count + " previews at " + perSecond + " /s");
        latencies.clear();
        Bench.await(bench.worker().previews(canvases, perSecond, count, new Latencies()), "previews");
        Bench.until(() -> latencies.count() == count, GRACE_MILLIS);
        return new Result(
                streams,
                Math.round(streams / seconds),
                (idle.heapBytes() - before.heapBytes()) / streams,
                (idle.residentBytes() - before.residentBytes()) / streams,
                before,
                idle,
                previewsPerStream,
                (int) all.stream()
                        .filter(follower -> follower.received() == previewsPerStream)
                        .count(),
                (int) all.stream().map(Follower::gone).filter(Objects::nonNull).count(),
                latencies.summary());
    }
}
