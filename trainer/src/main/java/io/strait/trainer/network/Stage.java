package io.strait.trainer.network;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerForm;
import io.strait.model.preset.TransformerPreset;
import java.util.List;
import java.util.Locale;

/** The transformers of a preset and the grids each works on. */
public enum Stage {
    /** Layout: the top grid from nothing but the class. */
    TOP,
    /** Detail: the bottom grid given the top one. */
    BOTTOM,
    /** Both grids of the doubled image given those of the small one. */
    UPSAMPLER;

    /** The stages a preset has: all, or the top alone where there is only one grid. */
    public static List<Stage> of(Preset p) {
        return p.tokenizer().form().stratified() ? List.of(values()) : List.of(TOP);
    }

    /**
     * Grids in the order they are decoded. A single grid is the top stage's, whatever its resolution.
     *
     * @throws IllegalArgumentException if the preset has no such stage
     */
    public List<Grid> grids(Preset p) {
        TokenizerForm form = p.tokenizer().form();
        if (!of(p).contains(this)) {
            throw new IllegalArgumentException(name().toLowerCase(Locale.ROOT)
                    + ": expected a preset with two grids, got " + p.name() + " with " + form.title());
        }
        if (!form.hasTop()) {
            return List.of(new Grid("bottom", p.bottomSide(), p.bottomSide(), List.of()));
        }
        int top = p.topSide();
        int bottom = p.bottomSide();
        Grid.Condition lowTop = new Grid.Condition("lowTop", top);
        Grid.Condition lowBottom = new Grid.Condition("lowBottom", bottom);
        return switch (this) {
            case TOP -> List.of(new Grid("top", top, top, List.of()));
            case BOTTOM -> List.of(new Grid("bottom", bottom, bottom, List.of(new Grid.Condition("top", top))));
            case UPSAMPLER ->
                List.of(
                        new Grid("top", 2 * top, Math.min(2 * top, p.upsamplerWindow()), List.of(lowTop, lowBottom)),
                        new Grid(
                                "bottom",
                                2 * bottom,
                                p.upsamplerWindow(),
                                List.of(lowTop, lowBottom, new Grid.Condition("highTop", 2 * top))));
        };
    }

    /** Size of this stage's network. */
    public TransformerPreset size(Preset p) {
        return switch (this) {
            case TOP -> p.top();
            case BOTTOM -> p.bottom();
            case UPSAMPLER -> p.upsampler();
        };
    }
}
