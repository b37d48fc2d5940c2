package io.strait.trainer.training;

import io.strait.model.decode.GridDecoding;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.MaskedTransformer;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A transformer decoding whole grids with its averaged weights, for sheets and validation. */
public final class TransformerNetwork {
    private final Preset preset;
    private final Stage stage;
    private final LabelTable labels;
    private final ParameterStore store;
    private final boolean bfloat16;

    /** A view of the network; parameters belong to the store. */
    public TransformerNetwork(Preset preset, Stage stage, LabelTable labels, ParameterStore store, boolean bfloat16) {
        this.preset = preset;
        this.stage = stage;
        this.labels = labels;
        this.store = store;
        this.bfloat16 = bfloat16;
    }

    /**
     * Decodes one grid of some images, all with the same settings.
     *
     * @param conditions per condition of the grid the ids of all images, one after the other
     * @return ids of all images, one after the other
     */
    public long[] decode(Grid grid, List<GridDecoding> jobs, int[] labelIds, List<long[]> conditions) {
        while (!jobs.get(0).done()) {
            step(grid, jobs, labelIds, conditions);
        }
        return jobs.stream()
                .flatMapToInt(job -> Arrays.stream(job.ids()))
                .asLongStream()
                .toArray();
    }

    /**
     * One pass without guidance, and a token for every place at temperature 1. For grids that nothing is given to.
     *
     * @param ids known ones and masks of some images, one after the other
     * @param uniforms for each a number in [0, 1)
     */
    @SuppressWarnings("try")
    long[] draw(Grid grid, long[] ids, long[] labelIds, float[] uniforms) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            int count = labelIds.length;
            Tensor logits = logits(grid, ids, labelIds, List.of());
            return Tensors.longs(drawn(logits, Tensors.of(uniforms, count, grid.tokens(), 1), 1));
        }
    }

    /** Logits (rows, N, codes of the grid), float32, in the caller's pointer scope. */
    private Tensor logits(Grid grid, long[] ids, long[] labelIds, List<Tensor> given) {
        MaskedTransformer<Tensor> net = new MaskedTransformer<>(
                store.bind(true, bfloat16, Map.of()),
                stage.size(preset),
                preset.tokenizer().codes(),
                labels);
        int rows = labelIds.length;
        return net.logits(grid, Tensors.of(ids, rows, grid.tokens()), Tensors.of(labelIds, rows), given)
                .narrow(2, 0, codes(grid))
                .to(ScalarType.Float);
    }

    @SuppressWarnings("try")
    private void step(Grid grid, List<GridDecoding> jobs, int[] labelIds, List<long[]> conditions) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            int n = grid.tokens();
            int count = jobs.size();
            double guidance = jobs.get(0).settings().guidanceScale();
            int copies = guidance > 0 ? 2 : 1;
            int all = copies * count;
            long[] ids = new long[all * n];
            long[] rows = new long[all];
            float[] uniforms = new float[count * n];
            for (int i = 0; i < all; i++) {
                int[] known = jobs.get(i % count).ids();
                rows[i] = i < count ? labelIds[i] : labels.nullId();
                for (int k = 0; k < n; k++) {
                    ids[i * n + k] = known[k];
                }
            }
            for (int i = 0; i < count; i++) {
                System.arraycopy(jobs.get(i).uniforms(), 0, uniforms, i * n, n);
            }
            List<Tensor> given = new ArrayList<>();
            for (long[] condition : conditions) {
                Tensor one = Tensors.of(condition, count, condition.length / count);
                given.add(copies == 1 ? one : one.repeat(2, 1));
            }
            Tensor logits = logits(grid, ids, rows, given);
            Tensor guided = logits.narrow(0, 0, count);
            if (copies == 2) {
                guided = guided.add(guided.sub(logits.narrow(0, count, count)).mul(new Scalar(guidance)));
            }
            sample(jobs, guided, Tensors.of(uniforms, count, n, 1));
        }
    }

    /** Codes the grid has; the network knows those of the largest. */
    private long codes(Grid grid) {
        return grid.name().equals("top")
                ? preset.tokenizer().codes()
                : preset.tokenizer().codesOfBottom();
    }

    /** Ids (B, N, 1) by inverse cumulative distribution. */
    private static Tensor drawn(Tensor logits, Tensor uniforms, double temperature) {
        long codes = logits.size(2);
        Tensor cumulative = logits.mul(new Scalar(1 / temperature)).softmax(-1).cumsum(-1);
        Tensor threshold = uniforms.mul(cumulative.narrow(2, codes - 1, 1));
        Tensor below = cumulative.le(threshold).sum(new long[] {-1}, true, new ScalarTypeOptional());
        return below.clamp_max(new Scalar((double) (codes - 1))).to(ScalarType.Long);
    }

    /** Ids drawn at the sampling temperature; log p at temperature 1. */
    private static void sample(List<GridDecoding> jobs, Tensor guided, Tensor uniforms) {
        int n = (int) guided.size(1);
        Tensor id = drawn(guided, uniforms, jobs.get(0).settings().temperature());
        float[] logp = Tensors.floats(guided.log_softmax(-1).gather(2, id));
        long[] ids = Tensors.longs(id);
        for (int i = 0; i < jobs.size(); i++) {
            int from = i * n;
            jobs.get(i)
                    .accept(
                            IntStream.range(from, from + n)
                                    .map(k -> (int) ids[k])
                                    .toArray(),
                            Arrays.copyOfRange(logp, from, from + n));
        }
    }
}
