package io.strait.bench.process;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker with the project's topics. Arguments: its folder, the bundle's name, partitions of the events, and of each queue of jobs. */
public final class BrokerProcess {
    /** The serial collector would stop broker and load for up to a second when the old generation is full. */
    public static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

    private BrokerProcess() {}

    /** Starts one; it is ready with its bootstrap address. */
    public static Child start(Path folder, TopicCatalogue catalogue) {
        return Child.start(
                BrokerProcess.class,
                OPTIONS,
                Map.of(),
                folder.toString(),
                catalogue.topics().bundle(),
                Integer.toString(catalogue.eventPartitions()),
                Integer.toString(catalogue.jobPartitions()));
    }

    /** Ends with the bench. */
    public static void main(String[] args) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicCatalogue(new Topics(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]), 1)
                    .ensure(admin);
        }
        Parent.answer(kafka.bootstrap());
        // The folder is thrown away: nothing need be brought to disk.
        Runtime.getRuntime().halt(0);
    }
}
