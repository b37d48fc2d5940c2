package io.strait.worker;

import com.sun.management.OperatingSystemMXBean;
import io.strait.engine.EngineInfo;
import io.strait.engine.InferenceEngine;
import io.strait.engine.StepBatch;
import io.strait.engine.StepRequest;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridDecoding;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs a worker had best pass at once: the largest batch that still makes more images a second than the one before it, found by
 * running some. It holds more than that: in reserve, so that the engine has work while a job is fetched and another handed over, and where jobs
 * come from clients so many that each gets its first step, and shows something, while others are in their turn.
 */
final class LaneProbe {
    private static final Logger LOG = LoggerFactory.getLogger(LaneProbe.class);
    private static final Duration LONGEST = Duration.ofMillis(700);
    /** A larger batch must be worth its wait. */
    private static final double GAIN = 1.05;
    /** With one the processors wait while its samples are looked through. */
    private static final int LEAST_PASS = 2;
    /** The fastest of so many counts: a neighbour on the machine must not decide how a worker works from then on. */
    private static final int TURNS = 3;

    private static final int LEAST_LANES = 4;
    private static final int LEAST_LANES_OF_FIRST_STAGE = 8;

    private final InferenceEngine engine;
    private final BundleManifest manifest;
    private final StageProgram program;

    /** A probe of a stage's passes on an engine that has the stage's graphs. */
    LaneProbe(InferenceEngine engine, BundleManifest manifest, StageProgram program) {
        this.engine = engine;
        this.manifest = manifest;
        this.program = program;
    }

    /**
     * Measures for one or two seconds, or reads what an earlier probe of the same engine, bundle and stage found.
     *
     * @param own what the worker is told
     * @param cache folder of what was found, made if need be; null: nothing is kept
     * @return that with the lanes and the pass that fit
     */
    Holding fit(Holding own, @Nullable Path cache) {
        int pass = pass(cache);
        int least = program.stage() == Stage.TOP ? LEAST_LANES_OF_FIRST_STAGE : LEAST_LANES;
        return own.withLanes(Math.max(least, pass), pass);
    }

    private int pass(@Nullable Path cache) {
        OptionalInt known = cache == null ? OptionalInt.empty() : read(cache.resolve(key()));
        if (known.isPresent()) {
            return known.getAsInt();
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        int pass = Math.max(LEAST_PASS, largest(this::gain, () -> System.nanoTime() < until && roomy()));
        LOG.info("{}: {} jobs in a pass, by a probe", program.stage().wireName(), pass);
        if (cache != null) {
            write(cache, pass);
        }
        return pass;
    }

    /** Whether to try a larger batch. */
    interface GoOn {
        boolean goOn();
    }

    /** Doubles a batch for as long as that raises the rate. The two are run in turn: a busy moment of the machine must not decide. */
    static int largest(Rates rates, GoOn allowed) {
        int best = 1;
        while (2 * best <= Holding.MOST_LANES && allowed.goOn()) {
            if (rates.gain(best, 2 * best) < GAIN) {
                break;
            }
            best *= 2;
        }
        return best;
    }

    /** How many times as many jobs a second a batch makes as another. */
    interface Rates {
        double gain(int of, int to);
    }

    private double gain(int of, int to) {
        double before = 0;
        double after = 0;
        for (TokenGrid grid : program.grids()) {
            StepBatch small = batch(grid, of);
            StepBatch large = batch(grid, to);
            engine.step(small);
            engine.step(large);
            long smallNanos = Long.MAX_VALUE;
            long largeNanos = Long.MAX_VALUE;
            for (int turn = 0; turn < TURNS; turn++) {
                smallNanos = Math.min(smallNanos, nanos(small));
                largeNanos = Math.min(largeNanos, nanos(large));
            }
            int steps = manifest.defaults(grid).steps();
            before += (double) steps * smallNanos / of;
            after += (double) steps * largeNanos / to;
        }
        return before / after;
    }

    private long nanos(StepBatch batch) {
        long begin = System.nanoTime();
        engine.step(batch);
        return System.nanoTime() - begin;
    }

    private StepBatch batch(TokenGrid grid, int jobs) {
        JobTokens given = JobTokens.none();
        for (TokenGrid before : TokenGrid.values()) {
            if (before.compareTo(grid) < 0) {
                given = given.with(before, new int[manifest.tokens(before)]);
            }
        }
        JobTokens tokens = given;
        List<StepRequest> requests = IntStream.range(0, jobs)
                .mapToObj(job -> {
                    GridDecoding decoding = new GridDecoding(
                            job, 0, grid, manifest.tokens(grid), manifest.maskId(), manifest.defaults(grid));
                    return new StepRequest(
                            decoding.ids(),
                            manifest.nullLabel(),
                            decoding.settings(),
                            decoding.uniforms(),
                            program.condition(grid, tokens));
                })
                .toList();
        return new StepBatch(grid, requests);
    }

    /** Whether a tenth of the memory that this process may have is free; a larger batch would take more. */
    private static boolean roomy() {
        return !(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
                || system.getFreeMemorySize() > system.getTotalMemorySize() / 10;
    }

    private String key() {
        EngineInfo info = engine.info();
        String all = String.join(
                " ",
                program.stage().wireName(),
                manifest.hash(),
                info.choice().wireName(),
                info.version(),
                info.instructionSet(),
                info.graphs(),
                Integer.toString(info.threads()));
        return "pass-" + program.stage().wireName() + "-" + Integer.toHexString(all.hashCode());
    }

    private static OptionalInt read(Path file) {
        try {
            int pass = Integer.parseInt(
                    Files.readString(file, StandardCharsets.UTF_8).strip());
            return pass < 1 || pass > Holding.MOST_LANES ? OptionalInt.empty() : OptionalInt.of(pass);
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private void write(Path cache, int pass) {
        try {
            Files.createDirectories(cache);
            Files.writeString(cache.resolve(key()), pass + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warn("pass: cannot be kept in {}; the next start probes again", cache, e);
        }
    }
}
