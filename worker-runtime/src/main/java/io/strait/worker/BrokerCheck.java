package io.strait.worker;

import io.strait.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a broker can serve workers: it answers, has share groups and the topics. Says what is in the way. */
final class BrokerCheck {
    /** Feature that a broker with share groups has, from this level on. */
    private static final String FEATURE = "share.version";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCheck.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Admin admin;
    private final String bootstrap;
    private final Path bundle;

    BrokerCheck(Admin admin, String bootstrap, Path bundle) {
        this.admin = admin;
        this.bootstrap = bootstrap;
        this.bundle = bundle;
    }

    /**
     * Waits until a broker answers.
     *
     * @throws BrokerUnusableException if none does in time
     */
    void awaitAnswer(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                int millis = (int) Math.min(ATTEMPT.toMillis(), Math.max(1, atMost.toMillis()));
                get(admin.describeCluster(new DescribeClusterOptions().timeoutMs(millis))
                        .nodes());
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() - until >= 0) {
                    throw new BrokerUnusableException(
                            "STRAIT_KAFKA: expected a broker that answers at " + bootstrap + " within "
                                    + atMost.toSeconds() + " s, got none: " + e.getCause(),
                            e);
                }
                LOG.warn("no broker answers at {} yet", bootstrap);
                CompletableFuture<Void> pause = new CompletableFuture<>();
                pause.completeOnTimeout(null, BETWEEN.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            }
        }
    }

    /** @throws BrokerUnusableException if the broker has no share groups */
    void requireShareGroups() {
        try {
            FinalizedVersionRange level = get(admin.describeFeatures().featureMetadata())
                    .finalizedFeatures()
                    .get(FEATURE);
            if (level == null || level.maxVersionLevel() < 1) {
                throw new BrokerUnusableException(
                        "broker " + bootstrap + ": expected share groups (feature " + FEATURE
                                + " at 1 or above, Kafka 4.2 or newer), got "
                                + (level == null ? "none" : level.maxVersionLevel())
                                + "; switch them on with: kafka-features.sh --bootstrap-server " + bootstrap
                                + " upgrade --feature " + FEATURE + "=1",
                        null);
            }
        } catch (ExecutionException e) {
            throw new BrokerUnusableException("broker " + bootstrap + ": expected to be told its features", e);
        }
    }

    /** @throws BrokerUnusableException if topics are missing */
    void requireTopics(TopicCatalogue catalogue) {
        try {
            Set<String> missing = new TreeSet<>(
                    catalogue.newTopics().stream().map(NewTopic::name).toList());
            missing.removeAll(get(admin.listTopics().names()));
            if (!missing.isEmpty()) {
                throw new BrokerUnusableException(
                        "broker " + bootstrap + ": expected topics that are missing: "
                                + String.join(", ", List.copyOf(missing))
                                + "; create them with: strait topics create --kafka " + bootstrap + " --bundle "
                                + bundle,
                        null);
            }
        } catch (ExecutionException e) {
            throw new BrokerUnusableException("broker " + bootstrap + ": expected to be told its topics", e);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnusableException("broker: interrupted while waiting for it", e);
        }
    }
}
