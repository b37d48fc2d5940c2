package io.strait.trainer.training;

import io.strait.trainer.data.TokenSet;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One batch of partly masked windows. All sizes are the same from batch to batch, whatever the mask ratios: varying
 * ones make libtorch's allocator grow without end. So a fixed number of masked positions is predicted; places not
 * needed have target {@link #IGNORED}.
 */
final class MaskedBatch {
    /** Target of places that do not count. */
    static final long IGNORED = -100;
    /** Predicted share of all positions; the mean mask ratio is 2 / pi = 0.64. */
    private static final double PREDICTED_SHARE = 0.7;

    final long[] ids;
    final long[] labels;
    final long[] windows;
    final List<long[]> conditions = new ArrayList<>();
    final long[] positions;
    final long[] targets;

    /**
     * Draws a batch.
     *
     * @param chosen images that may be drawn
     * @param labelOf label of every image
     * @param views views of an image to draw from, the first so many
     * @param classDropped share of samples whose label becomes {@code nullLabel}
     * @param mask id of a masked token
     */
    MaskedBatch(
            Stage stage,
            Grid grid,
            TokenSet tokens,
            int[] chosen,
            int[] labelOf,
            int views,
            double classDropped,
            int nullLabel,
            int mask,
            int count,
            SplittableRandom random) {
        int n = grid.windowTokens();
        ids = new long[count * n];
        labels = new long[count];
        windows = new long[count];
        for (Grid.Condition c : grid.conditions()) {
            conditions.add(new long[count * grid.windowSide(c) * grid.windowSide(c)]);
        }
        long[] truth = new long[count * n];
        int[] masked = new int[count * n];
        int found = 0;
        for (int i = 0; i < count; i++) {
            int image = chosen[random.nextInt(chosen.length)];
            int view = random.nextInt(views);
            int window = random.nextInt(grid.windows());
            windows[i] = window;
            labels[i] = random.nextDouble() < classDropped ? nullLabel : labelOf[image];
            long[] whole = tokens.grid(target(stage, grid), image, view);
            System.arraycopy(TokenSet.window(whole, grid.windowsPerSide(), window), 0, truth, i * n, n);
            for (int c = 0; c < conditions.size(); c++) {
                long[] given = tokens.grid(condition(grid.conditions().get(c)), image, view);
                long[] cut = TokenSet.window(given, grid.windowsPerSide(), window);
                System.arraycopy(cut, 0, conditions.get(c), i * cut.length, cut.length);
            }
            double ratio = Math.cos(Math.PI / 2 * random.nextDouble());
            int hidden = Math.max(1, (int) Math.ceil(ratio * n));
            int[] order = permutation(i * n, n, random);
            System.arraycopy(order, 0, masked, found, hidden);
            found += hidden;
        }
        System.arraycopy(truth, 0, ids, 0, truth.length);
        for (int k = 0; k < found; k++) {
            ids[masked[k]] = mask;
        }
        positions = new long[predicted(count, n)];
        targets = new long[positions.length];
        Arrays.fill(targets, IGNORED);
        for (int k = 0; k < Math.min(found, positions.length); k++) {
            int other = k + random.nextInt(found - k);
            int at = masked[other];
            masked[other] = masked[k];
            positions[k] = at;
            targets[k] = truth[at];
        }
    }

    /** Number of positions of a batch that are predicted. */
    static int predicted(int count, int tokens) {
        return (int) Math.ceil(PREDICTED_SHARE * count * tokens);
    }

    /**
     * Replaces a share of the given tokens by random ones. Whether a grid is coarse or fine, its own codes come first;
     * of two codebooks the smaller bounds what is drawn.
     *
     * @param share share replaced, in [0, 1]
     * @param codes codes to draw from
     */
    void replaceConditions(double share, int codes, SplittableRandom random) {
        if (share == 0) {
            return;
        }
        for (long[] given : conditions) {
            for (int i = 0; i < given.length; i++) {
                if (random.nextDouble() < share) {
                    given[i] = random.nextInt(codes);
                }
            }
        }
    }

    private static int[] permutation(int from, int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int k = 0; k < n; k++) {
            int other = random.nextInt(k + 1);
            order[k] = order[other];
            order[other] = from + k;
        }
        return order;
    }

    static TokenSet.Kind target(Stage stage, Grid grid) {
        boolean top = grid.name().equals("top");
        if (stage == Stage.UPSAMPLER) {
            return top ? TokenSet.Kind.LARGE_TOP : TokenSet.Kind.LARGE_BOTTOM;
        }
        return top ? TokenSet.Kind.TOP : TokenSet.Kind.BOTTOM;
    }

    static TokenSet.Kind condition(Grid.Condition condition) {
        return switch (condition.name()) {
            case "top", "lowTop" -> TokenSet.Kind.TOP;
            case "lowBottom" -> TokenSet.Kind.BOTTOM;
            case "highTop" -> TokenSet.Kind.LARGE_TOP;
            default -> throw new IllegalArgumentException("condition: expected a known grid, got " + condition.name());
        };
    }
}
