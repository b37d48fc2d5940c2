package io.strait.engine;

import io.strait.engine.graph.GraphVariant;
import io.strait.engine.probe.ChoiceReport;
import io.strait.engine.probe.CpuFeatures;
import io.strait.engine.probe.EngineProbe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a choice into a runtime, once, and says why it is this one. */
final class EngineSelector {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSelector.class);

    private final EngineProbe probe;

    EngineSelector(EngineProbe probe) {
        this.probe = probe;
    }

    record Selection(GraphRuntime runtime, EngineInfo info) {}

    /**
     * Opens the runtime of a choice.
     *
     * @throws EngineUnavailableException naming every missing library
     */
    Selection select(EngineOptions options) {
        EngineChoice choice = options.choice();
        int threads = options.threads();
        Selection selection = choice == EngineChoice.AUTO ? best(options) : open(choice, options, "asked for");
        LOG.info(
                "engine {}: {} {}, {} threads, graphs {}, {}; {}",
                selection.info.choice().wireName(),
                selection.info.engine(),
                selection.info.version(),
                threads,
                selection.info.graphs(),
                selection.info.instructionSet(),
                selection.info.why());
        return selection;
    }

    private Selection best(EngineOptions options) {
        ChoiceReport best = probe.best();
        try {
            return open(best.choice(), options, best.detail());
        } catch (EngineUnavailableException e) {
            if (best.choice() == EngineChoice.ORT_CPU) {
                throw e;
            }
            String why = best.choice().wireName() + " looked complete, then: " + e.getMessage();
            LOG.warn("engine auto: falls back to ort-cpu; {}", why);
            return open(EngineChoice.ORT_CPU, options, why);
        }
    }

    private Selection open(EngineChoice choice, EngineOptions options, String why) {
        ChoiceReport report = probe.report(choice);
        if (!report.available()) {
            throw new EngineUnavailableException(choice, report.missing(), null);
        }
        int threads = options.threads();
        GraphVariant variant = choice == EngineChoice.ORT_CPU || choice == EngineChoice.AUTO
                ? options.variant()
                : GraphVariant.ORIGINAL;
        GraphRuntime runtime = switch (choice) {
            case DJL_TENSORRT -> new DjlTensorRtRuntime();
            case ORT_TENSORRT -> ortTensorRt(options);
            case ORT_CPU, AUTO -> new OrtRuntime(options, variant, false);
        };
        return new Selection(
                runtime,
                new EngineInfo(
                        choice,
                        runtime.name(),
                        runtime.version(),
                        CpuFeatures.describe(),
                        threads,
                        variant.identity(),
                        why));
    }

    private static OrtRuntime ortTensorRt(EngineOptions options) {
        OrtRuntime runtime = new OrtRuntime(options, GraphVariant.ORIGINAL, true);
        runtime.requireTensorRt();
        return runtime;
    }
}
