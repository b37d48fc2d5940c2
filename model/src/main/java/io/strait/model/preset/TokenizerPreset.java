package io.strait.model.preset;

import java.util.List;

/**
 * Size and form of a tokenizer.
 *
 * @param form which grids it makes, and how the decoder joins them
 * @param codes entries of the codebook; of the top's, if the bottom has its own
 * @param bottomCodes entries of the bottom's own codebook, at most {@code codes}; 0 if both grids share one
 * @param codeWidth width of one entry
 * @param stemBlock pixels per side folded into channels before the first convolution; divides 8
 * @param stemChannels channels at 1/stemBlock of the image
 * @param middleChannels channels at the resolutions between the stem's and 1/8, finest first, each with residual
 *     blocks; empty for plain steps down and up
 * @param bottomChannels channels at 1/8 of the image
 * @param topChannels channels at 1/16 of the image
 * @param blocks residual blocks per resolution in the decoder (the encoder has half as many, rounded up)
 * @param topBlocks residual blocks at 1/16, in the encoder and in the decoder
 * @param latentBlocks residual blocks of the latent conditional layer before it enlarges the top
 * @param topOnlyShare share of training samples decoded without the bottom, in [0, 1)
 */
public record TokenizerPreset(
        TokenizerForm form,
        int codes,
        int bottomCodes,
        int codeWidth,
        int stemBlock,
        int stemChannels,
        List<Integer> middleChannels,
        int bottomChannels,
        int topChannels,
        int blocks,
        int topBlocks,
        int latentBlocks,
        double topOnlyShare) {

    public TokenizerPreset {
        middleChannels = List.copyOf(middleChannels);
        if (stemBlock < 1 || 8 % stemBlock != 0) {
            throw new IllegalArgumentException("stemBlock: expected a divisor of 8, got " + stemBlock);
        }
        if (!middleChannels.isEmpty() && stemBlock << (middleChannels.size() + 1) != 8) {
            throw new IllegalArgumentException("middleChannels: expected one for each resolution between 1/" + stemBlock
                    + " and 1/8, got " + middleChannels);
        }
        if (bottomCodes < 0 || bottomCodes > codes) {
            throw new IllegalArgumentException("bottomCodes: expected 0 to " + codes + ", got " + bottomCodes);
        }
    }

    /** VQGAN2-R with one codebook and no residual blocks between the stem and 1/8. */
    public TokenizerPreset(
            int codes,
            int codeWidth,
            int stemBlock,
            int stemChannels,
            int bottomChannels,
            int topChannels,
            int blocks,
            double topOnlyShare) {
        this(
                TokenizerForm.RESIDUAL,
                codes,
                0,
                codeWidth,
                stemBlock,
                stemChannels,
                List.of(),
                bottomChannels,
                topChannels,
                blocks,
                blocks,
                1,
                topOnlyShare);
    }

    /** The same size in another form. */
    public TokenizerPreset as(TokenizerForm other, int ownBottomCodes) {
        return new TokenizerPreset(
                other,
                codes,
                ownBottomCodes,
                codeWidth,
                stemBlock,
                stemChannels,
                middleChannels,
                bottomChannels,
                topChannels,
                blocks,
                topBlocks,
                latentBlocks,
                topOnlyShare);
    }

    /** Entries of all codebooks, which are kept one after the other. */
    public int allCodes() {
        return codes + bottomCodes;
    }

    /** Place of the bottom's first entry among all. */
    public int firstBottomCode() {
        return bottomCodes == 0 ? 0 : codes;
    }

    /** Entries the bottom is drawn from. */
    public int codesOfBottom() {
        return bottomCodes == 0 ? codes : bottomCodes;
    }
}
