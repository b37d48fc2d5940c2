package io.strait.bench.gateway.process;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker with the project's topics. Arguments: its folder, the bundle's name. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Ends with the bench. */
    public static void main(String[] args) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            TopicCatalogue.standard(new Topics(args[1]), 1).ensure(admin);
        }
        Parent.answer(kafka.bootstrap());
        // The folder is thrown away: nothing need be brought to disk.
        Runtime.getRuntime().halt(0);
    }
}
