package io.strait.trainer.network;

import java.util.List;

/**
 * A grid of tokens a network predicts, and the grids it is given.
 *
 * @param name name in parameters, e.g. {@code top}
 * @param side tokens per side
 * @param windowSide side of the windows the grid is cut into; {@code side} for none. Attention is within a window
 * @param conditions finished grids; each side times or divided by a whole number gives {@code side}
 */
public record Grid(String name, int side, int windowSide, List<Condition> conditions) {
    /**
     * A finished grid given to the network.
     *
     * @param name name in parameters and graph inputs
     * @param side tokens per side
     */
    public record Condition(String name, int side) {}

    public Grid {
        conditions = List.copyOf(conditions);
        if (side % windowSide != 0) {
            throw new IllegalArgumentException("windowSide: expected a divisor of " + side + ", got " + windowSide);
        }
        for (Condition c : conditions) {
            if (side % c.side != 0) {
                throw new IllegalArgumentException(c.name + ": expected a side dividing " + side + ", got " + c.side);
            }
        }
    }

    /** Windows per side. */
    public int windowsPerSide() {
        return side / windowSide;
    }

    /** Windows in all. */
    public int windows() {
        return windowsPerSide() * windowsPerSide();
    }

    /** Tokens of one window. */
    public int windowTokens() {
        return windowSide * windowSide;
    }

    /** Tokens of the whole grid. */
    public int tokens() {
        return side * side;
    }

    /** Side of that part of a condition that covers the place of one window. */
    public int windowSide(Condition condition) {
        return condition.side / windowsPerSide();
    }
}
