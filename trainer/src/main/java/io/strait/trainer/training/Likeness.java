package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerPreset;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.MaskedTransformer;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ParameterStore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Embeddings to start from that are alike for codes that the decoder draws alike: what its first layer makes of each code, projected at random onto the
 * width of the network. A network that starts from unrelated embeddings has to find out code by code what the tokenizer knows; with {@link SoftTargets},
 * which are such likeness, the tied output is then nearly right from the start.
 */
final class Likeness {
    private static final float[] NONE = new float[0];

    private Likeness() {}

    /** Sets the embeddings of a network that nothing has been learned by yet. Two codebooks share no output: it stays random. */
    static void start(ParameterStore store, Preset preset, Stage stage, TokenizerNetwork tokenizer, long seed) {
        TokenizerPreset size = preset.tokenizer();
        int codes = size.codes();
        int width = stage.size(preset).width();
        Map<Level, float[]> drawn = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            drawn.put(level, tokenizer.drawn(level));
        }
        Random random = new Random(seed);
        Map<String, float[]> tables = new TreeMap<>();
        for (Grid grid : stage.grids(preset)) {
            for (Grid.Condition condition : grid.conditions()) {
                Level level = condition.name().equals("lowBottom") ? Level.BOTTOM : Level.TOP;
                int own = level == Level.BOTTOM ? size.codesOfBottom() : codes;
                tables.computeIfAbsent(
                        "condition." + condition.name(),
                        name -> embeddings(List.of(drawn.getOrDefault(level, NONE)), own, codes, width, random));
            }
        }
        if (size.bottomCodes() == 0) {
            List<float[]> levels = stage == Stage.BOTTOM
                    ? List.of(drawn.getOrDefault(Level.BOTTOM, NONE))
                    : List.copyOf(drawn.values());
            tables.put("token", embeddings(levels, codes, codes + 1, width, random));
        }
        tables.forEach(store::start);
    }

    /**
     * Embeddings (rows, width): of all codes, then zeros. Each part of the features gets an equal part of the width.
     *
     * @param drawn features of each code, (codes, size), of one level or of several whose codes are the same
     * @param codes number of codes
     * @param rows rows of the table, at least {@code codes}
     */
    static float[] embeddings(List<float[]> drawn, int codes, int rows, int width, Random random) {
        float[] out = new float[rows * width];
        int share = width / drawn.size();
        for (int part = 0; part < drawn.size(); part++) {
            int to = part == drawn.size() - 1 ? width : (part + 1) * share;
            project(drawn.get(part), codes, out, width, part * share, to, random);
        }
        return out;
    }

    private static void project(float[] drawn, int codes, float[] into, int width, int from, int to, Random random) {
        int size = drawn.length / codes;
        float[] mean = new float[size];
        for (int i = 0; i < codes * size; i++) {
            mean[i % size] += drawn[i] / codes;
        }
        double squares = 0;
        for (int column = from; column < to; column++) {
            float[] direction = new float[size];
            for (int i = 0; i < size; i++) {
                direction[i] = (float) random.nextGaussian();
            }
            for (int code = 0; code < codes; code++) {
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += (drawn[code * size + i] - mean[i]) * direction[i];
                }
                into[code * width + column] = (float) sum;
                squares += sum * sum;
            }
        }
        double scale = MaskedTransformer.TABLE_DEVIATION / Math.sqrt(squares / codes / (to - from) + 1e-12);
        for (int code = 0; code < codes; code++) {
            for (int column = from; column < to; column++) {
                into[code * width + column] *= (float) scale;
            }
        }
    }
}
