package io.strait.engine;

import io.strait.engine.graph.GraphVariant;

/**
 * What runs the graphs. Together with the bundle's hash these decide the bits of a result.
 *
 * @param choice the stack in use, never {@link EngineChoice#AUTO}
 * @param engine name of the runtime
 * @param version version of the runtime's native library
 * @param instructionSet architecture and vector extensions of this CPU, e.g. {@code amd64+fma+avx2+avx512f}
 * @param threads threads of one pass
 * @param graphs how the bundle's graphs are run, {@link GraphVariant#identity}
 * @param why why this stack, in words
 */
public record EngineInfo(
        EngineChoice choice,
        String engine,
        String version,
        String instructionSet,
        int threads,
        String graphs,
        String why) {}
