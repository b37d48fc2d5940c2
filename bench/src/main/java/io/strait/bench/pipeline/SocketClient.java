package io.strait.bench.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Many generations over one WebSocket, as the page does it. */
final class SocketClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Generation> byRef = new ConcurrentHashMap<>();
    private final WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    /** @param server {@code http://host:port} */
    SocketClient(HttpClient http, URI server) {
        URI stream =
                URI.create("ws" + server.toString().substring("http".length())).resolve("/v1/stream");
        this.socket = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(stream, new Messages())
                .join();
    }

    /** Asks for an image. One call at a time. */
    Generation generate(ImagePlan plan, Ask ask) {
        ObjectNode request = JSON.createObjectNode()
                .put("label", plan.manifest().labels().get(ask.label()))
                .put("seed", ask.seed())
                .put("size", plan.size())
                .put("previewEvery", plan.previewEvery());
        String ref = "job-" + byRef.size();
        ObjectNode message = JSON.createObjectNode().put("type", "generate").put("ref", ref);
        message.set("request", request);
        Generation generation = new Generation();
        byRef.put(ref, generation);
        // one text at a time: the client refuses a second one before the first has gone
        sent = sent.thenCompose(before -> socket.sendText(message.toString(), true))
                .whenComplete((gone, failure) -> {
                    if (failure != null) {
                        generation.fail(failure);
                    }
                });
        return generation;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void hear(JsonNode message, long nanos) {
        Generation generation = byRef.get(message.path("ref").asText());
        if (generation != null) {
            generation.hear(message, nanos);
        }
    }

    private void broken(Throwable cause) {
        byRef.values().forEach(generation -> generation.fail(cause));
    }

    /** Puts the parts of messages together. */
    private final class Messages implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                long now = System.nanoTime();
                try {
                    hear(JSON.readTree(text.toString()), now);
                } catch (JsonProcessingException e) {
                    broken(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                long now = System.nanoTime();
                byte[] frame = binary.toByteArray();
                try {
                    hear(
                            JSON.readTree(
                                    frame, Integer.BYTES, ByteBuffer.wrap(frame).getInt()),
                            now);
                } catch (IOException e) {
                    broken(e);
                }
                binary.reset();
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable cause) {
            broken(cause);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            broken(new BenchException("socket: expected it to stay open, got closed with " + status));
            return null;
        }
    }
}
