package io.strait.standalone.stack;

import io.micrometer.core.instrument.MeterRegistry;
import io.strait.gateway.Gateway;
import io.strait.gateway.GatewayConfig;

/**
 * A gateway for callers that block, closed like any resource.
 *
 * @param gateway listens already
 */
public record StartedGateway(Gateway gateway) implements AutoCloseable {
    /** Starts one; throws what {@link Gateway#start} fails with, as the cause. */
    public static StartedGateway start(GatewayConfig config, MeterRegistry meters) {
        return new StartedGateway(Gateway.start(config, meters)
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    @Override
    public void close() {
        gateway.close().toCompletionStage().toCompletableFuture().join();
    }
}
