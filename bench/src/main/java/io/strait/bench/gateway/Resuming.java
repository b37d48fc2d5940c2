package io.strait.bench.gateway;

import io.strait.bench.gateway.Recording.Moment;
import io.strait.bench.process.Child;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Joining jobs under way, and looking at finished ones, while other jobs' previews share their partitions. */
final class Resuming {
    /** Events of a job when it is joined. */
    static final int EVENTS = 20;

    private static final int AT_ONCE = 10;

    private final Bench bench;
    private final Recording recording;
    private final double speed;

    /**
     * What came of it.
     *
     * @param running from subscribing, without a cursor, to the 20th item, at the gateway that took the jobs
     * @param elsewhere the same at a gateway that has not read any of it
     * @param finishedStatus GET of a finished job
     * @param finishedStream from subscribing to a finished job, with the cursor of its 20th item, to its end
     */
    record Result(
            int eventsOfOthersPerSecond,
            int eventsPerJob,
            double recordingSpeed,
            Latencies.Summary running,
            Latencies.Summary elsewhere,
            Latencies.Summary finishedStatus,
            Latencies.Summary finishedStream,
            int incomplete) {}

    /** @param speed how much faster than recorded the jobs are painted */
    Resuming(Bench bench, Recording recording, double speed) {
        this.bench = bench;
        this.recording = recording;
        this.speed = speed;
    }

    Result run(int connections, int perSecond, int jobs) {
        Previews others = new Previews(bench, connections);
        List<Moment> begun = recording.moments().subList(0, EVENTS);
        List<Moment> rest =
                recording.moments().subList(EVENTS, recording.moments().size());
        Latencies running = new Latencies();
        Latencies elsewhere = new Latencies();
        Latencies status = new Latencies();
        Latencies stream = new Latencies();
        int incomplete = 0;
        try (Child other = bench.gateway(Map.of())) {
            int otherPort = Integer.parseInt(other.ready());
            others.warmUp(perSecond);
            // Long enough for everything that follows; what is left when it has is not waited for.
            var noise = bench.worker().previews(others.canvases(), perSecond, perSecond * 90, new Latencies());
            warmUp(begun, rest, otherPort);
            for (int done = 0; done < jobs; done += AT_ONCE) {
                List<String> ids = paint(begun);
                List<String> cursors = new ArrayList<>();
                for (String id : ids) {
                    cursors.add(resume(bench.port(), id, "", EVENTS, running));
                }
                // Some only: each reads all that the others wrote meanwhile.
                for (String id : ids.subList(0, 2)) {
                    incomplete += resume(otherPort, id, "", EVENTS, elsewhere).isEmpty() ? 1 : 0;
                }
                incomplete += (int) cursors.stream().filter(String::isEmpty).count();
                Bench.await(
                        CompletableFuture.allOf(ids.stream()
                                .map(id -> bench.worker().life(id, later(rest), speed))
                                .toArray(CompletableFuture[]::new)),
                        "ends");
                for (int i = 0; i < ids.size(); i++) {
                    look(ids.get(i), status);
                    resume(bench.port(), ids.get(i), cursors.get(i), rest.size(), stream);
                }
            }
            noise.cancel(false);
        }
        return new Result(
                perSecond,
                EVENTS,
                speed,
                running.summary(),
                elsewhere.summary(),
                status.summary(),
                stream.summary(),
                incomplete);
    }

    private void warmUp(List<Moment> begun, List<Moment> rest, int otherPort) {
        Latencies none = new Latencies();
        for (String id : paint(begun)) {
            resume(bench.port(), id, "", EVENTS, none);
            resume(otherPort, id, "", EVENTS, none);
            look(id, none);
            Bench.await(bench.worker().life(id, later(rest), speed), "ends");
        }
    }

    private static List<Moment> later(List<Moment> rest) {
        long begin = rest.get(0).afterMillis();
        return rest.stream()
                .map(m -> new Moment(m.afterMillis() - begin, m.event(), m.stage(), m.step(), m.steps()))
                .toList();
    }

    /** Hands some jobs in and has them painted, not to the end. */
    private List<String> paint(List<Moment> begun) {
        List<Follower> followers = bench.followers(AT_ONCE, new Latencies());
        List<String> ids = followers.stream()
                .map(follower -> Bench.await(follower.accepted(), "acceptance"))
                .toList();
        bench.loop().run(() -> followers.forEach(Link::close));
        Bench.await(
                CompletableFuture.allOf(ids.stream()
                        .map(id -> bench.worker().life(id, begun, speed))
                        .toArray(CompletableFuture[]::new)),
                "painting");
        return ids;
    }

    /** Returns the cursor of the last item wanted; empty if it did not come. */
    private String resume(int port, String id, String cursor, int items, Latencies latencies) {
        Subscriber subscriber = new Subscriber(items);
        bench.loop().connect(port, subscriber);
        Bench.await(subscriber.open(), "connection");
        String message = cursor.isEmpty()
                ? "{\"type\":\"subscribe\",\"id\":\"" + id + "\"}"
                : "{\"type\":\"subscribe\",\"id\":\"" + id + "\",\"cursor\":\"" + cursor + "\"}";
        long begin = System.nanoTime();
        bench.loop().run(() -> subscriber.sendText(message));
        try {
            String last = subscriber.last.get(15, TimeUnit.SECONDS);
            latencies.add(subscriber.lastNanos - begin);
            return last;
        } catch (Exception e) {
            bench.say("job " + id + ": expected " + items + " items, got " + subscriber.seen);
            return "";
        } finally {
            bench.loop().run(subscriber::close);
        }
    }

    private void look(String id, Latencies latencies) {
        CompletableFuture<Long> answered = new CompletableFuture<>();
        CompletableFuture<HttpLink> there = new CompletableFuture<>();
        HttpLink link = new HttpLink() {
            @Override
            void opened() {
                there.complete(this);
            }

            @Override
            void answered(int status, String body) {
                answered.complete(status == 200 ? System.nanoTime() : -1);
            }

            @Override
            void closed(Throwable cause) {
                there.completeExceptionally(cause);
                answered.completeExceptionally(cause);
            }
        };
        bench.loop().connect(bench.port(), link);
        Bench.await(there, "connection");
        long begin = System.nanoTime();
        bench.loop().run(() -> link.get("/v1/generations/" + id));
        latencies.add(Bench.await(answered, "status") - begin);
        bench.loop().run(link::close);
    }

    /** Counts items. */
    private static final class Subscriber extends SocketLink {
        private static final String CURSOR = "\"cursor\":\"";

        private final int wanted;
        private final CompletableFuture<String> last = new CompletableFuture<>();
        private final AtomicInteger seen = new AtomicInteger();
        private volatile long lastNanos;

        Subscriber(int wanted) {
            super("/v1/stream");
            this.wanted = wanted;
        }

        @Override
        void text(String text) {
            if (text.contains("\"event\":\"error\"")) {
                last.completeExceptionally(new IllegalStateException(text));
            } else {
                item(text);
            }
        }

        @Override
        void binary(ByteBuffer payload, long payloadBytes) {
            byte[] header = new byte[payload.getInt()];
            payload.get(header);
            item(new String(header, StandardCharsets.UTF_8));
        }

        private void item(String json) {
            // Between a job's events and its previews no order is promised: the end may come before the last preview.
            if (seen.incrementAndGet() == wanted || json.contains("\"event\":\"completed\"")) {
                lastNanos = System.nanoTime();
                int at = json.indexOf(CURSOR) + CURSOR.length();
                last.complete(json.substring(at, json.indexOf('"', at)));
            }
        }
    }
}
