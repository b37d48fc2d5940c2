package io.strait.standalone.stack;

import io.strait.engine.EngineChoice;
import io.strait.engine.graph.GraphVariant;
import java.nio.file.Path;
import java.util.Map;

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
 * @param gatewaySettings environment variables of the gateway; those that name a place are not read
 */
public record StackConfig(
        Path bundle,
        Path data,
        String bind,
        int port,
        EngineChoice engine,
        int threads,
        GraphVariant graphs,
        Map<String, String> gatewaySettings) {
    /** Checks the numbers, copies the map. */
    public StackConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 0 to 65535, got " + port);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        gatewaySettings = Map.copyOf(gatewaySettings);
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

    /** Where the project lies, as the launcher says; else the current folder. */
    public static Path home() {
        String home = System.getProperty("strait.home");
        return home == null ? Path.of("").toAbsolutePath() : Path.of(home);
    }

    /** The same on another port. */
    public StackConfig withPort(int newPort) {
        return new StackConfig(bundle, data, bind, newPort, engine, threads, graphs, gatewaySettings);
    }

    /** The same on another address. */
    public StackConfig withBind(String newBind) {
        return new StackConfig(bundle, data, newBind, port, engine, threads, graphs, gatewaySettings);
    }

    /** The same with another engine. */
    public StackConfig withEngine(EngineChoice newEngine) {
        return new StackConfig(bundle, data, bind, port, newEngine, threads, graphs, gatewaySettings);
    }

    /** The same with another number of threads. */
    public StackConfig withThreads(int newThreads) {
        return new StackConfig(bundle, data, bind, port, engine, newThreads, graphs, gatewaySettings);
    }

    /** The same with the model's graphs run in another way. */
    public StackConfig withGraphs(GraphVariant newGraphs) {
        return new StackConfig(bundle, data, bind, port, engine, threads, newGraphs, gatewaySettings);
    }

    /** The same with other settings of the gateway. */
    public StackConfig withGatewaySettings(Map<String, String> environment) {
        return new StackConfig(bundle, data, bind, port, engine, threads, graphs, environment);
    }
}
