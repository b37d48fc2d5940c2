package io.strait.bench.batch;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A gateway in a process of its own, so that its memory can be told from the rest. */
final class GatewayProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static GatewayProcess start(String kafka, Path bundle, Path scratch, int lines) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.strait.gateway.GatewayMain"));
        builder.environment()
                .putAll(Map.of(
                        "STRAIT_BIND", "127.0.0.1",
                        "STRAIT_PORT", Integer.toString(port),
                        "STRAIT_KAFKA", kafka,
                        "STRAIT_BUNDLE", bundle.toString(),
                        "STRAIT_ARTIFACTS", scratch.resolve("artifacts").toString(),
                        "STRAIT_GATEWAY_BATCH_LINES", Integer.toString(lines)));
        return new GatewayProcess(
                builder.redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("gateway.log").toFile())
                        .start(),
                port);
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
