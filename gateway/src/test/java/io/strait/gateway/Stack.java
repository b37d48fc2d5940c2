package io.strait.gateway;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** A real broker with the topics, and a scripted worker. */
final class Stack implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final Path bundle;
    private final Path artifacts;
    private final ScriptedWorker worker;

    Stack(Path directory) throws IOException {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        bundle = TestBundle.in(directory.resolve("bundle"));
        artifacts = directory.resolve("artifacts");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            TopicCatalogue.standard(topics(), 1).ensure(admin);
        }
        worker = new ScriptedWorker(kafka.bootstrap(), artifacts);
    }

    static Topics topics() {
        return new Topics(TestBundle.manifest().name());
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    ScriptedWorker worker() {
        return worker;
    }

    GatewayConfig config(int port) {
        return GatewayConfig.of("127.0.0.1", port, kafka.bootstrap(), bundle, artifacts);
    }

    Gateway gateway() {
        return await(Gateway.start(config(0)));
    }

    static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("expected an answer within 20 s", e);
        }
    }

    @Override
    public void close() {
        worker.close();
        kafka.close();
    }
}
