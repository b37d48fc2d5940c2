package io.strait.bench.gateway;

import io.strait.bench.gateway.ReplayWorker.Canvas;
import java.util.ArrayList;
import java.util.List;

/** Previews at a fixed rate, whether the gateway keeps up or not. */
final class Previews {
    /** Longest p99 at which a rate counts as kept up with. */
    static final double MOST_P99_MILLIS = 100;

    private static final int GRACE_MILLIS = 5_000;
    /** The compilers of broker and gateway are busy for so long. */
    private static final int WARM_UP_SECONDS = 20;

    private final Bench bench;
    private final Latencies latencies = new Latencies();
    private final List<Follower> followers;
    private final List<Canvas> canvases = new ArrayList<>();

    /**
     * What came of one rate.
     *
     * @param missing previews that were sent and did not come: conflated, for the reader was slow
     * @param perSecond previews that came / time from the first due to the last that came
     * @param latency from when a preview was due to when its client had it
     * @param acknowledged of that, from when it was due to when the broker had taken it: none of the gateway's time
     */
    record Result(
            int connections,
            int offeredPerSecond,
            double perSecond,
            int missing,
            Latencies.Summary latency,
            Latencies.Summary acknowledged) {
        boolean keptUp() {
            return missing == 0 && latency.p99Millis() <= MOST_P99_MILLIS;
        }
    }

    Previews(Bench bench, int connections) {
        this.bench = bench;
        bench.say(connections + " connections with a job each");
        this.followers = bench.followers(connections, latencies);
        followers.forEach(follower -> canvases.add(new Canvas(Bench.await(follower.accepted(), "acceptance"))));
    }

    /** Half the rate, then all of it. */
    void warmUp(int perSecond) {
        run(perSecond / 2, perSecond * 2);
        run(perSecond, perSecond * WARM_UP_SECONDS);
    }

    Result run(int perSecond, int count) {
        bench.say(count + " previews at " + perSecond + " /s");
        latencies.clear();
        Latencies acknowledged = new Latencies();
        int before = received();
        long begin = System.nanoTime();
        Bench.await(bench.worker().previews(canvases, perSecond, count, acknowledged), "previews");
        Bench.until(() -> received() - before == count, GRACE_MILLIS);
        int came = received() - before;
        // The wait for what does not come is none of the gateway's time.
        double seconds = came == count ? (System.nanoTime() - begin) / 1e9 : (double) count / perSecond;
        return new Result(
                followers.size(),
                perSecond,
                Math.round(came / seconds),
                count - came,
                latencies.summary(),
                acknowledged.summary());
    }

    /** Jobs that are being followed. */
    List<Canvas> canvases() {
        return canvases;
    }

    private int received() {
        return followers.stream().mapToInt(Follower::received).sum();
    }
}
