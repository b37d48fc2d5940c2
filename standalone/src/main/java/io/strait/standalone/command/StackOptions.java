package io.strait.standalone.command;

import io.strait.engine.EngineChoice;
import io.strait.engine.graph.GraphVariant;
import io.strait.standalone.stack.StackConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Options of every command that runs the model in this process. */
final class StackOptions {
    @Option(names = "--bundle", paramLabel = "DIR", description = "The trained model. Default: bundles/emoji-256.")
    private @Nullable Path bundle;

    @Option(names = "--data", paramLabel = "DIR", description = "Where jobs and images are kept.")
    private @Nullable Path data;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            converter = EngineName.class,
            description = "auto, ort-cpu, ort-tensorrt or djl-tensorrt. Default: auto.")
    private @Nullable EngineChoice engine;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the engine. Default: one for each processor.")
    private @Nullable Integer threads;

    @Option(
            names = "--graphs",
            paramLabel = "NAME",
            converter = GraphsName.class,
            description = "How the model is run: int8, fp32 or original (docs/performance.md). Default: int8.")
    private @Nullable GraphVariant graphs;

    /** Whether any was given. */
    boolean anySet() {
        return bundle != null || data != null || engine != null || threads != null || graphs != null;
    }

    /** Where the bundle is. */
    Path bundle() {
        return Bundles.orDefault(bundle);
    }

    /** The stack to start. */
    StackConfig config(Path dataIfNotGiven) {
        return chosen(StackConfig.of(bundle(), data != null ? data : dataIfNotGiven));
    }

    /**
     * The stack to start, as the environment says where no option does.
     *
     * @throws io.strait.standalone.stack.StackException with every problem of the environment
     */
    StackConfig config(Path dataIfNotGiven, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        if (bundle != null) {
            settings.put("STRAIT_BUNDLE", bundle.toString());
        }
        return chosen(StackConfig.read(bundle(), data != null ? data : dataIfNotGiven, settings));
    }

    private StackConfig chosen(StackConfig config) {
        StackConfig chosen = engine == null ? config : config.withEngine(engine);
        chosen = threads == null ? chosen : chosen.withThreads(threads);
        return graphs == null ? chosen : chosen.withGraphs(graphs);
    }

    /** Reads a variant of the graphs by its name. */
    static final class GraphsName implements ITypeConverter<GraphVariant> {
        @Override
        public GraphVariant convert(String name) {
            return GraphVariant.parse(name);
        }
    }

    /** Reads an engine by the name that the documentation uses. */
    static final class EngineName implements ITypeConverter<EngineChoice> {
        @Override
        public EngineChoice convert(String name) {
            return EngineChoice.parse(name);
        }
    }
}
