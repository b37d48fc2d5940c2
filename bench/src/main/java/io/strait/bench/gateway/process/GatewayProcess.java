package io.strait.bench.gateway.process;

import io.strait.gateway.Gateway;
import io.strait.gateway.GatewayConfig;
import java.io.IOException;

/** A gateway, configured by the environment. */
public final class GatewayProcess {
    private GatewayProcess() {}

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
