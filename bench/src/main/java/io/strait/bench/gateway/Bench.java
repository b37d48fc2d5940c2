package io.strait.bench.gateway;

import io.strait.bench.pipeline.BenchException;
import io.strait.bench.process.BrokerProcess;
import io.strait.bench.process.Child;
import io.strait.bench.process.GatewayProcess;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A broker, a gateway and the load generator, for one scenario. */
final class Bench implements AutoCloseable {
    static final List<String> LOAD_OPTIONS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:TieredStopAtLevel=1");
    static final int PATIENCE_SECONDS = 60;

    /** Connections that are opened at a time. */
    private static final int WINDOW = 200;

    private final Path folder;
    private final Path bundle;
    private final Consumer<String> progress;
    private final Child broker;
    private final Child gateway;
    private final Loop loop = new Loop();
    private final ReplayWorker worker;

    Bench(Path folder, Path bundle, String bundleName, Map<String, String> settings, Consumer<String> progress) {
        this.folder = folder;
        this.bundle = bundle;
        this.progress = progress;
        this.broker = BrokerProcess.start(folder.resolve("kafka"), TopicCatalogue.standard(new Topics(bundleName), 1));
        try {
            this.gateway = gateway(settings);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        this.worker = new ReplayWorker(broker.ready());
    }

    /** Another gateway; the caller closes it. */
    Child gateway(Map<String, String> settings) {
        return GatewayProcess.start(broker.ready(), bundle, folder, settings);
    }

    String bootstrap() {
        return broker.ready();
    }

    Child gateway() {
        return gateway;
    }

    int port() {
        return Integer.parseInt(gateway.ready());
    }

    Loop loop() {
        return loop;
    }

    ReplayWorker worker() {
        return worker;
    }

    void say(String what) {
        progress.accept(what);
    }

    /** Opens so many connections, each with a job. */
    List<Follower> followers(int count, Latencies latencies) {
        List<Follower> all = new ArrayList<>();
        while (all.size() < count) {
            List<Follower> some = new ArrayList<>();
            for (int i = Math.min(WINDOW, count - all.size()); i > 0; i--) {
                Follower follower = new Follower(latencies);
                some.add(follower);
                loop.connect(port(), follower);
            }
            await(
                    CompletableFuture.allOf(
                            some.stream().map(Follower::accepted).toArray(CompletableFuture[]::new)),
                    "acceptance");
            all.addAll(some);
        }
        return all;
    }

    /** The future's value, within the bench's patience. */
    static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new BenchException(what + ": expected within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new BenchException(what + ": failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(what + ": interrupted", e);
        }
    }

    /** Waits until it is so, or for as long as given; returns whether it is so. */
    static boolean until(BooleanSupplier so, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(10);
        }
        return true;
    }

    static void pause(long millis) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void close() {
        loop.close();
        worker.close();
        gateway.close();
        broker.close();
    }
}
