package io.strait.bench.gateway;

import io.strait.bench.pipeline.BenchException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket client that reads the beginning of every frame and drops the rest. */
class SocketLink extends Link {
    /** As much of a frame's payload as is kept. */
    private static final int KEPT = 1 << 10;

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int SHORT = 126;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;
    private static final int MASK_BYTES = 4;

    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final String path;
    private final byte[] kept = new byte[KEPT];
    private int keptBytes;
    private final byte[] head = new byte[10];
    private int headBytes;
    private long left = -1;
    private long length;
    private boolean upgraded;

    SocketLink(String path) {
        this.path = path;
    }

    /** Completes when frames may be sent. */
    final CompletableFuture<Void> open() {
        return open;
    }

    /** A text frame; only its first KiB. */
    void text(String text) {}

    /**
     * A binary frame.
     *
     * @param payload from position 0 on, to be read now; only its first KiB
     * @param payloadBytes of all of it
     */
    void binary(ByteBuffer payload, long payloadBytes) {}

    /** The server closes. */
    void closing(int code) {}

    @Override
    final void opened() {
        send(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    final void received(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (!upgraded) {
                readAnswer(in);
            } else if (left < 0) {
                readHead(in);
            } else {
                readPayload(in);
            }
        }
    }

    private void readAnswer(ByteBuffer in) {
        byte next = in.get();
        if (keptBytes < KEPT) {
            kept[keptBytes++] = next;
        }
        if (next == '\n' && keptBytes >= 4 && kept[keptBytes - 3] == '\n') {
            String answer = new String(kept, 0, keptBytes, StandardCharsets.US_ASCII);
            keptBytes = 0;
            if (!answer.startsWith("HTTP/1.1 101")) {
                open.completeExceptionally(new BenchException("socket: expected status 101, got " + answer));
                return;
            }
            upgraded = true;
            open.complete(null);
        }
    }

    private void readHead(ByteBuffer in) {
        head[headBytes++] = in.get();
        if (headBytes < 2) {
            return;
        }
        int size = head[1] & 0x7f;
        int more = size < SHORT ? 0 : size == SHORT ? Short.BYTES : Long.BYTES;
        if (headBytes < 2 + more) {
            return;
        }
        ByteBuffer numbers = ByteBuffer.wrap(head, 2, more);
        length = more == 0 ? size : more == Short.BYTES ? numbers.getShort() & 0xffff : numbers.getLong();
        left = length;
        headBytes = 0;
        keptBytes = 0;
        if (left == 0) {
            end();
        }
    }

    private void readPayload(ByteBuffer in) {
        int part = (int) Math.min(left, in.remaining());
        int keep = Math.min(part, KEPT - keptBytes);
        in.get(kept, keptBytes, keep);
        in.position(in.position() + part - keep);
        keptBytes += keep;
        left -= part;
        if (left == 0) {
            end();
        }
    }

    private void end() {
        left = -1;
        int opcode = head[0] & 0xf;
        if (opcode == TEXT) {
            text(new String(kept, 0, keptBytes, StandardCharsets.UTF_8));
        } else if (opcode == BINARY) {
            binary(ByteBuffer.wrap(kept, 0, keptBytes), length);
        } else if (opcode == PING) {
            sendFrame(PONG, Arrays.copyOf(kept, keptBytes));
        } else if (opcode == CLOSE) {
            closing(keptBytes < Short.BYTES ? 0 : ByteBuffer.wrap(kept).getShort());
        }
    }

    final void sendText(String text) {
        sendFrame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void sendFrame(int opcode, byte[] payload) {
        int more = payload.length < SHORT ? 0 : Short.BYTES;
        ByteBuffer frame = ByteBuffer.allocate(2 + more + MASK_BYTES + payload.length);
        frame.put((byte) (FINAL | opcode)).put((byte) (MASKED | (more == 0 ? payload.length : SHORT)));
        if (more > 0) {
            frame.putShort((short) payload.length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (mask >>> (Byte.SIZE * (MASK_BYTES - 1 - i % MASK_BYTES)))));
        }
        send(frame.array());
    }

    @Override
    void closed(Throwable cause) {
        open.completeExceptionally(cause);
    }
}
