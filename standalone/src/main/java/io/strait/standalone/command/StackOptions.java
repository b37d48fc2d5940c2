package io.strait.standalone.command;

import io.strait.engine.EngineChoice;
import io.strait.engine.graph.GraphVariant;
import io.strait.standalone.stack.StackConfig;
import java.nio.file.Path;
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

    /** The engine asked for. */
    EngineChoice engine() {
        return engine == null ? EngineChoice.AUTO : engine;
    }

    /** The stack to start. */
    StackConfig config(Path dataIfNotGiven) {
        StackConfig config =
                StackConfig.of(bundle(), data != null ? data : dataIfNotGiven).withEngine(engine());
        config = threads == null ? config : config.withThreads(threads);
        return graphs == null ? config : config.withGraphs(graphs);
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
