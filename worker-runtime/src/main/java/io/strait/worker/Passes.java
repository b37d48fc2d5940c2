package io.strait.worker;

import io.strait.model.TokenGrid;
import java.util.List;

/** What the runtime needs of an engine. Thread-safe. */
interface Passes {
    /** One pass over runs that are all at a grid; sample i belongs to run i. Does not change the runs. */
    List<Samples> step(TokenGrid grid, List<StageRun> runs);

    /** Pictures of drawings that are all {@linkplain Drawing#alike alike}, RGB, (pixels, pixels, 3) each, in order. */
    byte[][] draw(List<Drawing> drawings);

    /** Engine with its version, for provenance. */
    String engine();

    /** CPU instruction set, for provenance. */
    String cpu();
}
