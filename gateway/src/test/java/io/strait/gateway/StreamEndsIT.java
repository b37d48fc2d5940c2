package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.Client.Event;
import io.strait.schemas.avro.StageName;
import java.io.DataInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How streams end other than by their job's end: gateways that stop, clients that are slow, clients that are gone. */
@ExtendWith(SharedStack.class)
final class StreamEndsIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"ref\":\"r\",\"id\":\"%s\",\"cursor\":\"%s\"}";
    private static final String STOP_SECONDS = "STRAIT_GATEWAY_STOP_SECONDS";

    private final Stack stack;
    private final Client client;

    StreamEndsIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    @Test
    void aStoppingGatewayHandsOutCursorsThatAnotherTakes() throws Exception {
        Gateway stopping = stack.gateway(Map.of(STOP_SECONDS, "0"));
        Client there = new Client(stopping);
        String id = there.generate(CAT);
        Messages first = new Messages();
        WebSocket socket = open(there, first);
        socket.sendText(SUBSCRIBE.formatted(id, ""), true).join();
        CompletableFuture<List<Event>> reading = there.reading(id, "", Integer.MAX_VALUE);
        stack.worker().started(id, StageName.TOP, 6);
        stack.worker().preview(id, StageName.TOP, 3, 6, new byte[] {3});
        first.until("preview");
        await().atMost(20, TimeUnit.SECONDS).until(() -> there.events(id, "", 3).size() == 3);
        Stack.await(stopping.close());

        JsonNode away = first.until("going-away").get(0);
        assertThat(away.get("id").textValue()).isEqualTo(id);
        assertThat(away.get("ref").textValue()).isEqualTo("r");
        assertThat(first.closed()).isEqualTo(1012);
        List<Event> events = reading.get(20, TimeUnit.SECONDS);
        assertThat(events).extracting(Event::name).endsWith("preview", "going-away");

        stack.worker().stageCompleted(id, StageName.TOP, 6);
        stack.worker().completed(id, new byte[] {1});
        Messages rest = new Messages();
        WebSocket again = open(client, rest);
        again.sendText(SUBSCRIBE.formatted(id, away.get("cursor").textValue()), true)
                .join();
        assertThat(rest.until("completed"))
                .extracting(message -> message.get("event").textValue())
                .containsExactly("stage-completed", "completed");
        assertThat(client.events(id, events.get(events.size() - 1).id(), Integer.MAX_VALUE))
                .extracting(Event::name)
                .containsExactly("stage-completed", "completed");
        again.abort();
    }

    @Test
    void aStoppingGatewayTakesNothingNewAndLetsStreamsEnd() throws Exception {
        Gateway stopping = stack.gateway(Map.of(STOP_SECONDS, "15"));
        Client there = new Client(stopping);
        String id = there.generate(CAT);
        CompletableFuture<List<Event>> reading = there.reading(id, "", Integer.MAX_VALUE);
        await().atMost(20, TimeUnit.SECONDS).until(() -> there.events(id, "", 1).size() == 1);
        var closed = stopping.close();

        assertThat(there.get("/health/ready").body()).contains("the gateway is stopping");
        HttpResponse<String> refused = there.post(CAT);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        HttpResponse<String> images = there.send(there.request("/v1/images/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"cat face\"}")));
        assertThat(images.statusCode()).isEqualTo(503);
        assertThat(images.body()).contains("\"error\"").contains("stopping");

        long begin = System.nanoTime();
        stack.worker().completed(id, new byte[] {1});
        assertThat(reading.get(20, TimeUnit.SECONDS)).extracting(Event::name).endsWith("completed");
        Stack.await(closed);
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }

    /** By hand: every client at hand answers pings. */
    @Test
    void closesOnAClientThatDoesNotAnswerPings() throws Exception {
        Gateway gateway = stack.gateway(Map.of("STRAIT_GATEWAY_HEARTBEAT_SECONDS", "1"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            String[] request = {
                "GET /v1/stream HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: permessage-deflate",
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
            assertThat(head.toString()).startsWith("HTTP/1.1 101").doesNotContain("permessage-deflate");
            int pings = 0;
            int opcode = in.readUnsignedByte();
            while (opcode == 0x89) {
                pings++;
                in.readNBytes(in.readUnsignedByte());
                opcode = in.readUnsignedByte();
            }
            assertThat(pings).isEqualTo(3);
            assertThat(opcode).isEqualTo(0x88);
            assertThat(in.readUnsignedByte()).isGreaterThanOrEqualTo(2);
            assertThat(in.readUnsignedShort()).isEqualTo(4408);
        } finally {
            Stack.await(gateway.close());
        }
    }

    @Test
    void aSlowReaderGetsTheLatestPreviewsAndEveryEvent() throws Exception {
        String id = client.generate(CAT);
        Stopped messages = new Stopped();
        WebSocket socket = open(client, messages);
        socket.sendText(SUBSCRIBE.formatted(id, ""), true).join();
        HttpResponse<InputStream> slow = Client.http()
                .send(client.request("/v1/generations/" + id + "/events").build(), BodyHandlers.ofInputStream());
        CompletableFuture<List<Event>> other = client.reading(id, "", Integer.MAX_VALUE);
        stack.worker().started(id, StageName.TOP, 300);
        byte[] image = new byte[200_000];
        for (int step = 1; step <= 150; step++) {
            stack.worker().preview(id, StageName.TOP, step, 300, image);
        }
        stack.worker().stageCompleted(id, StageName.TOP, 300);
        stack.worker().preview(id, StageName.BOTTOM, 1, 2, image);
        stack.worker().completed(id, new byte[] {1});
        // Another reader has seen the end: the slow ones have been told, and what they did not read is held.
        assertThat(other.get(20, TimeUnit.SECONDS)).extracting(Event::name).endsWith("completed");

        socket.request(Long.MAX_VALUE / 2);
        List<JsonNode> all = messages.until("completed");
        assertThat(all.stream()
                        .filter(message -> !name(message).equals("preview"))
                        .map(StreamEndsIT::name))
                .containsExactly("queued", "started", "stage-completed", "completed");
        assertThat(all).as("conflated").hasSizeLessThan(140);
        socket.abort();
        String text = new String(slow.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.startsWith("event: ") && !line.endsWith("preview")))
                .containsExactly("event: queued", "event: started", "event: stage-completed", "event: completed");
        assertThat(text.lines().filter(line -> line.equals("event: preview")).count())
                .as("conflated")
                .isLessThan(140);
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

    /** Reads nothing until it is asked to. */
    private static final class Stopped extends Messages {
        @Override
        public void onOpen(WebSocket socket) {
            // No request for a message.
        }
    }
}
