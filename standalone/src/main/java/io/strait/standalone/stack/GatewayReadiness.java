package io.strait.standalone.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the gateway as any load balancer would. */
final class GatewayReadiness {
    private static final long PAUSE_MILLIS = 50;

    private GatewayReadiness() {}

    /**
     * Waits until the gateway says it is ready.
     *
     * @throws StackException with the gateway's own reasons if it does not become so
     */
    static void await(URI gateway, Duration patience) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/health/ready"))
                .timeout(patience)
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            HttpResponse<String> answer = ask(http, request);
            if (answer.statusCode() == 200) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new StackException("gateway: not ready after " + patience.toSeconds() + " s: " + answer.body());
            }
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private static HttpResponse<String> ask(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("gateway: does not answer at " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("gateway: interrupted while waiting for it", e);
        }
    }
}
