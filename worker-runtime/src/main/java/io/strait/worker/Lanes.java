package io.strait.worker;

import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All lanes of a worker: so many that take interactive jobs, so many that take bulk jobs, and one for suspects. */
final class Lanes implements AutoCloseable {
    private final List<Lane> all = new ArrayList<>();

    Lanes(
            String name,
            WorkerConfig config,
            Topics topics,
            StageName stage,
            Intake intake,
            Health health,
            WorkerMetrics metrics) {
        Isolation isolation = Isolation.OF_THIS_PROCESS;
        String clientId = clientIdPrefix(config, name);
        Map<Priority, Integer> counts = counts(config);
        for (Priority priority : counts.keySet()) {
            String kind = priority == Priority.BULK ? "bulk-" : "";
            for (int i = 0; i < counts.getOrDefault(priority, 0); i++) {
                all.add(new Lane(
                        new Lane.Source(
                                name + "-lane-" + kind + i,
                                KafkaSettings.lane(config.kafka(), clientId + kind + i, topics.group(stage, priority)),
                                topics.jobs(stage, priority),
                                intake::take),
                        isolation.inCompany(),
                        config.holding().renewEvery(),
                        health,
                        metrics));
            }
        }
        all.add(new Lane(
                new Lane.Source(
                        name + "-lane-alone",
                        KafkaSettings.lane(config.kafka(), clientId + "alone", topics.suspectsGroup(stage)),
                        topics.suspects(stage),
                        intake::takeSuspect),
                isolation.alone(),
                config.holding().renewEvery(),
                health,
                metrics));
    }

    /** What the client ids of all lanes begin with. */
    static String clientIdPrefix(WorkerConfig config, String name) {
        return config.workerId() + "-" + name + "-lane-";
    }

    /** How many take jobs of each priority. */
    static Map<Priority, Integer> counts(WorkerConfig config) {
        return new TreeMap<>(Map.of(
                Priority.INTERACTIVE, config.holding().lanes(),
                Priority.BULK, config.holding().bulk().lanes()));
    }

    /** How many there are, that for suspects included. */
    int count() {
        return all.size();
    }

    /** How many hold a record. */
    int busy() {
        return (int) all.stream().filter(lane -> lane.heldFor().isPresent()).count();
    }

    /** Age of the oldest hold; zero if there is none. */
    Duration oldestHold() {
        return all.stream()
                .flatMap(lane -> lane.heldFor().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    void start() {
        all.forEach(Lane::start);
    }

    /** Takes no more jobs; waits so long for those that run. */
    void drain(Duration atMost) {
        all.forEach(Lane::stop);
        long until = System.nanoTime() + atMost.toNanos();
        all.forEach(lane -> lane.awaitEnd(Duration.ofNanos(until - System.nanoTime())));
    }

    /** Ends every hold with an outcome. Does not wait. */
    void end(Outcome outcome) {
        all.forEach(lane -> lane.end(outcome));
    }

    /** Gives back what is still held. */
    @Override
    public void close() {
        end(Outcome.DRAINED);
        all.forEach(Lane::close);
    }
}
