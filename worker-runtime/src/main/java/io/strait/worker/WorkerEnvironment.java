package io.strait.worker;

import io.strait.engine.InferenceEngine;
import io.strait.model.bundle.BundleManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that an environment says to a worker, be it a process of its own or not.
 *
 * @param config of the worker itself
 * @param engine of an engine of its own
 * @param process of the process it runs in
 */
public record WorkerEnvironment(WorkerConfig config, EngineSettings engine, ProcessSettings process) {
    /**
     * Reads the environment.
     *
     * @throws InvalidSettingsException with every problem, settings that nobody knows among them
     */
    public static WorkerEnvironment read(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        WorkerConfig config = read(environment, WorkerConfig::from, problems);
        EngineSettings engine = read(environment, EngineSettings::from, problems);
        ProcessSettings process = read(environment, ProcessSettings::from, problems);
        if (config == null || engine == null || process == null) {
            throw new InvalidSettingsException(problems);
        }
        return new WorkerEnvironment(config, engine, process);
    }

    /**
     * The worker's settings for a stage on an engine that others use too: with lanes by a probe, if nobody said how many, and a name of the stage's
     * own.
     */
    public WorkerConfig forStage(StageProgram program, InferenceEngine shared, BundleManifest manifest) {
        WorkerConfig own =
                config.withWorkerId(config.workerId() + "-" + program.stage().wireName());
        return engine.probe()
                ? own.holding(held -> new LaneProbe(shared, manifest, program).fit(held, engine.cache()))
                : own;
    }

    private static <T> @Nullable T read(
            Map<String, String> environment, Function<Map<String, String>, T> part, List<String> problems) {
        try {
            return part.apply(environment);
        } catch (InvalidSettingsException e) {
            problems.addAll(e.problems());
            return null;
        }
    }
}
