package io.strait.model.preset;

/**
 * Size of a masked transformer.
 *
 * @param width width of a token
 * @param layers layers; a conditioned layer is a self-attention block and a cross-attention block
 * @param heads attention heads; divides {@code width}
 * @param mlpWidth hidden width of the feed-forward part
 * @param conditionBlocks residual blocks of the convolutions that bring the given grids' features to the places they
 *     belong to; 0 for no such convolutions (the paper). Small conditioned networks learn far sooner with them
 * @param mlpAfterSelfAttention whether a conditioned layer's self-attention block has a feed-forward part of its own
 *     (the paper: yes). Unconditioned layers always have one
 */
public record TransformerPreset(
        int width, int layers, int heads, int mlpWidth, int conditionBlocks, boolean mlpAfterSelfAttention) {
    public TransformerPreset {
        if (conditionBlocks < 0) {
            throw new IllegalArgumentException("conditionBlocks: expected 0 or more, got " + conditionBlocks);
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("heads: expected a divisor of width " + width + ", got " + heads);
        }
    }
}
