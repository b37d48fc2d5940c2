package io.strait.trainer.network;

import io.strait.model.preset.TransformerPreset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings given grids to the places of the tokens to predict: from the coarsest to the finest, each is joined to what
 * the coarser ones gave; residual blocks look around; the result is enlarged to the grid. Convolutions learn in
 * minutes what cross-attention needs hours for: where an edge runs within a coarse token is known from its neighbours.
 * Not in the paper, whose presets leave it out. Axes: W windows, D width, s side of a given grid within the window.
 *
 * @param <T> the interpreter's value
 */
final class LocalCondition<T> {
    private static final double RESIDUAL_GAIN = 0.3;
    private static final double OUT_GAIN = 0.2;

    private final Ops<T> ops;
    private final TransformerPreset p;
    private final int width;

    LocalCondition(Ops<T> ops, TransformerPreset preset) {
        this.ops = ops;
        this.p = preset;
        this.width = preset.width();
    }

    /**
     * Features for every token of a window.
     *
     * @param embedded per condition of the grid its embedded tokens, (W, s², D)
     * @return (W, windowSide², D), small at first
     */
    T features(Grid grid, List<T> embedded) {
        List<Grid.Condition> conditions = grid.conditions();
        int[] coarsestFirst = IntStream.range(0, conditions.size())
                .boxed()
                .sorted(Comparator.comparing(i -> conditions.get(i).side()))
                .mapToInt(Integer::intValue)
                .toArray();
        String name = "local." + grid.name();
        T x = own(name, conditions.get(coarsestFirst[0]), grid, embedded.get(coarsestFirst[0]));
        int side = grid.windowSide(conditions.get(coarsestFirst[0]));
        for (int k = 1; k < coarsestFirst.length; k++) {
            Grid.Condition finer = conditions.get(coarsestFirst[k]);
            int factor = grid.windowSide(finer) / side;
            T coarser = factor == 1 ? x : enlarged(name + "." + finer.name() + ".up", x, factor, 1, 1);
            x = ops.add(own(name, finer, grid, embedded.get(coarsestFirst[k])), coarser);
            side *= factor;
        }
        for (int block = 0; block < p.conditionBlocks(); block++) {
            x = residual(name + "." + block, x);
        }
        x = enlarged(name + ".out", ops.silu(x), grid.windowSide() / side, 3, OUT_GAIN);
        return ops.reshape(ops.transpose(x, 0, 2, 3, 1), -1, grid.windowTokens(), width);
    }

    private T own(String name, Grid.Condition condition, Grid grid, T embedded) {
        int side = grid.windowSide(condition);
        T x = ops.reshape(ops.scale(embedded, 1 / MaskedTransformer.TABLE_DEVIATION), -1, side, side, width);
        return ops.conv(name + "." + condition.name(), ops.transpose(x, 0, 3, 1, 2), width, width, 3, 1, 1);
    }

    private T enlarged(String name, T x, int factor, int kernel, double gain) {
        T y = ops.conv(name, x, width, width * factor * factor, kernel, 1, gain);
        return factor == 1 ? y : ops.depthToSpace(y, factor);
    }

    private T residual(String name, T x) {
        T y = ops.silu(ops.conv(name + ".conv1", ops.silu(x), width, width, 3, 1, 1.4));
        return ops.add(x, ops.conv(name + ".conv2", y, width, width, 3, 1, RESIDUAL_GAIN));
    }
}
