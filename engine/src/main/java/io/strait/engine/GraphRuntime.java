package io.strait.engine;

import java.nio.file.Path;

/** A native runtime that loads graphs. */
sealed interface GraphRuntime permits OrtRuntime, DjlTensorRtRuntime {
    /** Name for {@link EngineInfo}. */
    String name();

    /** Version of the native library. */
    String version();

    /**
     * Loads a graph and compares its inputs and outputs.
     *
     * @param byJob whether it is also to run on one thread, for each of several jobs
     * @throws io.strait.model.bundle.InvalidBundleException naming the file, if it is no graph or not the one expected
     */
    LoadedGraph load(Path file, GraphSignature signature, boolean byJob);
}
