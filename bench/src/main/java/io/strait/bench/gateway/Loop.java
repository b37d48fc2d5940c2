package io.strait.bench.gateway;

import io.strait.bench.pipeline.BenchException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The load generator's one thread: thousands of connections on a selector. Clients of the usual kind would take more of the two processors
 * than the gateway does.
 */
final class Loop implements AutoCloseable {
    private static final int READ_BYTES = 1 << 18;
    /** A source address has 28 000 ports; one of these for every so many connections. */
    private static final int CONNECTIONS_PER_SOURCE = 20_000;

    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private int connections;
    private volatile boolean closing;

    Loop() {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new BenchException("selector: cannot be opened", e);
        }
        this.thread = new Thread(this::run, "bench-loop");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs on the loop's thread, in order. */
    void run(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Connects to a port of this machine. */
    void connect(int port, Link link) {
        run(() -> {
            try {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                int source = 1 + connections++ / CONNECTIONS_PER_SOURCE;
                channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) source}), 0));
                SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, link);
                link.attach(channel, key);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                link.closed(e);
            }
        });
    }

    private void run() {
        while (!closing) {
            try {
                selector.select(100);
            } catch (IOException e) {
                throw new BenchException("selector: cannot select", e);
            }
            for (SelectionKey key : selector.selectedKeys()) {
                serve(key, (Link) key.attachment());
            }
            selector.selectedKeys().clear();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    private void serve(SelectionKey key, Link link) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (!key.isValid()) {
                return;
            }
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                link.opened();
            }
            if (key.isWritable()) {
                link.flush();
            }
            if (key.isValid() && key.isReadable()) {
                in.clear();
                if (channel.read(in) < 0) {
                    throw new EOFException("the server closed the connection");
                }
                link.received(in.flip());
            }
        } catch (IOException e) {
            key.cancel();
            link.closed(e);
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new BenchException("selector: cannot be closed", e);
        }
    }
}
