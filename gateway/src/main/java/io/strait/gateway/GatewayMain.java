package io.strait.gateway;

import io.strait.schemas.codec.WriterVersion;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a gateway as a process of its own, configured by the environment. Exits with 2 on wrong settings, 1 if it cannot start. */
public final class GatewayMain {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
    /** For all that stopping takes besides waiting for streams. */
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private GatewayMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws InterruptedException {
        GatewayConfig config;
        try {
            config = GatewayConfig.fromEnvironment(System.getenv());
            WriterVersion.set(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        LOG.info("gateway.settings {}", config);
        Gateway gateway;
        try {
            gateway = Gateway.start(config).await(30, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Duration closing = config.stopPatience().plus(CLOSING);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                gateway.close().await(closing.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                LOG.warn("gateway.closing: expected to end within {}", closing, e);
            } finally {
                ended.countDown();
            }
        }));
        ended.await();
    }
}
