package io.strait.model.preset;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sizes of everything that is trained for one bundle.
 *
 * @param name name on the command line
 * @param pixels side of the low-resolution image; the upsampler makes twice that
 * @param tokenizer tokenizer, shared by both resolutions
 * @param top network for the top grid, side {@code pixels / 16}; for the only grid, if the tokenizer has one
 * @param bottom network for the bottom grid, side {@code pixels / 8}
 * @param upsampler network for both grids of the doubled image
 * @param upsamplerWindow side of the windows the upsampler attends within; {@code pixels / 8} is the size of its top grid
 */
public record Preset(
        String name,
        int pixels,
        TokenizerPreset tokenizer,
        TransformerPreset top,
        TransformerPreset bottom,
        TransformerPreset upsampler,
        int upsamplerWindow) {

    /** Tests: trains in seconds. */
    public static final Preset TINY = new Preset(
            "tiny",
            64,
            new TokenizerPreset(32, 8, 4, 16, 16, 16, 1, 0.15),
            new TransformerPreset(32, 2, 2, 64, 0, true),
            new TransformerPreset(32, 1, 2, 64, 1, false),
            new TransformerPreset(32, 1, 2, 64, 1, false),
            8);

    /** The paper's comparisons: dozens of trainings in about an hour on two CPU cores. */
    public static final Preset SMALL = new Preset(
            "small",
            128,
            new TokenizerPreset(256, 32, 4, 48, 96, 128, 1, 0.13),
            new TransformerPreset(192, 4, 4, 768, 0, true),
            new TransformerPreset(96, 2, 2, 384, 2, false),
            new TransformerPreset(96, 1, 2, 384, 2, false),
            16);

    /** The demo bundle: trains on two CPU cores in hours. */
    public static final Preset DEMO = new Preset(
            "demo",
            256,
            new TokenizerPreset(512, 32, 4, 64, 128, 160, 2, 0.13),
            new TransformerPreset(256, 6, 4, 1024, 0, true),
            new TransformerPreset(192, 3, 3, 768, 4, false),
            new TransformerPreset(128, 2, 2, 512, 3, false),
            32);

    /** The sizes of the paper. Source: StraIT, section 4.1 and tables 8 and 9. */
    public static final Preset PAPER = new Preset(
            "paper",
            256,
            new TokenizerPreset(
                    TokenizerForm.RESIDUAL, 8192, 0, 32, 1, 128, List.of(128, 256), 256, 512, 3, 5, 4, 0.13),
            new TransformerPreset(768, 48, 32, 5120, 0, true),
            new TransformerPreset(768, 16, 24, 4096, 0, true),
            new TransformerPreset(768, 3, 24, 4096, 0, true),
            64);

    /** MaskGIT as the paper compares itself with. Source: Chang et al., MaskGIT (2022), section 4; StraIT, table 5. */
    private static final TransformerPreset PAPER_MASKGIT = new TransformerPreset(768, 24, 16, 3072, 0, true);

    /** About as many parameters as the demo's top and bottom together. */
    private static final TransformerPreset DEMO_MASKGIT = new TransformerPreset(256, 14, 4, 1024, 0, true);

    /** As many parameters as the small top and bottom together. */
    private static final TransformerPreset SMALL_MASKGIT = new TransformerPreset(192, 7, 4, 768, 0, true);

    private static final List<Preset> BASES = List.of(TINY, SMALL, DEMO, PAPER);

    private static final List<Preset> ALL = BASES.stream()
            .flatMap(p -> Stream.concat(Stream.of(p), p.variants()))
            .toList();

    /** All presets, smallest first; each size followed by its variants for comparison. */
    public static List<Preset> all() {
        return ALL;
    }

    /**
     * What the paper compares with: the bottom joined by concatenation, a codebook for each grid, two tokenizers
     * that know nothing of each other, and the single-scale
     * tokenizers, whose one grid a MaskGIT predicts.
     */
    private Stream<Preset> variants() {
        TransformerPreset single = switch (name) {
            case "paper" -> PAPER_MASKGIT;
            case "demo" -> DEMO_MASKGIT;
            case "small" -> SMALL_MASKGIT;
            default -> top;
        };
        return Stream.of(
                variant("c", TokenizerForm.CONCATENATION, 0, top),
                variant("separate", TokenizerForm.RESIDUAL, tokenizer.codes() / 4, top),
                variant("cascade", TokenizerForm.CASCADE, tokenizer.codes(), top),
                variant("f16", TokenizerForm.ONLY_TOP, 0, single),
                variant("f8", TokenizerForm.ONLY_BOTTOM, 0, single));
    }

    private Preset variant(String suffix, TokenizerForm form, int bottomCodes, TransformerPreset first) {
        return new Preset(
                name + "-" + suffix,
                pixels,
                tokenizer.as(form, bottomCodes),
                first,
                bottom,
                upsampler,
                upsamplerWindow);
    }

    /**
     * The preset of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Preset named(String name) {
        return ALL.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow(() -> {
            String names = ALL.stream().map(Preset::name).collect(Collectors.joining(", "));
            return new IllegalArgumentException("preset: expected one of " + names + ", got " + name);
        });
    }

    /** Side of the top grid. */
    public int topSide() {
        return pixels / 16;
    }

    /** Side of the bottom grid. */
    public int bottomSide() {
        return pixels / 8;
    }
}
