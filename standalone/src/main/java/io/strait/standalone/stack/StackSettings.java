package io.strait.standalone.stack;

import io.strait.gateway.GatewayConfig;
import io.strait.worker.InvalidSettingsException;
import io.strait.worker.WorkerEnvironment;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a stack's parts: what the stack was given, then where its parts are.
 *
 * @param worker of each worker
 * @param gateway of the gateway
 */
record StackSettings(WorkerEnvironment worker, GatewayConfig gateway) {
    private static final String KAFKA = "STRAIT_KAFKA";
    private static final String BUNDLE = "STRAIT_BUNDLE";
    private static final String ARTIFACTS = "STRAIT_ARTIFACTS";
    private static final String PORT = "STRAIT_PORT";
    private static final int USUAL_PORT = 8_080;

    /** What runs when the process is told to end goes on this long; what is not done then waits for the next start. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    /** Of a broker that has not started: what settings name it is not looked at. */
    private static final String NO_BROKER = "127.0.0.1:1";

    /** Reads an environment; what it does not say is as in the base. */
    static StackConfig read(StackConfig base, Map<String, String> environment) {
        Map<String, String> given = new HashMap<>(environment);
        given.putIfAbsent(BUNDLE, base.bundle().toString());
        given.putIfAbsent(PORT, Integer.toString(USUAL_PORT));
        Set<String> problems = new LinkedHashSet<>();
        if (environment.containsKey(KAFKA)) {
            problems.add(KAFKA + ": expected not to be set, for this starts a broker of its own; got "
                    + environment.get(KAFKA));
        }
        StackSettings read = read(complete(given, base, NO_BROKER), problems);
        return new StackConfig(
                read.worker().config().bundle(),
                base.data(),
                read.gateway().bind(),
                read.gateway().port(),
                read.worker().config().engine(),
                read.worker().config().threads(),
                read.worker().engine().graphs(),
                environment);
    }

    /**
     * Settings of the parts of a stack.
     *
     * @throws StackException with every problem
     */
    static StackSettings of(StackConfig config, String kafka) {
        Map<String, String> given = new HashMap<>(config.settings());
        given.put(BUNDLE, config.bundle().toString());
        given.put(PORT, Integer.toString(config.port()));
        given.put("STRAIT_BIND", config.bind());
        given.put("STRAIT_ENGINE", config.engine().wireName());
        given.put("STRAIT_THREADS", Integer.toString(config.threads()));
        given.put("STRAIT_GRAPHS", config.graphs().wireName());
        return read(complete(given, config, kafka), new LinkedHashSet<>());
    }

    /** The same before there is a broker. */
    static StackSettings check(StackConfig config) {
        return of(config, NO_BROKER);
    }

    /** Whether the images are in the stack's own data directory. */
    static boolean keepsImages(StackConfig config) {
        return !config.settings().containsKey(ARTIFACTS);
    }

    private static Map<String, String> complete(Map<String, String> given, StackConfig config, String kafka) {
        Map<String, String> all = new HashMap<>(given);
        all.put(KAFKA, kafka);
        all.putIfAbsent(ARTIFACTS, DataDirectory.artifacts(config.data()).toString());
        all.putIfAbsent("STRAIT_CACHE", config.data().resolve("lanes").toString());
        all.putIfAbsent("STRAIT_WORKER_DRAIN_SECONDS", Long.toString(DRAIN.toSeconds()));
        return all;
    }

    private static StackSettings read(Map<String, String> all, Set<String> problems) {
        WorkerEnvironment worker = null;
        try {
            worker = WorkerEnvironment.read(all);
        } catch (InvalidSettingsException e) {
            problems.addAll(e.problems());
        }
        GatewayConfig gateway = gateway(all, problems);
        if (!problems.isEmpty() || worker == null || gateway == null) {
            throw new StackException(String.join("\n", problems));
        }
        return new StackSettings(worker, gateway);
    }

    private static @Nullable GatewayConfig gateway(Map<String, String> all, Set<String> problems) {
        try {
            return GatewayConfig.fromEnvironment(all);
        } catch (IllegalArgumentException e) {
            problems.addAll(Arrays.asList(String.valueOf(e.getMessage()).split("\\R", -1)));
            return null;
        }
    }
}
