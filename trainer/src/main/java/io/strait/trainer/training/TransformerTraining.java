package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.TokenSet;
import io.strait.trainer.data.Views;
import io.strait.trainer.network.CostOps;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.MaskedTransformer;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Trains a transformer by masking tokens at a random ratio and predicting them, given ground-truth coarser grids.
 * Source: StraIT, section 3.3 (CMTM).
 */
public final class TransformerTraining implements Measured {
    /** libtorch's way to join the losses of a batch. */
    private static final int MEAN = 1;

    private static final double SOFTNESS = 1;
    /** The upsampler learns local detail, of which a third of many images has plenty; their tokens take long to make. */
    private static final int LARGE_EVERY = 3;

    private static final int MANY = 1000;

    private final Preset preset;
    private final Stage stage;
    private final RunOptions options;
    private final Regularization regularization;
    private final TrainedTokenizer tokenizer;
    private final TokenSet tokens;
    private final LabelTable labels;
    private final int[] labelOf;
    private final ParameterStore store;
    private final List<Grid> grids;
    private final Recipe recipe;
    /** Per grid the targets by true code, (V, V); none where the targets are not soft. */
    private final List<float[]> targets;

    private final int[] train;
    private final int[] held;
    private final @Nullable Redrawing redrawing;
    private long loadingNanos;

    TransformerTraining(
            Preset preset,
            Stage stage,
            RunOptions options,
            Regularization regularization,
            PackedImages images,
            PrintStream out)
            throws IOException {
        this.preset = preset;
        this.stage = stage;
        grids = stage.grids(preset);
        this.options = options;
        this.regularization = regularization;
        recipe = Recipe.of(preset);
        tokenizer = TrainedTokenizer.load(preset, options.out(), options.bfloat16());
        tokens = Tokenization.of(
                tokenizer, images, options.out().resolve("cache"), largeEvery(stage, images.count()), out);
        labels = new LabelTable(images.index().labels());
        labelOf = images.index().images().stream()
                .mapToInt(PackedImages.Item::label)
                .toArray();
        store = new ParameterStore(
                Declarations.transformer(preset, stage, labels).parameters(), options.seed());
        targets = recipe.softTargets() ? grids.stream().map(this::targets).toList() : List.of();
        train = usable(images.part(false));
        held = usable(images.part(true));
        redrawing = redrawing();
        if (stage != Stage.TOP && recipe.softTargets()) {
            Likeness.start(store, preset, stage, tokenizer.network(), options.seed());
        }
    }

    private @Nullable Redrawing redrawing() throws IOException {
        if (regularization.conditionReplaced() == 0 || regularization.noise() != ConditionNoise.TOP) {
            return null;
        }
        if (stage != Stage.BOTTOM) {
            throw new IllegalArgumentException(
                    "conditional augmentation by the top: expected the bottom, got the " + kind());
        }
        return Redrawing.load(preset, options.out(), labels, tokenizer.hash(), options.bfloat16());
    }

    /** The layout has many answers, of which one is to be drawn; detail given the layout has nearly one. */
    private float[] targets(Grid grid) {
        int codes = preset.tokenizer().codes();
        if (stage != Stage.TOP) {
            Level level = grid.name().equals("top") ? Level.TOP : Level.BOTTOM;
            int own = level == Level.TOP ? codes : preset.tokenizer().codesOfBottom();
            return SoftTargets.padded(SoftTargets.weights(tokenizer.network().drawn(level), own, SOFTNESS), own, codes);
        }
        double smoothing = regularization.labelSmoothing();
        float[] uniform = new float[codes * codes];
        for (int i = 0; i < uniform.length; i++) {
            uniform[i] = (float) (smoothing / codes + (i % codes == i / codes ? 1 - smoothing : 0));
        }
        return uniform;
    }

    private static int largeEvery(Stage stage, int images) {
        return stage != Stage.UPSAMPLER ? 0 : images < MANY ? 1 : LARGE_EVERY;
    }

    /** Of these images, the ones that have all the tokens this stage needs. */
    private int[] usable(int[] all) {
        return stage == Stage.UPSAMPLER
                ? Arrays.stream(all).filter(i -> i % tokens.every() == 0).toArray()
                : all;
    }

    /**
     * Trains, or goes on training. The tokenizer's checkpoint must lie in the output folder.
     *
     * @param images images of twice the preset's side
     * @param out progress for a person
     * @return finished steps
     */
    public static long run(Preset preset, Stage stage, RunOptions options, PackedImages images, PrintStream out)
            throws IOException {
        return run(preset, stage, options, Regularization.USUAL, images, out);
    }

    /** As the other, with another regularization. */
    public static long run(
            Preset preset,
            Stage stage,
            RunOptions options,
            Regularization regularization,
            PackedImages images,
            PrintStream out)
            throws IOException {
        TransformerTraining training = new TransformerTraining(preset, stage, options, regularization, images, out);
        out.printf(
                "%s: preset %s, %d parameters, %d images, %d held out, %d labels%n",
                training.kind(),
                preset.name(),
                training.store.size(),
                training.train.length,
                training.held.length,
                training.labels.nullId());
        return new TrainingLoop(training, options, out).run();
    }

    @Override
    public String kind() {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> figures() {
        return List.of("loss", "accuracy", "gradient");
    }

    /** Windows of one of the grids; the head sees the predicted positions only. */
    @Override
    public double multiplyAdds() {
        double all = 0;
        for (Grid grid : grids) {
            CostOps ops = new CostOps();
            MaskedTransformer<long[]> net = new MaskedTransformer<>(
                    ops, stage.size(preset), preset.tokenizer().codes(), labels);
            long count = options.batch();
            List<long[]> conditions = grid.conditions().stream()
                    .map(c -> new long[] {count, (long) grid.windowSide(c) * grid.windowSide(c)})
                    .toList();
            long[] one = {count};
            net.windowHidden(grid, new long[] {count, grid.windowTokens()}, one, conditions, one);
            net.head(new long[] {
                MaskedBatch.predicted(options.batch(), grid.windowTokens()),
                stage.size(preset).width()
            });
            all += ops.multiplyAdds();
        }
        return all / grids.size();
    }

    @Override
    public long loadingNanos() {
        return loadingNanos;
    }

    @Override
    public LearningRate schedule(double peak) {
        return new LearningRate(peak, recipe.warmUp(), recipe.level());
    }

    @Override
    @SuppressWarnings("try")
    public double[] step(long step, long steps, double rate) {
        SplittableRandom random = Randomness.of(options.seed(), step, 1);
        Grid grid = grids.get(random.nextInt(grids.size()));
        long start = System.nanoTime();
        MaskedBatch batch = draw(grid, train, regularization.views(), regularization.classDropped(), random);
        SplittableRandom noise = Randomness.of(options.seed(), step, 3);
        if (redrawing == null) {
            batch.replaceConditions(
                    regularization.conditionReplaced(), preset.tokenizer().codesOfBottom(), noise);
        }
        loadingNanos += System.nanoTime() - start;
        if (redrawing != null) {
            redrawing.redraw(batch.conditions.get(0), batch.labels, regularization.conditionReplaced(), noise);
        }
        try (PointerScope scope = new PointerScope()) {
            if (regularization.dropout() > 0) {
                torch.manual_seed(Randomness.of(options.seed(), step, 4).nextLong());
            }
            Tensor logits = logits(grid, batch, false);
            Tensor loss = loss(grid, logits, batch);
            loss.backward();
            double gradient = store.update(recipe.adamW(), rate, step + 1);
            double value = loss.item_float() + (Double.isFinite(gradient) ? 0 : Double.NaN);
            return new double[] {value, accuracy(logits, batch), gradient};
        }
    }

    private MaskedBatch draw(Grid grid, int[] from, int views, double dropped, SplittableRandom random) {
        int mask = preset.tokenizer().codes();
        return new MaskedBatch(
                stage, grid, tokens, from, labelOf, views, dropped, labels.nullId(), mask, options.batch(), random);
    }

    private Tensor logits(Grid grid, MaskedBatch batch, boolean averaged) {
        int count = options.batch();
        MaskedTransformer<Tensor> net = new MaskedTransformer<>(
                store.bind(averaged, options.bfloat16(), Map.of()).withDropout(averaged ? 0 : regularization.dropout()),
                stage.size(preset),
                preset.tokenizer().codes(),
                labels);
        List<Tensor> conditions = batch.conditions.stream()
                .map(ids -> Tensors.of(ids, count, ids.length / count))
                .toList();
        Tensor hidden = net.windowHidden(
                grid,
                Tensors.of(batch.ids, count, grid.windowTokens()),
                Tensors.of(batch.labels, count),
                conditions,
                Tensors.of(batch.windows, count));
        Tensor flat = hidden.reshape(-1, stage.size(preset).width());
        return net.head(flat.index_select(0, Tensors.of(batch.positions, batch.positions.length)))
                .to(ScalarType.Float);
    }

    /** Cross-entropy against the grid's targets, mean over the predicted places. */
    private Tensor loss(Grid grid, Tensor logits, MaskedBatch batch) {
        int codes = preset.tokenizer().codes();
        if (targets.isEmpty()) {
            return torch.cross_entropy_loss(
                    logits,
                    Tensors.of(batch.targets, batch.targets.length),
                    new TensorOptional(),
                    MEAN,
                    MaskedBatch.IGNORED,
                    regularization.labelSmoothing());
        }
        long[] truth = batch.targets.clone();
        float[] counts = new float[truth.length];
        int counted = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean counting = truth[i] != MaskedBatch.IGNORED;
            counts[i] = counting ? 1 : 0;
            counted += counting ? 1 : 0;
            truth[i] = counting ? truth[i] : 0;
        }
        Tensor soft = Tensors.of(targets.get(grids.indexOf(grid)), codes, codes)
                .index_select(0, Tensors.of(truth, truth.length))
                .mul(Tensors.of(counts, counts.length, 1));
        return logits.log_softmax(-1).mul(soft).sum().mul(new Scalar(-1.0 / Math.max(1, counted)));
    }

    private static double accuracy(Tensor logits, MaskedBatch batch) {
        long[] best = Tensors.longs(logits.detach().argmax(new LongOptional(1), false));
        int right = 0;
        int all = 0;
        for (int i = 0; i < best.length; i++) {
            if (batch.targets[i] != MaskedBatch.IGNORED) {
                all++;
                right += best[i] == batch.targets[i] ? 1 : 0;
            }
        }
        return (double) right / Math.max(1, all);
    }

    @Override
    public Map<String, float[]> state() {
        return store.state();
    }

    @Override
    public void restore(Checkpoint from) {
        if (!from.facts().tokenizer().equals(tokenizer.hash())) {
            throw new IllegalArgumentException(kind() + ": expected a checkpoint for tokenizer " + tokenizer.hash()
                    + ", got one for " + from.facts().tokenizer());
        }
        store.restore(from.arrays());
    }

    @Override
    public Checkpoint.Facts facts(long step, double seconds, Map<String, Double> metrics) {
        return new Checkpoint.Facts(
                kind(), preset.name(), step, options.seed(), seconds, labels.labels(), metrics, tokenizer.hash());
    }

    @Override
    @SuppressWarnings("try")
    public Map<String, Double> validate(Path sheet, boolean thorough) throws IOException {
        Map<String, Double> out = new TreeMap<>();
        for (Grid grid : grids) {
            double loss = 0;
            double accuracy = 0;
            int batches = Math.max(1, (thorough ? 2 : 1) * 64 / options.batch());
            for (int i = 0; i < batches; i++) {
                MaskedBatch batch = draw(grid, held, Views.PLAIN, 0, Randomness.of(7, i, 2));
                try (PointerScope scope = new PointerScope();
                        NoGradGuard guard = new NoGradGuard()) {
                    Tensor logits = logits(grid, batch, true);
                    loss += loss(grid, logits, batch).item_float();
                    accuracy += accuracy(logits, batch);
                }
            }
            String suffix = grids.size() > 1 ? "_" + grid.name() : "";
            out.put("loss" + suffix, loss / batches);
            out.put("accuracy" + suffix, accuracy / batches);
        }
        TransformerNetwork net = new TransformerNetwork(preset, stage, labels, store, options.bfloat16());
        out.putAll(new Samples(preset, stage, tokenizer.network(), net, tokens, labels, labelOf)
                .draw(held, thorough ? 24 : 8, sheet));
        return out;
    }
}
