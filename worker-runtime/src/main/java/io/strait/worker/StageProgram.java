package io.strait.worker;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is particular to a stage; what follows from the stages' order, which is {@link Stage}'s, is here. Stateless: one program serves
 * every job of a worker.
 */
public interface StageProgram {
    /** The stage. */
    Stage stage();

    /** Graphs that its pictures are decoded with. */
    Set<GraphName> decoders();

    /**
     * What a step of a grid is conditioned on.
     *
     * @param tokens every grid finished so far
     */
    StepCondition condition(TokenGrid grid, JobTokens tokens);

    /**
     * How the image so far is drawn.
     *
     * @param tokens every grid finished before {@code grid}
     * @param ids of {@code grid}, none of them masked
     */
    Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids);

    /** Grids that earlier stages must have filled. */
    default List<TokenGrid> given() {
        return Arrays.stream(TokenGrid.values())
                .filter(grid -> grid.stage().compareTo(stage()) < 0)
                .toList();
    }

    /** Grids this stage fills, in order. */
    default List<TokenGrid> grids() {
        return Arrays.stream(TokenGrid.values())
                .filter(grid -> grid.stage() == stage())
                .toList();
    }

    /** Graphs its engine needs: a step of each grid, and the decoders. */
    default Set<GraphName> graphs() {
        Set<GraphName> graphs = EnumSet.copyOf(decoders());
        grids().forEach(grid -> graphs.add(grid.graph()));
        return graphs;
    }

    /**
     * The stage that goes on with the job, or empty if this one finishes it.
     *
     * @param size side in pixels of the image asked for
     */
    default Optional<Stage> next(int size, BundleManifest manifest) {
        return switch (stage()) {
            case TOP -> Optional.of(Stage.BOTTOM);
            case BOTTOM -> size == manifest.upsampledSize() ? Optional.of(Stage.UPSAMPLER) : Optional.empty();
            case UPSAMPLER -> Optional.empty();
        };
    }
}
