package io.strait.trainer.evaluation;

import io.strait.trainer.torch.AdamW;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import io.strait.trainer.training.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Trains the classifier on the real training images, mirrored and shifted at random. The same seed gives the same one. */
final class ClassifierTraining {
    private static final AdamW ADAMW = new AdamW(0.9, 0.99, 0.05, 1.0, 0.995);
    private static final int BATCH = 64;
    private static final double RATE = 2e-3;
    private static final int WARM_UP = 50;
    private static final double LABEL_SMOOTHING = 0.1;
    private static final int SEED = 1;
    private static final int MEAN = 1;
    private static final int NOTHING_IGNORED = -100;

    private final LabelParts parts;
    private final LabelledPictures images;
    private final int side;
    private final int steps;
    private final ParameterStore store;

    ClassifierTraining(LabelParts parts, LabelledPictures images, int side, int steps) {
        this.parts = parts;
        this.images = images;
        this.side = side;
        this.steps = steps;
        this.store = new ParameterStore(
                ClassifierNetwork.declarations(side, parts.size()).parameters(), SEED);
    }

    /** From a checkpoint if that is of the same training, else trained now and kept there. */
    Classifier loadOrTrain(Path file, ProgressBars bars) throws IOException {
        String print = fingerprint();
        if (Files.exists(file)) {
            Checkpoint old = Checkpoint.load(file);
            if (old.facts().tokenizer().equals(print)) {
                store.restore(old.arrays());
                return new Classifier(store, parts, side);
            }
        }
        long start = System.nanoTime();
        try (ProgressBars.Bar bar = bars.start("classifier", steps)) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int step = 0; step < steps; step++) {
                step(step, random);
                bar.advance(1);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Checkpoint.Facts facts = new Checkpoint.Facts(
                "classifier", "side-" + side, steps, SEED, seconds, parts.labels(), Map.of(), print);
        new Checkpoint(facts, store.state()).save(file);
        return new Classifier(store, parts, side);
    }

    @SuppressWarnings("try")
    private void step(int step, SplittableRandom random) {
        int batch = Math.min(BATCH, images.count());
        float[] x = new float[batch * 3 * side * side];
        long[][] targets = new long[parts.names().size()][batch];
        for (int i = 0; i < batch; i++) {
            int chosen = random.nextInt(images.count());
            int reach = side / 12;
            int right = random.nextInt(2 * reach + 1) - reach;
            int down = random.nextInt(2 * reach + 1) - reach;
            shifted(images.pictures().get(chosen), right, down, random.nextBoolean(), x, i);
            for (int part = 0; part < targets.length; part++) {
                targets[part][i] = parts.value(part, images.label(chosen));
            }
        }
        try (PointerScope scope = new PointerScope()) {
            ClassifierNetwork<Tensor> net = Classifier.bind(store, side, false, true);
            Tensor logits = net.logits(net.features(Tensors.of(x, batch, 3, side, side)), parts.size())
                    .to(ScalarType.Float);
            Tensor loss = Tensors.of(new float[1], 1).sum();
            long from = 0;
            for (int part = 0; part < targets.length; part++) {
                loss = loss.add(torch.cross_entropy_loss(
                        logits.narrow(1, from, parts.size(part)),
                        Tensors.of(targets[part], batch),
                        new TensorOptional(),
                        MEAN,
                        NOTHING_IGNORED,
                        LABEL_SMOOTHING));
                from += parts.size(part);
            }
            loss.backward();
            double fall = 0.5 * (1 + Math.cos(Math.PI * step / steps));
            store.update(ADAMW, RATE * Math.min(1, (step + 1.0) / WARM_UP) * fall, step + 1L);
        }
    }

    /** Moves a picture, its edge pixels repeated, and mirrors it if asked. */
    private static void shifted(Picture picture, int right, int down, boolean mirror, float[] into, int at) {
        int side = picture.side();
        float[] from = picture.planes();
        for (int i = 0; i < from.length; i++) {
            int x = Math.max(0, Math.min(side - 1, i % side - right));
            int y = Math.max(0, Math.min(side - 1, i / side % side - down));
            int plane = i / (side * side) * side * side;
            into[at * from.length + i] = from[plane + y * side + (mirror ? side - 1 - x : x)];
        }
    }

    /** Of everything the result depends on, save the content of the image files. */
    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            StringBuilder text = new StringBuilder();
            text.append(side).append(' ').append(steps).append(' ').append(store.specs());
            text.append(parts.labels()).append(images.names());
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
        }
    }
}
