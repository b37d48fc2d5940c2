package io.strait.trainer.export;

import io.strait.trainer.network.Grid;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.MaskedTransformer;
import io.strait.trainer.network.Stage;
import io.strait.trainer.network.StratifiedTokenizer;
import io.strait.trainer.onnx.Weights;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import io.strait.trainer.torch.TorchOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The trainer's own networks in float32, which exported graphs must agree with. Axes: R rows, N positions, V codes. */
@SuppressWarnings("try") // scopes free what is made within them; nothing names them
final class TorchReference {
    private final TrainedNetworks networks;
    private final ParameterStore tokenizer;

    TorchReference(TrainedNetworks networks) {
        this.networks = networks;
        this.tokenizer = store(networks.tokenizer());
    }

    private static ParameterStore store(Weights weights) {
        ParameterStore store = new ParameterStore(weights.specs(), 0);
        float[] flat = weights.flat();
        float[] none = new float[flat.length];
        store.restore(Map.of("weights", flat, "average", flat, "mean", none, "square", none));
        return store;
    }

    /** Logits (R, N, V) of a grid given ids (R, N), label ids (R), and per condition its ids (R, side²). */
    float[] logits(Stage stage, Grid grid, int rows, int[] ids, int[] labels, List<int[]> conditions) {
        ParameterStore store = store(networks.transformer(stage));
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            TorchOps ops = store.bind(true, false, Map.of());
            MaskedTransformer<Tensor> net = new MaskedTransformer<>(
                    ops,
                    stage.size(networks.preset()),
                    networks.preset().tokenizer().codes(),
                    networks.labels());
            List<Tensor> given = new ArrayList<>();
            for (int[] condition : conditions) {
                given.add(longs(condition, rows, condition.length / rows));
            }
            return Tensors.floats(net.logits(grid, longs(ids, rows, grid.tokens()), longs(labels, rows), given));
        }
    }

    /** Unit vectors of both grids, row-major, for a square image (side, side, 3). */
    Vectors vectors(byte[] rgb, int side) {
        float[] planes = new float[rgb.length];
        for (int i = 0; i < side * side; i++) {
            for (int c = 0; c < 3; c++) {
                planes[c * side * side + i] = (float) ((rgb[3 * i + c] & 0xff) / 127.5 - 1);
            }
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            StratifiedTokenizer<Tensor> net = tokenizer();
            Tensor features = net.features(Tensors.of(planes, 1, 3, side, side));
            Tensor top = net.topVectors(features);
            Tensor topIds = net.nearest(Level.TOP, top);
            Tensor bottom = net.bottomVectors(features, net.lookup(Level.TOP, topIds));
            return new Vectors(Tensors.floats(top), Tensors.longs(topIds), Tensors.floats(bottom));
        }
    }

    /** Image (16 side, 16 side, 3) of a square top grid, and of the bottom grid unless that is empty; grey levels not rounded. */
    float[] decode(int[] top, int[] bottom, int side) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            StratifiedTokenizer<Tensor> net = tokenizer();
            Tensor fine = bottom.length == 0 ? null : net.lookup(Level.BOTTOM, longs(bottom, 1, 2L * side, 2L * side));
            Tensor image = net.decode(net.lookup(Level.TOP, longs(top, 1, side, side)), fine);
            float[] out = Tensors.floats(image.permute(0, 2, 3, 1));
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) Math.max(0, Math.min(255, (out[i] + 1) * 127.5));
            }
            return out;
        }
    }

    private StratifiedTokenizer<Tensor> tokenizer() {
        Map<String, Tensor> buffers = new HashMap<>();
        int width = networks.preset().tokenizer().codeWidth();
        networks.tokenizer()
                .buffers()
                .forEach((name, values) -> buffers.put(name, Tensors.of(values, values.length / width, width)));
        return new StratifiedTokenizer<>(
                tokenizer.bind(true, false, buffers), networks.preset().tokenizer());
    }

    private static Tensor longs(int[] values, long... shape) {
        long[] wide = new long[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return Tensors.of(wide, shape);
    }

    /** What the encoder looks codes up by: unit vectors (tokens, width) and the top ids they gave. */
    static final class Vectors {
        final float[] top;
        final long[] topIds;
        final float[] bottom;

        Vectors(float[] top, long[] topIds, float[] bottom) {
            this.top = top;
            this.topIds = topIds;
            this.bottom = bottom;
        }
    }
}
