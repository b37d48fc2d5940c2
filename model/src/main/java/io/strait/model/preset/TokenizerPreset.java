package io.strait.model.preset;

/**
 * Size of a stratified tokenizer (VQGAN2-R): a top grid at 1/16 and a bottom grid at 1/8 of the image, one codebook.
 *
 * @param codes entries of the shared codebook
 * @param codeWidth width of one entry
 * @param stemBlock pixels per side folded into channels before the first convolution; divides 8
 * @param stemChannels channels at 1/stemBlock of the image
 * @param bottomChannels channels at 1/8 of the image
 * @param topChannels channels at 1/16 of the image
 * @param blocks residual blocks per resolution in the decoder (the encoder has half as many at the stem and bottom)
 * @param topOnlyShare share of training samples decoded without the bottom residual, in [0, 1)
 */
public record TokenizerPreset(
        int codes,
        int codeWidth,
        int stemBlock,
        int stemChannels,
        int bottomChannels,
        int topChannels,
        int blocks,
        double topOnlyShare) {
    public TokenizerPreset {
        if (stemBlock < 1 || 8 % stemBlock != 0) {
            throw new IllegalArgumentException("stemBlock: expected a divisor of 8, got " + stemBlock);
        }
    }
}
