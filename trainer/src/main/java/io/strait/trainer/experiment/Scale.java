package io.strait.trainer.experiment;

import io.strait.model.preset.Preset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How large networks are and how long everything takes; the same for all that is compared.
 *
 * @param preset name of the preset whose variants are trained
 * @param tokenizerSteps steps of a tokenizer
 * @param tokenizerBatch half-size crops a step
 * @param transformerSteps steps of a transformer
 * @param transformerBatch samples a step
 * @param rate highest learning rate
 * @param samples samples to draw for a row of a table, at least 4
 * @param classifierSteps steps of the classifier
 */
public record Scale(
        String preset,
        int tokenizerSteps,
        int tokenizerBatch,
        int transformerSteps,
        int transformerBatch,
        double rate,
        int samples,
        int classifierSteps) {
    /** Images of 64 pixels, networks that learn nothing: for tests. */
    static final Scale TINY = new Scale("tiny", 65, 4, 3, 4, 2e-3, 8, 5);
    /** Images of 128 pixels: all tables in some 80 minutes on two CPU cores. */
    static final Scale SMALL = new Scale("small", 1500, 12, 1000, 12, 1e-3, 300, 1200);

    private static final List<Scale> ALL = List.of(TINY, SMALL);

    /**
     * The scale of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Scale named(String name) {
        return ALL.stream().filter(s -> s.preset.equals(name)).findFirst().orElseThrow(() -> {
            String names = ALL.stream().map(Scale::preset).collect(Collectors.joining(", "));
            return new IllegalArgumentException("scale: expected one of " + names + ", got " + name);
        });
    }

    /** With other numbers; 0 leaves one as it is. */
    public Scale with(int otherTokenizerSteps, int otherTransformerSteps, int otherSamples) {
        return new Scale(
                preset,
                otherTokenizerSteps == 0 ? tokenizerSteps : otherTokenizerSteps,
                tokenizerBatch,
                otherTransformerSteps == 0 ? transformerSteps : otherTransformerSteps,
                transformerBatch,
                rate,
                otherSamples == 0 ? samples : otherSamples,
                classifierSteps);
    }

    /** Pixels per side. */
    public int pixels() {
        return Preset.named(preset).pixels();
    }
}
