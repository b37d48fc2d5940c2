package io.strait.bench.gateway;

import io.strait.bench.pipeline.BenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One connection of the load generator. All belongs to the loop's thread. */
abstract class Link {
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    void attach(SocketChannel ours, SelectionKey registered) {
        this.channel = ours;
        this.key = registered;
    }

    /** The connection is there. */
    abstract void opened();

    /** All of it is to be read. */
    abstract void received(ByteBuffer in);

    /** The connection has gone, or never came. */
    abstract void closed(Throwable cause);

    /** Sends now, or when the socket takes it. */
    void send(byte[] bytes) {
        unsent.add(ByteBuffer.wrap(bytes));
        flush();
    }

    void flush() {
        if (channel == null || key == null || !key.isValid()) {
            return;
        }
        try {
            while (!unsent.isEmpty()) {
                ByteBuffer first = unsent.element();
                channel.write(first);
                if (first.hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                unsent.remove();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        } catch (IOException e) {
            closed(e);
        }
    }

    /** Stops or goes on reading: a reader that is stopped is a slow one. */
    void reading(boolean on) {
        if (key != null && key.isValid()) {
            key.interestOps(on ? SelectionKey.OP_READ : 0);
        }
    }

    /** Ends the connection without a word. */
    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new BenchException("socket: cannot be closed", e);
            }
        }
    }
}
