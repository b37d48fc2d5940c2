package io.strait.standalone.chaos;

import io.strait.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The broker as a process of its own; settings BROKER_DATA and BROKER_PORT. */
final class BrokerProcess {
    private BrokerProcess() {}

    /** Serves until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(System.getenv("BROKER_DATA")), Integer.parseInt(System.getenv("BROKER_PORT")), Map.of());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            kafka.close();
            ended.countDown();
        }));
        ended.await();
    }
}
