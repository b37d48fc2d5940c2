package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerForm;
import io.strait.model.preset.TokenizerPreset;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.StratifiedTokenizer;
import io.strait.trainer.torch.AdamW;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trains a tokenizer: crops of half the image side first, whole images later, a quarter of them cut from
 * the image at full size so that one tokenizer serves both sizes.
 */
public final class TokenizerTraining implements Measured {
    private static final AdamW ADAMW = new AdamW(0.9, 0.99, 0.01, 1.0, 0.997);
    private static final double CROP_SHARE = 0.6;
    private static final double FULL_SIZE_SHARE = 0.25;
    private static final double COMMITMENT = 0.25;
    /** Steps before vectors are quantized: the codebook starts from vectors that already mean something. */
    private static final int CONTINUOUS_STEPS = 60;

    private static final int RESTART_EVERY = 25;
    private static final double RESTART_UNTIL = 0.8;

    private final Preset preset;
    private final RunOptions options;
    private final PackedImages images;
    private final @Nullable PerceptualLoss perceptual;
    private final @Nullable Adversary adversary;
    private boolean decoderOnly;
    private long loadingNanos;
    private final ParameterStore store;
    private final Codebooks codebook;
    private final int[] train;
    private final int[] held;

    TokenizerTraining(Preset preset, RunOptions options, PackedImages images, FurtherLosses further) {
        this.perceptual = further.perceptual();
        this.adversary = further.adversarial() == null
                ? null
                : new Adversary(further.adversarial(), preset.tokenizer().stemChannels() / 2, options.seed());
        this.preset = preset;
        this.options = options;
        this.images = images;
        store = new ParameterStore(Declarations.tokenizer(preset).parameters(), options.seed());
        codebook = new Codebooks(preset.tokenizer());
        train = images.part(false);
        held = images.part(true);
    }

    /**
     * Trains, or goes on training.
     *
     * @param images images of twice the preset's side
     * @param out progress for a person
     * @return finished steps
     */
    public static long run(Preset preset, RunOptions options, PackedImages images, PrintStream out) throws IOException {
        return run(preset, options, images, FurtherLosses.NONE, out);
    }

    /**
     * As the other, with further losses. While the adversarial one counts, only the decoder learns: tokens stay what they are.
     */
    public static long run(
            Preset preset, RunOptions options, PackedImages images, FurtherLosses further, PrintStream out)
            throws IOException {
        if (images.index().side() != 2 * preset.pixels()) {
            throw new IllegalArgumentException("images: expected side " + 2 * preset.pixels() + ", got "
                    + images.index().side());
        }
        TokenizerTraining training = new TokenizerTraining(preset, options, images, further);
        out.printf(
                "tokenizer: preset %s, %d parameters, %d images, %d held out%n",
                preset.name(), training.store.size(), training.train.length, training.held.length);
        return new TrainingLoop(training, options, out).run();
    }

    @Override
    public String kind() {
        return "tokenizer";
    }

    @Override
    public List<String> figures() {
        return List.of("loss", "commitment", "ppl_top", "ppl_bottom", "restarted", "gradient", "discriminator");
    }

    /** Four crops of half the side, or one whole image: either way a quarter as many images as the batch says. */
    @Override
    public double multiplyAdds() {
        return Math.max(1, options.batch() / 4)
                * (double) Declarations.tokenizer(preset).multiplyAdds();
    }

    @Override
    public long loadingNanos() {
        return loadingNanos;
    }

    @Override
    public LearningRate schedule(double peak) {
        return new LearningRate(peak, 100, 0.4);
    }

    @Override
    @SuppressWarnings("try")
    public double[] step(long step, long steps, double rate) throws IOException {
        boolean whole = step >= CROP_SHARE * steps;
        boolean quantize = step >= CONTINUOUS_STEPS;
        SplittableRandom random = Randomness.of(options.seed(), step, 0);
        int side = whole ? preset.pixels() : preset.pixels() / 2;
        int count = whole ? Math.max(1, options.batch() / 4) : options.batch();
        long start = System.nanoTime();
        float[] batch = sample(random, side, count);
        loadingNanos += System.nanoTime() - start;
        TokenizerPreset size = preset.tokenizer();
        boolean deceiving = deceiving(step, steps);
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.of(batch, count, 3, side, side);
            Tensor book = Tensors.of(codebook.vectors(), size.allCodes(), size.codeWidth());
            StratifiedTokenizer<Tensor> net =
                    new StratifiedTokenizer<>(store.bind(false, options.bfloat16(), Map.of("codebook", book)), size);
            Tensor features = net.features(x);
            Quantized top = size.form().hasTop() ? quantize(net, Level.TOP, net.topVectors(features), quantize) : null;
            Tensor topCodes = codes(top, deceiving);
            Quantized bottom = size.form().hasBottom()
                    ? quantize(net, Level.BOTTOM, net.bottomVectors(features, topCodes), quantize)
                    : null;
            Tensor kept = size.form().stratified() ? keep(random, count) : null;
            Tensor output = net.decode(topCodes, codes(bottom, deceiving), kept)
                    .to(org.bytedeco.pytorch.global.torch.ScalarType.Float);
            Tensor reconstruction = loss(output, x);
            if (size.form() == TokenizerForm.CASCADE) {
                Tensor coarse = net.decode(topCodes, null).to(org.bytedeco.pytorch.global.torch.ScalarType.Float);
                reconstruction = reconstruction.add(loss(coarse, x));
            }
            Tensor commitment = sum(top, bottom);
            Tensor loss = quantize && !deceiving
                    ? reconstruction.add(commitment.mul(new Scalar(COMMITMENT)))
                    : reconstruction;
            if (deceiving) {
                loss = loss.add(Objects.requireNonNull(adversary).deception(output));
            }
            loss.backward();
            double gradient = store.update(ADAMW, rate, step + 1);
            int restarted = deceiving ? 0 : learnCodes(step, steps, top, bottom, random);
            return new double[] {
                reconstruction.item_float() + (Double.isFinite(gradient) ? 0 : Double.NaN),
                commitment.item_float(),
                top == null ? 0 : Codebook.perplexity(Tensors.longs(top.ids), size.codes()),
                bottom == null ? 0 : Codebook.perplexity(Tensors.longs(bottom.ids), size.codesOfBottom()),
                restarted,
                gradient,
                deceiving ? Objects.requireNonNull(adversary).learn(x, output, rate) : 0
            };
        }
    }

    /** Whether the discriminator counts now; from its first such step on everything but the decoder stays as it is. */
    private boolean deceiving(long step, long steps) {
        boolean active = adversary != null && adversary.active(step, steps);
        if (active && !decoderOnly) {
            store.hold(name -> !name.contains("decoder."));
            decoderOnly = true;
        }
        return active;
    }

    private static @Nullable Tensor codes(@Nullable Quantized of, boolean still) {
        return of == null ? null : still ? of.codes.detach() : of.codes;
    }

    private Tensor loss(Tensor output, Tensor image) throws IOException {
        Tensor pixels = ReconstructionLoss.of(output, image);
        return perceptual == null ? pixels : pixels.add(perceptual.of(output, image));
    }

    private static Tensor sum(@Nullable Quantized top, @Nullable Quantized bottom) {
        if (top == null || bottom == null) {
            return Objects.requireNonNull(top == null ? bottom : top).distance;
        }
        return top.distance.add(bottom.distance);
    }

    private int learnCodes(
            long step, long steps, @Nullable Quantized top, @Nullable Quantized bottom, SplittableRandom random) {
        float[] topVectors = top == null ? new float[0] : Tensors.floats(top.vectors);
        float[] bottomVectors = bottom == null ? new float[0] : Tensors.floats(bottom.vectors);
        long[] topIds = top == null ? new long[0] : Tensors.longs(top.ids);
        long[] bottomIds = bottom == null ? new long[0] : Tensors.longs(bottom.ids);
        if (step == CONTINUOUS_STEPS - 1) {
            codebook.start(topVectors, bottomVectors, random);
        }
        if (step < CONTINUOUS_STEPS) {
            return 0;
        }
        boolean restart = step % RESTART_EVERY == 0 && step < RESTART_UNTIL * steps;
        return codebook.update(topVectors, topIds, bottomVectors, bottomIds, restart, random);
    }

    /** Vectors (B, h, w, D), the code nearest to each with the gradient passed straight through, mean squared distance. */
    private record Quantized(Tensor vectors, Tensor ids, Tensor codes, Tensor distance) {}

    private static Quantized quantize(StratifiedTokenizer<Tensor> net, Level level, Tensor vectors, boolean quantize) {
        Tensor still = vectors.detach();
        Tensor ids = net.nearest(level, still);
        Tensor codes = net.lookup(level, ids);
        Tensor distance = vectors.sub(codes).square().mean().mul(new Scalar(vectors.size(3)));
        return new Quantized(still, ids, quantize ? vectors.add(codes.sub(still)) : vectors, distance);
    }

    private Tensor keep(SplittableRandom random, int count) {
        float[] keep = new float[count];
        for (int i = 0; i < count; i++) {
            keep[i] = random.nextDouble() < preset.tokenizer().topOnlyShare() ? 0 : 1;
        }
        return Tensors.of(keep, count, 1, 1, 1);
    }

    private float[] sample(SplittableRandom random, int side, int count) throws IOException {
        float[] batch = new float[count * 3 * side * side];
        int size = images.index().side();
        for (int i = 0; i < count; i++) {
            byte[] rgb = images.rgb(train[random.nextInt(train.length)]);
            int shrink = random.nextDouble() < FULL_SIZE_SHARE ? 1 : 2;
            int room = size / shrink - side + 1;
            Pictures.crop(
                    rgb,
                    size,
                    shrink,
                    random.nextInt(room),
                    random.nextInt(room),
                    side,
                    random.nextBoolean(),
                    batch,
                    i);
        }
        return batch;
    }

    @Override
    public Map<String, float[]> state() {
        Map<String, float[]> state = new TreeMap<>(store.state());
        state.putAll(codebook.state());
        if (adversary != null) {
            state.putAll(adversary.state());
        }
        return state;
    }

    @Override
    public void restore(Checkpoint from) {
        store.restore(from.arrays());
        codebook.restore(from);
        if (adversary != null) {
            adversary.restore(from.arrays());
        }
    }

    @Override
    public Checkpoint.Facts facts(long step, double seconds, Map<String, Double> metrics) {
        List<String> labels = images.index().labels();
        return new Checkpoint.Facts("tokenizer", preset.name(), step, options.seed(), seconds, labels, metrics, "");
    }

    @Override
    public Map<String, Double> validate(Path sheet, boolean thorough) throws IOException {
        TokenizerNetwork net = new TokenizerNetwork(preset, store, codebook::vectors, options.bfloat16());
        return new TokenizerValidation(preset, images, net).run(held, thorough ? held.length : 32, sheet);
    }
}
