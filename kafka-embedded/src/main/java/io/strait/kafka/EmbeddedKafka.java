package io.strait.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker and controller in this process, on loopback, durable in its data directory. A fault that the broker itself takes for fatal,
 * such as a failing disk, ends the process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** Any free port. */
    public static final int ANY_PORT = 0;

    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final DataDirectory directory;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, DataDirectory directory, int port) {
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    /** Starts on any free port. As {@link #start(Path, int, Map)}. */
    public static EmbeddedKafka start(Path dataDir) {
        return start(dataDir, ANY_PORT, Map.of());
    }

    /**
     * Starts a broker and returns once clients can connect, a few seconds later.
     *
     * @param dataDir created and formatted if absent or empty
     * @param port of the clients' listener, or {@link #ANY_PORT}
     * @param overrides Kafka broker settings by name
     * @throws BrokerStartException if the directory is in use, is something else or a newer Kafka's, or the port is taken
     */
    public static EmbeddedKafka start(Path dataDir, int port, Map<String, String> overrides) {
        DataDirectory directory = DataDirectory.open(dataDir.toAbsolutePath());
        try {
            // the advertised port must be known before the broker binds it: choose, and choose again if somebody was
            // quicker
            for (int attempt = 1; ; attempt++) {
                Ports ports = Ports.choose(port);
                try {
                    return startOnce(directory, ports, overrides);
                } catch (RuntimeException e) {
                    if (attempt == ATTEMPTS || !lostPort(e)) {
                        throw new BrokerStartException("broker on " + directory.path() + ": cannot start: " + e, e);
                    }
                }
            }
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedKafka startOnce(DataDirectory directory, Ports ports, Map<String, String> overrides) {
        KafkaConfig config = KafkaConfig.fromProps(
                BrokerSettings.of(directory.path(), ports.client(), ports.controller(), overrides), false);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(server, directory, ports.client());
    }

    private static boolean lostPort(RuntimeException e) {
        return String.valueOf(e.getMessage()).contains("failed to bind");
    }

    /** What clients set as {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Stops in good order; what was acknowledged is on disk. Further calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
            directory.close();
        }
    }

    private record Ports(int client, int controller) {
        static Ports choose(int wanted) {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            // both are open at once, or the kernel may hand out the same one twice
            try (ServerSocket client = new ServerSocket();
                    ServerSocket controller = new ServerSocket(ANY_PORT, 1, loopback)) {
                client.bind(new InetSocketAddress(loopback, wanted), 1);
                return new Ports(client.getLocalPort(), controller.getLocalPort());
            } catch (IOException e) {
                throw new BrokerStartException("Kafka port " + wanted + ": expected a free port, got one in use", e);
            }
        }
    }
}
