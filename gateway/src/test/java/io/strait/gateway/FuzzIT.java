package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.gateway.document.Documents;
import io.strait.gateway.fuzz.Frames;
import io.strait.gateway.fuzz.Generated;
import io.strait.gateway.fuzz.HttpRequests;
import io.strait.gateway.fuzz.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generated requests: none answered with a failure of the server's, none left without an answer, every answer as documented, nothing kept
 * afterwards. {@code strait.fuzz.requests} says how many, {@code strait.fuzz.seed} which: what a failure prints repeats it. The normal test
 * run has a short form.
 */
final class FuzzIT {
    private static final Logger LOG = LoggerFactory.getLogger(FuzzIT.class);
    private static final int REQUESTS = Integer.getInteger("strait.fuzz.requests", 2_000);
    private static final long SEED = Long.getLong("strait.fuzz.seed", 1L);
    /** One of so many requests is a conversation over a WebSocket, which counts as one whatever its length. */
    private static final int SOCKETS = 8;

    private static final int THREADS = 12;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MOST_FAULTS = 200;
    private static final int MOST_SHOWN = 12;

    private final Stack stack;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    /** The last request of every connection, by its port. */
    private final Map<Integer, String> said = new ConcurrentHashMap<>();

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();

    /** A broker of its own: what is generated registers endpoints, fills the queues, and cancels what it finds. */
    FuzzIT() throws IOException {
        this.stack = Stack.start();
    }

    @AfterEach
    void close() throws IOException {
        stack.close();
    }

    @Test
    void nothingGeneratedBreaksTheGateway() throws Exception {
        Gateway gateway = stack.gateway();
        try (FuzzWorker worker = new FuzzWorker(stack);
                LeakWatch leaks = new LeakWatch(gateway.port(), said::get)) {
            List<String> ids = generations(new Client(gateway));
            worker.start();
            int first = REQUESTS / 5;
            run(gateway, ids, 0, first);
            assertNoFaults();
            leaks.warm();
            long start = System.nanoTime();
            run(gateway, ids, first, REQUESTS);
            LOG.warn(
                    "fuzz requests={} answered={} refused={} messages={} jobs={} rate={}/s",
                    REQUESTS,
                    answered,
                    refused,
                    messages,
                    worker.jobs(),
                    Math.round((REQUESTS - first) * 1e9 / (System.nanoTime() - start)));
            assertThat(faults.stream().limit(MOST_SHOWN))
                    .as("%d faults", faults.size())
                    .isEmpty();
            leaks.check();
            assertThat(new Client(gateway).get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            Stack.await(gateway.close());
        }
    }

    /** Shows one fault of each kind. */
    private void assertNoFaults() {
        Map<String, String> kinds = new LinkedHashMap<>();
        faults.forEach(fault ->
                kinds.putIfAbsent(fault.lines().skip(1).findFirst().orElse("").replaceAll("[0-9]+", "0"), fault));
        assertThat(kinds.values().stream().limit(MOST_SHOWN))
                .as("%d faults", faults.size())
                .isEmpty();
    }

    /** Some finished, some not. */
    private List<String> generations(Client client) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(client.generate("{\"label\":\"noto/heart\"}"));
        }
        for (String id : ids.subList(0, 4)) {
            stack.worker().completed(id, new byte[] {7});
        }
        for (String id : ids.subList(4, 6)) {
            stack.worker().cancelled(id);
        }
        return ids;
    }

    private void run(Gateway gateway, List<String> ids, int from, int to) throws Exception {
        HttpRequests requests = new HttpRequests(Documents.openApi(), ids);
        Frames frames = new Frames(Documents.asyncApi(), ids);
        AtomicInteger next = new AtomicInteger(from);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Http http = new Http(gateway.port(), requests);
                all.add(threads.submit(() -> {
                    each(next, to, index -> {
                        if (index % SOCKETS == 0) {
                            hold(gateway.port(), frames, index);
                        } else {
                            http.ask(index);
                        }
                    });
                    http.close();
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void each(AtomicInteger next, int to, IntConsumer what) {
        for (int index = next.getAndIncrement();
                index < to && faults.size() < MOST_FAULTS;
                index = next.getAndIncrement()) {
            what.accept(index);
        }
    }

    private void hold(int port, Frames frames, int index) {
        try (RawHttp connection = new RawHttp(port, PATIENCE_MILLIS)) {
            said.put(connection.port(), "conversation=" + index);
            Frames.hold(connection, frames.conversation(seed(index)), message -> {
                messages.incrementAndGet();
                Contract.checkMessage(message);
                if (message.path("status").asInt() >= 500) {
                    throw new AssertionError("expected no failure of the server's, got " + message);
                }
            });
        } catch (IOException | RuntimeException | AssertionError e) {
            fault(index, "a conversation", String.valueOf(e));
        }
    }

    /** As splitmix64 does it: neighbours have nothing in common. */
    private static long seed(int index) {
        long z = SEED + index * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private void fault(int index, String request, String what) {
        faults.add("seed=" + SEED + " request=" + index + ":\n" + what + "\n" + request);
    }

    /** One thread's connection, kept as long as the server keeps it. */
    private final class Http {
        private final int port;
        private final HttpRequests requests;
        private Optional<RawHttp> kept = Optional.empty();

        Http(int port, HttpRequests requests) {
            this.port = port;
            this.requests = requests;
        }

        void ask(int index) {
            Generated request = requests.request(seed(index));
            try {
                RawHttp connection = kept.isPresent() ? kept.get() : new RawHttp(port, PATIENCE_MILLIS);
                said.put(connection.port(), "request=" + index + "\n" + request);
                connection.write(request.bytes().getBytes());
                Optional<RawHttp.Answer> answer = connection.answer(request.method());
                check(index, request, answer);
                boolean keep = request.http() && answer.isPresent() && keeps(answer.get());
                if (!keep) {
                    connection.close();
                }
                kept = keep ? Optional.of(connection) : Optional.empty();
            } catch (IOException | RuntimeException e) {
                close();
                fault(index, request.toString(), "no answer: " + e);
            }
        }

        void close() {
            kept.ifPresent(RawHttp::close);
            kept = Optional.empty();
        }

        private boolean keeps(RawHttp.Answer answer) {
            return answer.status() != 101
                    && !answer.headers().getOrDefault("connection", List.of("")).contains("close");
        }
    }

    private void check(int index, Generated request, Optional<RawHttp.Answer> got) {
        if (got.isEmpty()) {
            refused.incrementAndGet();
            if (request.http()) {
                fault(index, request.toString(), "closed without an answer");
            }
            return;
        }
        answered.incrementAndGet();
        Contract.Answer answer = new Contract.Answer(
                request.method(),
                request.path(),
                got.get().status(),
                got.get().headers(),
                got.get().body());
        List<String> found = new ArrayList<>();
        if (answer.status() >= 500 && !expected(request, answer)) {
            found.add("a failure of the server's");
        }
        if (request.valid() && answer.status() >= 300 && !expected(request, answer)) {
            found.add("a valid request refused");
        }
        // Paths that are written oddly may mean others.
        if (request.http() && !request.path().matches(".*(//|%|\\.\\.|\\*).*")) {
            found.addAll(Contract.faults(answer));
        }
        if (!found.isEmpty()) {
            fault(index, request.toString(), String.join("\n", found) + "\n" + answer);
        }
    }

    private static boolean expected(Generated request, Contract.Answer answer) {
        return switch (answer.status()) {
            case 500 -> answer.text().contains("\"code\":\"fuzz\"");
            case 501 -> !request.http() || request.path().matches("/v1/images/(edits|variations)");
            case 503 -> request.path().equals("/health/ready");
            case 505 -> !request.http();
            default -> false;
        };
    }
}
