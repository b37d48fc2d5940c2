package io.strait.trainer.network;

import io.strait.model.preset.TransformerPreset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bidirectional transformer over the tokens of a grid, some of them masked; a class token stands in front. Given
 * grids are attended to by cross-attention and, in small presets, also brought to where they lie ({@link LocalCondition}). Pre-layer-norm.
 * Axes: R rows (one image each), G windows of a grid, n tokens of a window, N = G·n tokens of the grid, V codes, D
 * width. Source: StraIT, section 3.3.
 *
 * @param <T> the interpreter's value
 */
public final class MaskedTransformer<T> {
    /** Standard deviation that embeddings start with. */
    public static final double TABLE_DEVIATION = 0.05;

    private final Ops<T> ops;
    private final TransformerPreset p;
    private final int codes;
    private final LabelTable labels;
    private final long d;
    private final double residualGain;

    /**
     * A view of the network; parameters belong to the interpreter.
     *
     * @param codes V; the id V is the mask
     */
    public MaskedTransformer(Ops<T> ops, TransformerPreset preset, int codes, LabelTable labels) {
        this.ops = ops;
        this.p = preset;
        this.codes = codes;
        this.labels = labels;
        this.d = preset.width();
        this.residualGain = 1 / Math.sqrt(2.0 * preset.layers());
    }

    /**
     * Logits of every position of whole grids.
     *
     * @param ids (R, N) in [0, V], row-major over the grid
     * @param labelIds (R); the null class is the last
     * @param conditions per condition of the grid its ids, (R, side²)
     * @return (R, N, V)
     */
    public T logits(Grid grid, T ids, T labelIds, List<T> conditions) {
        T classes = ops.reshape(classes(labelIds), 0, 1, d);
        if (grid.windows() == 1) {
            return head(hidden(grid, ids, classes, conditions, null));
        }
        int g = grid.windowsPerSide();
        List<T> cut = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            cut.add(windows(
                    conditions.get(i), g, grid.windowSide(grid.conditions().get(i))));
        }
        classes = ops.concat(1, Collections.nCopies(grid.windows(), classes));
        // Zero times the classes gives the table a row for every window of every image without a dynamic shape.
        T window = ops.add(ops.scale(classes, 0), ops.reshape(windowTable(grid), 1, grid.windows(), d));
        window = ops.reshape(window, -1, 1, d);
        T h = hidden(grid, windows(ids, g, grid.windowSide()), ops.reshape(classes, -1, 1, d), cut, window);
        int s = grid.windowSide();
        h = ops.transpose(ops.reshape(h, -1, g, g, s, s, d), 0, 1, 3, 2, 4, 5);
        return head(ops.reshape(h, -1, grid.tokens(), d));
    }

    /**
     * Last hidden layer of single windows, for training: the same mathematics as in {@link #logits}.
     *
     * @param ids (R, n)
     * @param labelIds (R)
     * @param conditions per condition the ids of the same place, (R, windowSide(condition)²)
     * @param windowIds (R), which window each row is; ignored for grids of one window
     * @return (R, n, D), input of {@link #head}
     */
    public T windowHidden(Grid grid, T ids, T labelIds, List<T> conditions, T windowIds) {
        T window = grid.windows() == 1 ? null : ops.reshape(ops.embedding(windowTable(grid), windowIds), -1, 1, d);
        return hidden(grid, ids, ops.reshape(classes(labelIds), 0, 1, d), conditions, window);
    }

    /** Hidden layer (…, D) to logits (…, V); the output matrix is the token table. */
    public T head(T hidden) {
        T x = ops.norm("head.norm2", ops.gelu(ops.dense("head.dense", hidden, p.width(), p.width(), 1)), p.width());
        T weight = ops.slice(tokenTable(), 0, 0, codes);
        return ops.linear(x, weight, ops.parameter("head.bias", Init.constant(0), codes));
    }

    /** Ids (W, n), classes (W, 1, D), window embedding (W, 1, D) to (W, n, D). */
    private T hidden(Grid grid, T ids, T classes, List<T> conditions, @Nullable T window) {
        int n = grid.windowTokens();
        T x = ops.embedding(tokenTable(), ids);
        x = ops.add(x, ops.table("position." + n, Init.normal(TABLE_DEVIATION), n, d));
        x = ops.add(x, ops.table("grid." + grid.name(), Init.normal(TABLE_DEVIATION), 1, d));
        if (window != null) {
            x = ops.add(x, window);
        }
        List<T> embedded = new ArrayList<>();
        List<T> memory = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            Grid.Condition c = grid.conditions().get(i);
            int side = grid.windowSide(c);
            T e = ops.embedding(
                    ops.table("condition." + c.name(), Init.normal(TABLE_DEVIATION), codes, d), conditions.get(i));
            embedded.add(e);
            long tokens = (long) side * side;
            String position = "condition." + c.name() + ".position." + tokens;
            memory.add(ops.add(e, ops.table(position, Init.normal(TABLE_DEVIATION), tokens, d)));
        }
        if (!embedded.isEmpty() && p.conditionBlocks() > 0) {
            x = ops.add(x, new LocalCondition<>(ops, p).features(grid, embedded));
        }
        T given = memory.isEmpty() ? null : ops.compute(memory.size() == 1 ? memory.get(0) : ops.concat(1, memory));
        T h = ops.dropout(ops.compute(ops.concat(1, List.of(classes, x))));
        for (int layer = 0; layer < p.layers(); layer++) {
            String name = "layer" + layer;
            h = selfAttention(name + ".self", h);
            if (given == null || p.mlpAfterSelfAttention()) {
                h = feedForward(name + ".self.mlp", h);
            }
            if (given != null) {
                h = feedForward(name + ".cross.mlp", crossAttention(name + ".cross", h, given));
            }
        }
        return ops.slice(ops.norm("head.norm1", h, p.width()), 1, 1, n + 1);
    }

    private T tokenTable() {
        return ops.table("token", Init.normal(TABLE_DEVIATION), codes + 1, d);
    }

    private T windowTable(Grid grid) {
        return ops.table("window." + grid.name(), Init.normal(TABLE_DEVIATION), grid.windows(), d);
    }

    /** Label ids (R) to (R, D): parts of the label plus the label as a whole. */
    private T classes(T labelIds) {
        int rows = labels.nullId() + 1;
        T table = ops.table("label", Init.normal(labels.partCount() > 0 ? 0.01 : TABLE_DEVIATION), rows, d);
        for (int part = 0; part < labels.partCount(); part++) {
            T of = ops.table("label.part" + part, Init.normal(TABLE_DEVIATION), labels.partSize(part), d);
            table = ops.add(table, ops.embedding(of, ops.indices(labels.partOf(part))));
        }
        return ops.embedding(table, labelIds);
    }

    /** Ids (R, (g·s)²) of a grid to (R·g², s²), window after window. */
    private T windows(T ids, int g, int s) {
        return ops.reshape(ops.transpose(ops.reshape(ids, -1, g, s, g, s), 0, 1, 3, 2, 4), -1, (long) s * s);
    }

    private T selfAttention(String name, T h) {
        T x = ops.dense(name + ".qkv", ops.norm(name + ".norm", h, p.width()), p.width(), 3 * p.width(), 1);
        return attend(name, h, ops.slice(x, 2, 0, d), ops.slice(x, 2, d, 2 * d), ops.slice(x, 2, 2 * d, 3 * d));
    }

    private T crossAttention(String name, T h, T given) {
        T q = ops.dense(name + ".q", ops.norm(name + ".norm", h, p.width()), p.width(), p.width(), 1);
        T kv = ops.dense(name + ".kv", given, p.width(), 2 * p.width(), 1);
        return attend(name, h, q, ops.slice(kv, 2, 0, d), ops.slice(kv, 2, d, 2 * d));
    }

    /** Scaled attention written out: on CPU libtorch's fused kernel is many times slower in bfloat16. */
    private T attend(String name, T h, T q, T k, T v) {
        T scores = ops.matmul(
                ops.scale(heads(q), 1 / Math.sqrt((double) p.width() / p.heads())),
                ops.transpose(heads(k), 0, 1, 3, 2));
        T mixed = ops.transpose(ops.matmul(ops.softmax(scores), heads(v)), 0, 2, 1, 3);
        T out = ops.dense(name + ".out", ops.reshape(mixed, 0, 0, d), p.width(), p.width(), residualGain);
        return ops.add(h, ops.dropout(out));
    }

    /** (W, n, D) to (W, heads, n, D / heads). */
    private T heads(T x) {
        return ops.transpose(ops.reshape(x, 0, 0, p.heads(), d / p.heads()), 0, 2, 1, 3);
    }

    private T feedForward(String name, T h) {
        T x = ops.dense(name + ".in", ops.norm(name + ".norm", h, p.width()), p.width(), p.mlpWidth(), 1);
        return ops.add(h, ops.dropout(ops.dense(name + ".out", ops.gelu(x), p.mlpWidth(), p.width(), residualGain)));
    }
}
