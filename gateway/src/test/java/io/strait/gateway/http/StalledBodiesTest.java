package io.strait.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StalledBodiesTest {
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void serve() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(new StalledBodies(Duration.ofMillis(300)));
        router.post("/")
                .handler(BodyHandler.create(false))
                .handler(context -> context.end("whole"))
                .failureHandler(new ErrorAnswer());
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        port = server.actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void endsARequestWhoseBodyHasStoppedComing() throws IOException {
        try (Socket socket = asking()) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("application/problem+json");
        }
    }

    @Test
    void letsASlowOneArrive() throws IOException {
        try (Socket socket = asking()) {
            byte[] start = new byte[12];
            socket.getOutputStream().write("cde".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(start, 0, start.length))
                    .isEqualTo(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    /** Two bytes of five. */
    private Socket asking() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nab".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
