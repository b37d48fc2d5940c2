package io.strait.standalone.stack;

import io.strait.gateway.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the gateway what any load balancer would, but not over HTTP: that may need a certificate which this machine does not trust. */
final class GatewayReadiness {
    private static final long PAUSE_MILLIS = 50;

    private GatewayReadiness() {}

    /**
     * Waits until the gateway says it is ready.
     *
     * @throws StackException with the gateway's own reasons if it does not become so
     */
    static void await(Gateway gateway, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<String> missing = gateway.missing().join();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        "gateway: not ready after " + patience.toSeconds() + " s: " + String.join("; ", missing));
            }
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
