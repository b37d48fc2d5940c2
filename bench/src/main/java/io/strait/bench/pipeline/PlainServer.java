package io.strait.bench.pipeline;

import io.strait.engine.InferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What one would write without a queue: a loop in one process that takes the requests that have come, up to a batch, and makes their
 * images; who comes meanwhile waits for the batch to end. No network, no disk, nothing kept: it has all that in its favour.
 */
final class PlainServer {
    private final BareLoop.Steps steps;
    private final InferenceEngine engine;
    private final int most;

    /**
     * A server.
     *
     * @param steps runs the decoding steps
     * @param engine draws the pictures
     * @param most requests in a batch
     */
    PlainServer(BareLoop.Steps steps, InferenceEngine engine, int most) {
        this.steps = steps;
        this.engine = engine;
        this.most = most;
    }

    SystemReport.Round serve(ImagePlan plan, Arrivals arrivals) {
        Observed observed = new Observed();
        BareLoop loop = new BareLoop(engine, steps, ask -> observed.previewed(ask, System.nanoTime()));
        long begin = System.nanoTime();
        int next = 0;
        int batches = 0;
        while (next < arrivals.asks().size()) {
            awaitNanos(begin + arrivals.afterNanos().get(next));
            List<Ask> batch = new ArrayList<>();
            while (batch.size() < most
                    && next < arrivals.asks().size()
                    && begin + arrivals.afterNanos().get(next) <= System.nanoTime()) {
                Ask ask = arrivals.asks().get(next);
                observed.came(ask, begin + arrivals.afterNanos().get(next));
                batch.add(ask);
                next++;
            }
            loop.run(plan, batch, grid -> batch.size());
            batch.forEach(ask -> observed.done(ask, System.nanoTime()));
            batches++;
        }
        return new SystemReport.Round(observed, (double) arrivals.asks().size() / batches);
    }

    /** Waits for a moment of {@link System#nanoTime}. */
    static void awaitNanos(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }
}
