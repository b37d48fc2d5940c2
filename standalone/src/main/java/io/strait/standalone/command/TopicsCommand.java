package io.strait.standalone.command;

import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to be in a Kafka before workers and gateways start on it. */
@Command(
        name = "topics",
        description = "Makes the topics and share groups of a bundle.",
        mixinStandardHelpOptions = true,
        subcommands = TopicsCommand.Create.class)
final class TopicsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "expected a command: create");
    }

    /** Makes what is missing, sets the settings of all. */
    @Command(
            name = "create",
            description = {
                "Makes the topics that are missing, and sets the settings of all topics and share groups of a bundle.",
                "Doing it again changes nothing. Partitions of topics that exist stay as they are."
            },
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        private static final String TIMEOUT_MILLIS = "20000";

        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "Bootstrap servers.")
        private String kafka = "";

        @Option(names = "--bundle", paramLabel = "DIR", description = "The trained model. Default: bundles/emoji-256.")
        private @Nullable Path bundle;

        @Option(
                names = "--event-partitions",
                paramLabel = "N",
                defaultValue = "8",
                description = "Of events and previews. Default: ${DEFAULT-VALUE}.")
        private int eventPartitions;

        @Option(
                names = "--job-partitions",
                paramLabel = "N",
                defaultValue = "4",
                description = "Of each queue of jobs. Default: ${DEFAULT-VALUE}.")
        private int jobPartitions;

        @Option(
                names = "--replication",
                paramLabel = "N",
                defaultValue = "1",
                description = "Copies of each partition; 3 where power may fail. Default: ${DEFAULT-VALUE}.")
        private int replication;

        @Override
        public Integer call() throws IOException {
            Path manifest = Bundles.orDefault(bundle).resolve("bundle.json");
            if (!Files.isRegularFile(manifest)) {
                throw new CommandFailure("bundle: expected the file " + manifest + ", there is none");
            }
            String name = BundleManifest.parse(Files.readAllBytes(manifest)).name();
            TopicCatalogue catalogue =
                    new TopicCatalogue(new Topics(name), eventPartitions, jobPartitions, replication);
            try (Admin admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    TIMEOUT_MILLIS))) {
                catalogue.ensure(admin);
            } catch (KafkaException e) {
                throw new CommandFailure(
                        "--kafka: expected host:port of a broker, got " + kafka + ": " + e.getMessage());
            }
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            catalogue.newTopics().forEach(topic -> out.println(topic.name() + " " + topic.numPartitions()));
            out.flush();
            return 0;
        }
    }
}
