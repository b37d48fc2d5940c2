package io.strait.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Every message is held against the AsyncAPI document. Text frames as they are, binary ones as their header with the image in "image". */
class Messages implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            received.add(parse(text.toString().getBytes(StandardCharsets.UTF_8)));
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

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        code.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        code.completeExceptionally(error);
    }

    /** Code with which the server closes. */
    int closed() throws Exception {
        return code.get(20, TimeUnit.SECONDS);
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
        Contract.checkMessage(message);
        return message;
    }

    List<JsonNode> until(String event) throws InterruptedException {
        List<JsonNode> messages = new ArrayList<>();
        do {
            messages.add(next());
        } while (!event.equals(messages.get(messages.size() - 1).path("event").textValue()));
        return messages;
    }
}
