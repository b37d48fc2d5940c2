package io.strait.engine;

import io.strait.model.TokenGrid;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The finished tokens that a grid is decoded from. Copies what it is given. */
public final class StepCondition {
    private static final String TOP = "topIds";
    private static final String LOW_TOP = "lowTopIds";
    private static final String LOW_BOTTOM = "lowBottomIds";

    private final TokenGrid grid;
    private final Map<String, int[]> ids;

    private StepCondition(TokenGrid grid, Map<String, int[]> ids) {
        this.grid = grid;
        this.ids = new TreeMap<>();
        ids.forEach((name, values) -> this.ids.put(name, values.clone()));
    }

    /** For the top grid: nothing but the class. */
    public static StepCondition none() {
        return new StepCondition(TokenGrid.TOP, Map.of());
    }

    /** For the bottom grid: the finished top grid. */
    public static StepCondition bottom(int[] topIds) {
        return new StepCondition(TokenGrid.BOTTOM, Map.of(TOP, topIds));
    }

    /** For the upsampler's top grid: both grids of the small image. */
    public static StepCondition upsamplerTop(int[] lowTopIds, int[] lowBottomIds) {
        return new StepCondition(TokenGrid.UPSAMPLER_TOP, Map.of(LOW_TOP, lowTopIds, LOW_BOTTOM, lowBottomIds));
    }

    /** For the upsampler's bottom grid: both grids of the small image and its finished top grid. */
    public static StepCondition upsamplerBottom(int[] lowTopIds, int[] lowBottomIds, int[] topIds) {
        return new StepCondition(
                TokenGrid.UPSAMPLER_BOTTOM, Map.of(LOW_TOP, lowTopIds, LOW_BOTTOM, lowBottomIds, TOP, topIds));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StepCondition that
                && grid == that.grid
                && ids.keySet().equals(that.ids.keySet())
                && ids.keySet().stream().allMatch(name -> Arrays.equals(ids(name), that.ids(name)));
    }

    @Override
    public int hashCode() {
        return ids.values().stream().mapToInt(Arrays::hashCode).reduce(grid.hashCode(), (a, c) -> 31 * a + c);
    }

    /** The grid this is a condition of. */
    TokenGrid grid() {
        return grid;
    }

    /** The ids for an input of the grid's graph; not to be changed. */
    int[] ids(String input) {
        return Objects.requireNonNull(ids.get(input), input);
    }
}
