package io.strait.standalone.stack;

import io.strait.engine.EngineChoice;
import io.strait.engine.graph.GraphVariant;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * What to start.
 *
 * @param bundle directory of the trained model
 * @param data directory of the broker's log and the finished images; outlives the process
 * @param bind address the gateway listens on
 * @param port port the gateway listens on; 0: any free one
 * @param engine what runs the model
 * @param threads threads of one pass of the model
 * @param graphs how the model's graphs are run
 * @param settings environment variables of workers and gateway; those that say what the other components do are not read
 */
public record StackConfig(
        Path bundle,
        Path data,
        String bind,
        int port,
        EngineChoice engine,
        int threads,
        GraphVariant graphs,
        Map<String, String> settings) {
    /** Checks the numbers, copies the map. */
    public StackConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 0 to 65535, got " + port);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        settings = Map.copyOf(settings);
    }

    /** A stack on this machine only, on any free port, with a thread for each processor. */
    public static StackConfig of(Path bundle, Path data) {
        return new StackConfig(
                bundle,
                data,
                "127.0.0.1",
                0,
                EngineChoice.AUTO,
                Runtime.getRuntime().availableProcessors(),
                GraphVariant.DEFAULT,
                Map.of());
    }

    /**
     * A stack as its environment says, which may have every setting that a worker or a gateway of its own has, but for where Kafka is.
     *
     * @param bundle directory of the trained model, unless STRAIT_BUNDLE says another
     * @throws StackException with every problem of the settings, one a line
     */
    public static StackConfig read(Path bundle, Path data, Map<String, String> environment) {
        return StackSettings.read(of(bundle, data), environment);
    }

    /** Where the project lies, as the launcher says; else the current folder. */
    public static Path home() {
        String home = System.getProperty("strait.home");
        return home == null ? Path.of("").toAbsolutePath() : Path.of(home);
    }

    /** The same on another port. */
    public StackConfig withPort(int newPort) {
        return new StackConfig(bundle, data, bind, newPort, engine, threads, graphs, settings);
    }

    /** The same on another address. */
    public StackConfig withBind(String newBind) {
        return new StackConfig(bundle, data, newBind, port, engine, threads, graphs, settings);
    }

    /** The same with another engine. */
    public StackConfig withEngine(EngineChoice newEngine) {
        return new StackConfig(bundle, data, bind, port, newEngine, threads, graphs, settings);
    }

    /** The same with another number of threads. */
    public StackConfig withThreads(int newThreads) {
        return new StackConfig(bundle, data, bind, port, engine, newThreads, graphs, settings);
    }

    /** The same with the model's graphs run in another way. */
    public StackConfig withGraphs(GraphVariant newGraphs) {
        return new StackConfig(bundle, data, bind, port, engine, threads, newGraphs, settings);
    }

    /** What its settings alone say; they hold secrets. */
    @Override
    public String toString() {
        return "stack of " + bundle + " on " + data + ", " + bind + ":" + port + ", settings "
                + new TreeSet<>(settings.keySet());
    }
}
