package io.strait.bench.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Jobs handed in over kept-alive HTTP connections, each with one request under way. Nobody paints them. */
final class Submissions {
    private static final String PATH = "/v1/generations";
    private static final String BODY = "{\"label\":\"noto/cat-face\",\"seed\":%d}";

    /**
     * What came of it.
     *
     * @param statuses answers by status
     */
    record Result(
            int connections,
            double perSecond,
            Latencies.Summary latency,
            Map<Integer, Integer> statuses,
            boolean withinTime) {}

    private final Bench bench;
    private final int connections;
    private final Latencies latencies = new Latencies();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

    Submissions(Bench bench, int connections) {
        this.bench = bench;
        this.connections = connections;
    }

    Result run(int warmUp, int count) {
        bench.say(warmUp + " submissions to warm up, then " + count + ", over " + connections + " connections");
        List<Asker> askers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Asker asker = new Asker();
            askers.add(asker);
            bench.loop().connect(bench.port(), asker);
        }
        Bench.await(
                CompletableFuture.allOf(askers.stream().map(a -> a.there).toArray(CompletableFuture[]::new)),
                "connections");
        round(askers, warmUp);
        latencies.clear();
        statuses.clear();
        long begin = System.nanoTime();
        boolean withinTime = round(askers, count);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Result result = new Result(
                connections,
                Math.round(latencies.count() / seconds),
                latencies.summary(),
                new TreeMap<>(statuses),
                withinTime);
        bench.loop().run(() -> askers.forEach(Link::close));
        return result;
    }

    private boolean round(List<Asker> askers, int count) {
        left.set(count);
        open.set(askers.size());
        bench.loop().run(() -> askers.forEach(Asker::ask));
        return Bench.until(() -> open.get() == 0, TimeUnit.SECONDS.toMillis(Bench.PATIENCE_SECONDS));
    }

    private final class Asker extends HttpLink {
        private final CompletableFuture<Void> there = new CompletableFuture<>();
        private long asked;

        void ask() {
            int number = left.getAndDecrement();
            if (number > 0) {
                asked = System.nanoTime();
                post(PATH, BODY.formatted(number));
            } else {
                open.decrementAndGet();
            }
        }

        @Override
        void opened() {
            there.complete(null);
        }

        @Override
        void answered(int status, String body) {
            latencies.add(System.nanoTime() - asked);
            statuses.merge(status, 1, Integer::sum);
            ask();
        }

        @Override
        void closed(Throwable cause) {
            there.completeExceptionally(cause);
            statuses.merge(0, 1, Integer::sum);
            open.decrementAndGet();
        }
    }
}
