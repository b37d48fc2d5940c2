package io.strait.model.preset;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Sizes of everything that is trained for one bundle.
 *
 * @param name name on the command line
 * @param pixels side of the low-resolution image; the upsampler makes twice that
 * @param tokenizer tokenizer, shared by both resolutions
 * @param top network for the top grid, side {@code pixels / 16}
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
            new TokenizerPreset(8192, 32, 1, 128, 256, 512, 2, 0.13),
            new TransformerPreset(768, 48, 32, 5120, 0, true),
            new TransformerPreset(768, 16, 24, 4096, 0, true),
            new TransformerPreset(768, 3, 24, 4096, 0, true),
            64);

    private static final List<Preset> ALL = List.of(TINY, DEMO, PAPER);

    /** All presets, smallest first. */
    public static List<Preset> all() {
        return ALL;
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
