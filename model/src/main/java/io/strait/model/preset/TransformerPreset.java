package io.strait.model.preset;

/**
 * Size of a masked transformer.
 *
 * @param width width of a token
 * @param layers layers; a conditioned layer is a self-attention block and a cross-attention block
 * @param heads attention heads; divides {@code width}
 * @param mlpWidth hidden width of the feed-forward part
 * @param alignedCondition adds what convolutions make of the given grids' tokens around the same place to the input.
 *     Not in the paper; small conditioned networks learn far sooner with it
 * @param mlpAfterSelfAttention whether a conditioned layer's self-attention block has a feed-forward part of its own
 *     (the paper: yes). Unconditioned layers always have one
 */
public record TransformerPreset(
        int width, int layers, int heads, int mlpWidth, boolean alignedCondition, boolean mlpAfterSelfAttention) {
    public TransformerPreset {
        if (width % heads != 0) {
            throw new IllegalArgumentException("heads: expected a divisor of width " + width + ", got " + heads);
        }
    }
}
