package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.schemas.avro.StageName;
import java.io.IOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebSocket, over a real broker, with a scripted worker. */
final class SocketIT {
    private static final String GENERATE =
            "{\"type\":\"generate\",\"ref\":\"%s\",\"request\":{\"label\":\"noto/heart\",\"seed\":1}}";

    private static Stack stack;
    private static Gateway gateway;
    private static Client client;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        stack = new Stack(directory);
        gateway = stack.gateway();
        client = new Client(gateway);
    }

    @AfterAll
    static void stop() {
        Stack.await(gateway.close());
        stack.close();
    }

    /** Text frames as they are, binary ones as their header with the image in "image". */
    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final java.io.ByteArrayOutputStream binary = new java.io.ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(parse(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                ByteBuffer frame = ByteBuffer.wrap(binary.toByteArray());
                byte[] header = new byte[frame.getInt()];
                frame.get(header);
                byte[] image = new byte[frame.remaining()];
                frame.get(image);
                received.add(((ObjectNode) parse(header)).put("image", image));
                binary.reset();
            }
            socket.request(1);
            return null;
        }

        private static JsonNode parse(byte[] json) {
            try {
                return Client.json(json);
            } catch (IOException e) {
                throw new AssertionError("expected JSON", e);
            }
        }

        JsonNode next() throws InterruptedException {
            JsonNode message = received.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("expected a message within 20 s");
            }
            return message;
        }

        List<JsonNode> until(String event) throws InterruptedException {
            List<JsonNode> messages = new ArrayList<>();
            do {
                messages.add(next());
            } while (!name(messages.get(messages.size() - 1)).equals(event));
            return messages;
        }
    }

    private static String name(JsonNode message) {
        return message.get("event").textValue();
    }

    private static WebSocket open(Client to, Messages messages) {
        return Client.http()
                .newWebSocketBuilder()
                .buildAsync(to.uri("ws", "/v1/stream"), messages)
                .join();
    }

    @Test
    void followsManyGenerationsOverOneConnection() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open(client, messages);
        List<String> ids = new ArrayList<>();
        for (String ref : List.of("a", "b")) {
            socket.sendText(GENERATE.formatted(ref), true).join();
            JsonNode accepted = messages.next();
            assertThat(name(accepted)).isEqualTo("accepted");
            assertThat(accepted.get("ref").textValue()).isEqualTo(ref);
            ids.add(accepted.get("id").textValue());
            assertThat(name(messages.next())).isEqualTo("queued");
        }
        for (String id : ids) {
            stack.worker().paint(id);
            stack.worker().completed(id, new byte[] {1});
        }
        List<JsonNode> all = new ArrayList<>(messages.until("completed"));
        all.addAll(messages.until("completed"));

        for (int job = 0; job < 2; job++) {
            String ref = List.of("a", "b").get(job);
            String id = ids.get(job);
            List<JsonNode> own = all.stream()
                    .filter(m -> m.get("ref").textValue().equals(ref))
                    .toList();
            assertThat(own).allSatisfy(m -> assertThat(m.get("id").textValue()).isEqualTo(id));
            assertThat(own).hasSize(9);
            JsonNode preview = own.get(1);
            assertThat(name(preview)).isEqualTo("preview");
            assertThat(preview.get("image").binaryValue()).isEqualTo(ScriptedWorker.picture(StageName.TOP, 3));
        }
        socket.abort();
    }

    @Test
    void resumesFromACursorAtAnotherGateway() throws Exception {
        Messages first = new Messages();
        WebSocket socket = open(client, first);
        socket.sendText(GENERATE.formatted("a"), true).join();
        String id = first.next().get("id").textValue();
        stack.worker().paint(id);
        List<JsonNode> seen = first.until("stage-completed");
        socket.abort();
        stack.worker().completed(id, new byte[] {1});
        Gateway other = stack.gateway();
        try {
            Messages rest = new Messages();
            WebSocket again = open(new Client(other), rest);
            String cursor = seen.get(seen.size() - 1).get("cursor").textValue();
            again.sendText(
                            "{\"type\":\"subscribe\",\"ref\":\"r\",\"id\":\"" + id + "\",\"cursor\":\"" + cursor
                                    + "\"}",
                            true)
                    .join();

            assertThat(rest.until("completed"))
                    .extracting(SocketIT::name)
                    .containsExactly("started", "preview", "preview", "stage-completed", "completed");
            again.abort();
        } finally {
            Stack.await(other.close());
        }
    }

    @Test
    void cancels() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open(client, messages);
        socket.sendText(GENERATE.formatted("a"), true).join();
        String id = messages.next().get("id").textValue();
        socket.sendText("{\"type\":\"cancel\",\"ref\":\"c\",\"id\":\"" + id + "\"}", true)
                .join();
        List<JsonNode> both = new ArrayList<>(List.of(messages.next(), messages.next(), messages.next()));

        assertThat(both).extracting(SocketIT::name).containsExactlyInAnyOrder("queued", "cancelled", "cancel-result");
        socket.abort();
    }

    @Test
    void answersMalformedMessagesAndStaysOpen() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open(client, messages);
        for (String malformed : List.of(
                "{",
                "17",
                "{}",
                "{\"type\":\"paint\",\"ref\":\"r\"}",
                "{\"type\":\"generate\",\"ref\":\"r\"}",
                "{\"type\":\"generate\",\"ref\":\"r\",\"request\":{\"label\":\"x\",\"size\":1}}",
                "{\"type\":\"subscribe\",\"ref\":\"r\",\"id\":\"x\"}",
                "{\"type\":\"cancel\",\"ref\":\"r\"}",
                "{\"type\":\"cancel\",\"ref\":\"r\",\"id\":\"x\",\"colour\":1}")) {
            socket.sendText(malformed, true).join();
            JsonNode error = messages.next();
            assertThat(name(error)).as(malformed).isEqualTo("error");
            assertThat(error.get("status").intValue()).as(malformed).isBetween(400, 404);
            assertThat(error.has("ref")).as(malformed).isEqualTo(malformed.contains("\"r\""));
        }
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
        assertThat(name(messages.next())).isEqualTo("error");

        socket.sendText(GENERATE.formatted("a"), true).join();
        assertThat(name(messages.next())).isEqualTo("accepted");
        socket.abort();
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        Assertions.assertThatThrownBy(() -> Client.http()
                        .newWebSocketBuilder()
                        .header("Origin", "http://elsewhere.example")
                        .buildAsync(client.uri("ws", "/v1/stream"), new Messages())
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }
}
