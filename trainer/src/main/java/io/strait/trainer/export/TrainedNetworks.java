package io.strait.trainer.export;

import io.strait.model.preset.Preset;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.ParameterSpec;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.WeightPrecision;
import io.strait.trainer.onnx.Weights;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Everything a bundle is made of.
 *
 * @param preset sizes
 * @param labels labels; the null class is the last
 * @param tokenizer weights and codebook
 * @param transformers weights of every stage
 */
public record TrainedNetworks(Preset preset, LabelTable labels, Weights tokenizer, Map<Stage, Weights> transformers) {
    public TrainedNetworks {
        transformers = Map.copyOf(new EnumMap<>(transformers));
    }

    /** Weights of a stage. */
    public Weights transformer(Stage stage) {
        return Objects.requireNonNull(transformers.get(stage));
    }

    /** What an export of that precision computes with. */
    TrainedNetworks rounded(WeightPrecision precision) {
        Map<Stage, Weights> rounded = new EnumMap<>(Stage.class);
        transformers.forEach((stage, weights) -> rounded.put(stage, weights.rounded(precision)));
        return new TrainedNetworks(preset, labels, tokenizer.rounded(precision), rounded);
    }

    /** Untrained networks: the right shapes and speeds, no pictures. */
    public static TrainedNetworks untrained(Preset preset, LabelTable labels, long seed) {
        Map<Stage, Weights> transformers = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.of(preset)) {
            transformers.put(stage, untrainedTransformer(preset, stage, labels, seed));
        }
        return new TrainedNetworks(preset, labels, untrainedTokenizer(preset, seed), transformers);
    }

    static Weights untrainedTransformer(Preset preset, Stage stage, LabelTable labels, long seed) {
        return initial(Declarations.transformer(preset, stage, labels).parameters(), seed, Map.of());
    }

    private static Weights untrainedTokenizer(Preset preset, long seed) {
        int codes = preset.tokenizer().allCodes();
        int width = preset.tokenizer().codeWidth();
        float[] book = new float[codes * width];
        Random random = new Random(seed);
        for (int k = 0; k < codes; k++) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                book[k * width + i] = (float) random.nextGaussian();
                squares += book[k * width + i] * book[k * width + i];
            }
            for (int i = 0; i < width; i++) {
                book[k * width + i] /= (float) Math.sqrt(squares);
            }
        }
        return initial(Declarations.tokenizer(preset).parameters(), seed, Map.of("codebook", book));
    }

    private static Weights initial(List<ParameterSpec> specs, long seed, Map<String, float[]> buffers) {
        return Weights.drawn(specs, seed, buffers);
    }
}
