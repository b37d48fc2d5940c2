package io.strait.gateway.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Conversations over a WebSocket, by messages of the AsyncAPI document and by frames that break the protocol. */
public final class Frames {
    /** After so long without a word the rest of a frame is what the server waits for. */
    private static final int STALLED_MILLIS = 400;

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final String HELLO = String.join(
            "\r\n",
            "GET /v1/stream HTTP/1.1",
            "host: 127.0.0.1",
            "upgrade: websocket",
            "connection: Upgrade",
            "sec-websocket-version: 13",
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    private static final List<String> MESSAGES = List.of("Generate", "Subscribe", "Unsubscribe", "Cancel");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final List<String> ids;

    /** @param ids of generations that exist */
    public Frames(JsonNode document, List<String> ids) {
        this.document = document;
        this.ids = List.copyOf(ids);
    }

    /** What is said in one conversation: each a frame or more. */
    public List<byte[]> conversation(long seed) {
        Random random = new Random(seed);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            frames.add(random.nextInt(6) == 0 ? broken(random) : message(random));
        }
        return frames;
    }

    private byte[] message(Random random) {
        JsonNode schema = document.at("/components/schemas/" + MESSAGES.get(random.nextInt(MESSAGES.size())));
        ObjectNode message = (ObjectNode) new Values(document, random).valid("", schema);
        if (message.has("id") && random.nextBoolean()) {
            message.put("id", ids.get(random.nextInt(ids.size())));
        }
        Mutations mutations = new Mutations(random);
        byte[] text = switch (random.nextInt(5)) {
            case 0, 1 -> bytes(message);
            case 2 -> mutations.text(message.toString());
            default -> {
                mutations.tree(message);
                yield bytes(message);
            }
        };
        return random.nextInt(4) == 0 ? fragmented(text, random) : frame(0x80 | TEXT, text, true);
    }

    private static byte[] bytes(JsonNode message) {
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fragmented(byte[] text, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        int opcode = TEXT;
        while (at < text.length) {
            // Now and then an empty one.
            int size = Math.min(text.length - at, random.nextInt(2 + text.length / 2));
            byte[] part = new byte[size];
            System.arraycopy(text, at, part, 0, size);
            at += size;
            out.writeBytes(frame((at == text.length ? 0x80 : 0) | opcode, part, true));
            opcode = 0;
            if (random.nextInt(4) == 0) {
                out.writeBytes(frame(0x80 | PING, new byte[] {1}, true));
            }
        }
        return out.toByteArray();
    }

    private static byte[] broken(Random random) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return switch (random.nextInt(14)) {
            case 0 -> frame(0x80 | (3 + random.nextInt(5)), noise, true);
            case 1 -> frame(0x80 | TEXT, noise, false);
            case 2 -> frame(0xC0 | TEXT, noise, true);
            case 3 -> frame(0x80, noise, true);
            case 4 -> frame(TEXT, noise, true);
            case 5 -> frame(0x80 | PING, new byte[126], true);
            case 6 -> frame(PING, noise, true);
            case 7 -> frame(0x80 | CLOSE, new byte[] {3}, true);
            case 8 -> frame(0x80 | CLOSE, new byte[] {0, 5, 'x'}, true);
            case 9 -> frame(0x80 | TEXT, new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF}, true);
            case 10 -> new byte[] {(byte) 0x81, (byte) 0xFF, 0x3F, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4};
            case 11 -> frame(0x80 | BINARY, noise, true);
            case 12 -> frame(0x80 | TEXT, new byte[100_000], true);
            default -> noise;
        };
    }

    /** One frame; masked with a key that changes nothing, or not masked, which a client must not do. */
    private static byte[] frame(int head, byte[] payload, boolean masked) {
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        out.put((byte) head);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.put((byte) (mask | payload.length));
        } else if (payload.length < 65_536) {
            out.put((byte) (mask | 126)).putShort((short) payload.length);
        } else {
            out.put((byte) (mask | 127)).putLong(payload.length);
        }
        if (masked) {
            out.putInt(0);
        }
        out.put(payload);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /**
     * Holds a conversation, and waits until the server has answered a last ping, or has closed.
     *
     * @param told every message of the server, of binary ones the header
     * @throws SocketTimeoutException if it does neither
     */
    public static void hold(RawHttp connection, List<byte[]> frames, Consumer<JsonNode> told) throws IOException {
        connection.write(HELLO.getBytes(StandardCharsets.US_ASCII));
        Optional<RawHttp.Answer> hello = connection.answer("GET");
        if (hello.isEmpty() || hello.get().status() != 101) {
            throw new IOException("expected a WebSocket, got " + hello);
        }
        connection.patience(STALLED_MILLIS);
        frames.forEach(connection::write);
        connection.write(frame(0x80 | PING, "last".getBytes(StandardCharsets.US_ASCII), true));
        try {
            try {
                read(connection, told);
            } catch (SocketTimeoutException waiting) {
                // For the rest of a frame, as it must; but not after the end.
                connection.finish();
                read(connection, told);
            }
        } catch (EOFException | SocketException closed) {
            // It may.
        }
    }

    private static void read(RawHttp connection, Consumer<JsonNode> told) throws IOException {
        DataInputStream in = new DataInputStream(connection.in());
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0F;
            int size = in.readUnsignedByte();
            size = size == 126 ? in.readUnsignedShort() : size == 127 ? Math.toIntExact(in.readLong()) : size;
            byte[] payload = connection.exactly(size);
            if (opcode == TEXT) {
                told.accept(JSON.readTree(payload));
            } else if (opcode == BINARY) {
                told.accept(JSON.readTree(payload, 4, ByteBuffer.wrap(payload).getInt()));
            } else if (opcode == CLOSE
                    || (opcode == PONG && new String(payload, StandardCharsets.US_ASCII).equals("last"))) {
                return;
            }
        }
    }
}
