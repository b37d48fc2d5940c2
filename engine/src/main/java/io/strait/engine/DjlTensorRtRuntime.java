package io.strait.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import io.strait.model.bundle.InvalidBundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** DJL's TensorRT engine. Static shapes only, so a graph with a dynamic batch is refused by the runtime. */
final class DjlTensorRtRuntime implements GraphRuntime {
    private final Engine engine;

    DjlTensorRtRuntime() {
        this.engine = DjlEngines.tensorRt();
    }

    @Override
    public String name() {
        return "DJL TensorRT";
    }

    @Override
    public String version() {
        return engine.getVersion();
    }

    @Override
    public LoadedGraph load(Path file, GraphSignature signature, boolean byJob) {
        String name = String.valueOf(file.getFileName());
        Model model = Model.newInstance(name, DjlEngines.TENSORRT);
        try {
            model.load(file);
            return new LoadedGraph(name, signature, model.getNDManager(), model.getBlock(), null, null);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new InvalidBundleException(
                    name, List.of("expected a graph that TensorRT loads, got: " + e.getMessage()));
        }
    }
}
