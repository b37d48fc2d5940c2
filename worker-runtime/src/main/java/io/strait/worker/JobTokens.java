package io.strait.worker;

import io.strait.model.TokenGrid;
import java.util.EnumMap;
import java.util.Map;

/** Finished grids of one job. Immutable; ids are row-major, (side, side) of each grid. */
public final class JobTokens {
    private final Map<TokenGrid, int[]> grids;

    private JobTokens(Map<TokenGrid, int[]> grids) {
        this.grids = grids;
    }

    /** No grid is finished. */
    public static JobTokens none() {
        return new JobTokens(new EnumMap<>(TokenGrid.class));
    }

    /** These and one more finished grid; copies the ids. */
    public JobTokens with(TokenGrid grid, int[] ids) {
        Map<TokenGrid, int[]> more = new EnumMap<>(TokenGrid.class);
        more.putAll(grids);
        more.put(grid, ids.clone());
        return new JobTokens(more);
    }

    /** Whether a grid is finished. */
    public boolean has(TokenGrid grid) {
        return grids.containsKey(grid);
    }

    /**
     * Ids of a finished grid; a copy.
     *
     * @throws IllegalStateException if it is not finished
     */
    public int[] of(TokenGrid grid) {
        int[] ids = grids.get(grid);
        if (ids == null) {
            throw new IllegalStateException(
                    "tokens: expected " + grid.wireName() + " to be finished, got " + grids.keySet());
        }
        return ids.clone();
    }
}
