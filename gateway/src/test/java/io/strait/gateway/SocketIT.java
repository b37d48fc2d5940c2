package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.schemas.avro.StageName;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The WebSocket, over a real broker, with a scripted worker. */
@ExtendWith(SharedStack.class)
final class SocketIT {
    private static final String GENERATE =
            "{\"type\":\"generate\",\"ref\":\"%s\",\"request\":{\"label\":\"noto/heart\",\"seed\":1}}";

    private final Stack stack;
    private final Client client;

    SocketIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
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
            assertThat(own.stream().map(SocketIT::name).filter(name -> !name.equals("preview")))
                    .containsExactly("started", "stage-completed", "started", "stage-completed", "completed");
            // Previews are in a topic of their own: none is promised to come before the end.
            List<JsonNode> previews =
                    own.stream().filter(m -> name(m).equals("preview")).toList();
            assertThat(previews).isNotEmpty();
            for (JsonNode preview : previews) {
                StageName stage =
                        StageName.valueOf(preview.get("stage").textValue().toUpperCase(Locale.ROOT));
                assertThat(preview.get("image").binaryValue())
                        .isEqualTo(ScriptedWorker.picture(
                                stage, preview.get("step").intValue()));
            }
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

            seen.addAll(rest.until("completed"));
            WholeLife.check(seen.stream().map(SocketIT::name).toList());
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
    void tellsOfAMessageThatIsTooLongAndStaysOpen() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open(client, messages);
        socket.sendText(GENERATE.formatted("x".repeat(64 * 1024)), true).join();
        JsonNode error = messages.next();

        assertThat(name(error)).isEqualTo("error");
        assertThat(error.get("status").intValue()).isEqualTo(413);
        int size = GENERATE.formatted("").length() + 64 * 1024;
        assertThat(error.get("detail").textValue())
                .isEqualTo("message: expected at most 65536 bytes, got " + size + ".");
        socket.sendText(GENERATE.formatted("a"), true).join();
        assertThat(name(messages.next())).isEqualTo("accepted");
        socket.abort();
    }

    @Test
    void closesOnAMessageOfManyFramesThatNobodyWantsToHold() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open(client, messages);
        var unused = socket.sendText("x".repeat((1 << 20) + 1), true); // this client makes frames of 16 KiB
        JsonNode error = messages.next();

        assertThat(error.get("status").intValue()).isEqualTo(413);
        assertThat(error.get("detail").textValue()).contains("65536").contains("1048576");
        assertThat(messages.closed()).isEqualTo(1009);
    }

    /** By hand: every client at hand would go on sending what nobody reads, and might see a reset before the answer. */
    @Test
    void closesOnAFrameThatNobodyWantsToHold() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stack.shared().port())) {
            socket.setSoTimeout(20_000);
            String[] request = {
                "GET /v1/stream HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                ""
            };
            socket.getOutputStream().write(String.join("\r\n", request).getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            ByteBuffer frame = ByteBuffer.allocate(14).put((byte) 0x81).put((byte) 0xff); // text, masked, 64-bit length
            socket.getOutputStream()
                    .write(frame.putLong((1 << 20) + 1).putInt(0).array());

            assertThat(in.readUnsignedByte()).isEqualTo(0x81);
            assertThat(in.readUnsignedByte()).isEqualTo(126);
            assertThat(new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8))
                    .contains("\"event\":\"error\"")
                    .contains("expected at most 65536 bytes, got more than 1048576");
            assertThat(in.readUnsignedByte()).isEqualTo(0x88);
            assertThat(in.readUnsignedByte()).isGreaterThanOrEqualTo(2);
            assertThat(in.readUnsignedShort()).isEqualTo(1009);
        }
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
