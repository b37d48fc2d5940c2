package io.strait.engine;

import static io.strait.engine.TensorSpec.ANY;
import static io.strait.engine.TensorSpec.DYNAMIC;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.bundle.InvalidBundleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Inputs and outputs that a graph of a bundle must have.
 *
 * <p>Step graphs, axes R network rows, B jobs, N tokens: {@code ids[R,N], labels[R], cond[B], uncond[B], scale[B], temperature[B],
 * uniform[B,N]} and the finished tokens of other grids by row, to {@code id[B,N], logp[B,N]}.
 */
record GraphSignature(GraphName graph, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    private static final Set<String> CONDITIONS = Set.of("topIds", "lowTopIds", "lowBottomIds");

    static GraphSignature of(GraphName graph, BundleManifest manifest) {
        TensorSpec image = TensorSpec.bytes("image", DYNAMIC, DYNAMIC, DYNAMIC, 3);
        TensorSpec topIds = TensorSpec.ints("topIds", DYNAMIC, DYNAMIC, DYNAMIC);
        TensorSpec bottomIds = TensorSpec.ints("bottomIds", DYNAMIC, DYNAMIC, DYNAMIC);
        return switch (graph) {
            case ENCODER ->
                new GraphSignature(
                        graph,
                        List.of(TensorSpec.bytes("image", DYNAMIC, ANY, ANY, 3)),
                        List.of(
                                TensorSpec.ints("topIds", DYNAMIC, ANY, ANY),
                                TensorSpec.ints("bottomIds", DYNAMIC, ANY, ANY)));
            case DECODER -> new GraphSignature(graph, List.of(topIds, bottomIds), List.of(image));
            case DECODER_TOP -> new GraphSignature(graph, List.of(topIds), List.of(image));
            case TOP_STEP, BOTTOM_STEP, UPSAMPLER_TOP_STEP, UPSAMPLER_BOTTOM_STEP -> step(graph, manifest);
        };
    }

    private static GraphSignature step(GraphName graph, BundleManifest manifest) {
        TokenGrid grid = Arrays.stream(TokenGrid.values())
                .filter(g -> g.graph() == graph)
                .findFirst()
                .orElseThrow();
        long tokens = manifest.tokens(grid);
        List<TensorSpec> inputs = new ArrayList<>(List.of(
                TensorSpec.ints("ids", DYNAMIC, tokens),
                TensorSpec.ints("labels", DYNAMIC),
                TensorSpec.ints("cond", DYNAMIC),
                TensorSpec.ints("uncond", DYNAMIC),
                TensorSpec.floats("scale", DYNAMIC),
                TensorSpec.floats("temperature", DYNAMIC),
                TensorSpec.floats("uniform", DYNAMIC, tokens)));
        conditions(grid, manifest).forEach((name, length) -> inputs.add(TensorSpec.ints(name, DYNAMIC, length)));
        return new GraphSignature(
                graph,
                List.copyOf(inputs),
                List.of(TensorSpec.ints("id", DYNAMIC, tokens), TensorSpec.floats("logp", DYNAMIC, tokens)));
    }

    /** Names of the finished tokens a grid is decoded from, and how many there are. */
    static Map<String, Integer> conditions(TokenGrid grid, BundleManifest manifest) {
        int lowTop = manifest.tokens(TokenGrid.TOP);
        int lowBottom = manifest.tokens(TokenGrid.BOTTOM);
        int highTop = manifest.tokens(TokenGrid.UPSAMPLER_TOP);
        return new TreeMap<>(
                switch (grid) {
                    case TOP -> Map.<String, Integer>of();
                    case BOTTOM -> Map.of("topIds", lowTop);
                    case UPSAMPLER_TOP -> Map.of("lowTopIds", lowTop, "lowBottomIds", lowBottom);
                    case UPSAMPLER_BOTTOM -> Map.of("lowTopIds", lowTop, "lowBottomIds", lowBottom, "topIds", highTop);
                });
    }

    /** Inputs that finished grids are given by; none for graphs that are no decoding steps. */
    Set<String> conditions() {
        return Arrays.stream(TokenGrid.values()).anyMatch(grid -> grid.graph() == graph)
                ? inputs.stream()
                        .map(TensorSpec::name)
                        .filter(CONDITIONS::contains)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /**
     * Compares with what a graph declares.
     *
     * @throws InvalidBundleException with every difference
     */
    void check(String file, List<TensorSpec> declaredInputs, List<TensorSpec> declaredOutputs) {
        List<String> problems = new ArrayList<>();
        compare("input", inputs, declaredInputs, problems);
        compare("output", outputs, declaredOutputs, problems);
        if (!problems.isEmpty()) {
            throw new InvalidBundleException(file, problems);
        }
    }

    private static void compare(
            String kind, List<TensorSpec> wanted, List<TensorSpec> declared, List<String> problems) {
        Map<String, TensorSpec> byName =
                declared.stream().collect(Collectors.toMap(TensorSpec::name, Function.identity()));
        for (TensorSpec spec : wanted) {
            TensorSpec got = byName.remove(spec.name());
            if (got == null || !spec.admits(got)) {
                problems.add(kind + " " + spec.name() + ": expected " + spec.described() + ", got "
                        + (got == null ? "none" : got.described()));
            }
        }
        byName.values()
                .forEach(extra -> problems.add(
                        kind + " " + extra.name() + ": expected none of that name, got " + extra.described()));
    }
}
