package io.strait.bench.process;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;

/**
 * A WebSocket server that does nothing but push: the least that anything on Vert.x costs. A text frame with two numbers asks for so many
 * binary frames, of so many bytes after a header as the gateway's.
 */
public final class BareProcess {
    private static final byte[] HEADER = new byte[200];

    private BareProcess() {}

    /** Ends with the bench. */
    public static void main(String[] args) throws IOException {
        HttpServer server = Vertx.vertx()
                .createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(text -> {
                    String[] numbers = text.split(" ", 2);
                    push(socket, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Parent.answer(Integer.toString(server.actualPort()));
        Runtime.getRuntime().halt(0);
    }

    private static void push(ServerWebSocket socket, int count, int size) {
        int left = count;
        while (left > 0 && !socket.writeQueueFull()) {
            socket.writeBinaryMessage(Buffer.buffer(Integer.BYTES + HEADER.length + size)
                    .appendInt(HEADER.length)
                    .appendBytes(HEADER)
                    .appendLong(System.nanoTime())
                    .appendBytes(new byte[size - Long.BYTES]));
            left--;
        }
        int rest = left;
        socket.drainHandler(drained -> push(socket, rest, size));
    }
}
