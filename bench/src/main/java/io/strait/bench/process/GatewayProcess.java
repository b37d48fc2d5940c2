package io.strait.bench.process;

import io.strait.gateway.Gateway;
import io.strait.gateway.GatewayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway, configured by the environment. */
public final class GatewayProcess {
    /** The collector that the launcher and the containers choose. The heap's free share is kept small, so that resident memory says what is needed. */
    public static final List<String> OPTIONS =
            List.of("-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");

    private GatewayProcess() {}

    /**
     * Starts one on any free port of loopback; it is ready with the port.
     *
     * @param folder for its artifacts
     * @param settings further ones
     */
    public static Child start(String kafka, Path bundle, Path folder, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("STRAIT_BIND", "127.0.0.1");
        environment.put("STRAIT_PORT", "0");
        environment.put("STRAIT_KAFKA", kafka);
        environment.put("STRAIT_BUNDLE", bundle.toString());
        environment.put("STRAIT_ARTIFACTS", folder.resolve("artifacts").toString());
        return Child.start(GatewayProcess.class, OPTIONS, environment);
    }

    /** Ends with the bench. */
    public static void main(String[] args) throws IOException {
        Gateway gateway = Gateway.start(GatewayConfig.fromEnvironment(System.getenv()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Parent.answer(Integer.toString(gateway.port()));
        Runtime.getRuntime().halt(0);
    }
}
