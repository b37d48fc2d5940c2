package io.strait.trainer.network;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TransformerPreset;
import java.util.List;

/** The transformers of a preset and the grids each works on. */
public enum Stage {
    /** Layout: the top grid from nothing but the class. */
    TOP,
    /** Detail: the bottom grid given the top one. */
    BOTTOM,
    /** Both grids of the doubled image given those of the small one. */
    UPSAMPLER;

    /** Grids in the order they are decoded. */
    public List<Grid> grids(Preset p) {
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
