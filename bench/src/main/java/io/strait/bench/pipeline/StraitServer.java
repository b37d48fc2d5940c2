package io.strait.bench.pipeline;

import io.strait.model.TokenGrid;
import io.strait.standalone.stack.Stack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The whole system, asked over a WebSocket. */
final class StraitServer {
    private final Stack stack;
    private final Duration limit;

    StraitServer(Stack stack, Duration limit) {
        this.stack = stack;
        this.limit = limit;
    }

    SystemReport.Round serve(ImagePlan plan, Arrivals arrivals) {
        Observed observed = new Observed();
        Batches before = Batches.read(stack.meters());
        try (StackClient client = new StackClient(stack.url(), limit)) {
            Map<Ask, Generation> asked = new LinkedHashMap<>();
            long begin = System.nanoTime();
            for (int i = 0; i < arrivals.asks().size(); i++) {
                long due = begin + arrivals.afterNanos().get(i);
                PlainServer.awaitNanos(due);
                Ask ask = arrivals.asks().get(i);
                observed.came(ask, due);
                asked.put(ask, client.ask(plan, ask));
            }
            for (Map.Entry<Ask, Generation> one : asked.entrySet()) {
                Ask ask = one.getKey();
                StackClient.Made made = client.await(one.getValue());
                made.generation()
                        .firstPreviewAfterNanos()
                        .ifPresent(after ->
                                observed.previewed(ask, made.generation().sentNanos() + after));
                observed.done(ask, made.done().endNanos());
            }
        }
        return new SystemReport.Round(observed, Batches.read(stack.meters()).meanSince(before, TokenGrid.TOP));
    }

    /** Images a second with jobs always waiting. */
    double imagesPerSecond(ImagePlan plan, int jobs) {
        try (StackClient client = new StackClient(stack.url(), limit)) {
            long begin = System.nanoTime();
            client.make(plan, Ask.some(jobs, 500, plan.manifest()));
            return jobs * 1e9 / (System.nanoTime() - begin);
        }
    }
}
