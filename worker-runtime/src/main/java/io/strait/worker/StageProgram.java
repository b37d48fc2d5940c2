package io.strait.worker;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is particular to a stage. Stateless: one program serves every job of a worker. */
public interface StageProgram {
    /** The stage. */
    Stage stage();

    /** Grids that earlier stages must have filled. */
    List<TokenGrid> given();

    /** Grids this stage fills, in order. */
    List<TokenGrid> grids();

    /** Graphs its engine needs. */
    Set<GraphName> graphs();

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

    /**
     * The stage that goes on with the job, or empty if this one finishes it.
     *
     * @param size side in pixels of the image asked for
     */
    Optional<Stage> next(int size, BundleManifest manifest);
}
