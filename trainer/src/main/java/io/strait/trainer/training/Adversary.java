package io.strait.trainer.training;

import io.strait.trainer.network.CostOps;
import io.strait.trainer.network.Discriminator;
import io.strait.trainer.torch.AdamW;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The discriminator under training and what a decoder learns from it: non-saturating logistic losses, with R1 on pictures every so many steps
 * (Mescheder et al., ICML 2018; made lazy as in StyleGAN 2). Float32: R1 is a gradient of a gradient.
 */
final class Adversary {
    private static final AdamW ADAMW = new AdamW(0.0, 0.99, 0, 1.0, 0.99);
    private static final int PENALTY_EVERY = 8;
    private static final String PREFIX = "discriminator.";

    private final AdversarialLoss settings;
    private final int channels;
    private final ParameterStore store;
    private long updates;

    /**
     * Untrained.
     *
     * @param channels at full size
     */
    Adversary(AdversarialLoss settings, int channels, long seed) {
        this.settings = settings;
        this.channels = channels;
        CostOps shapes = new CostOps();
        new Discriminator<>(shapes, channels).logits(new long[] {1, 3, 64, 64}, 64);
        store = new ParameterStore(shapes.parameters(), seed);
    }

    /** Whether its part of the training has begun. */
    boolean active(long step, long steps) {
        return step >= settings.from() * steps;
    }

    /** What the decoder is to make small, weighted; reconstructions (B, 3, side, side). */
    Tensor deception(Tensor output) {
        return torch.softplus(logits(output).neg()).mean().mul(new Scalar(settings.weight()));
    }

    /**
     * A step of the discriminator. Gradients that reached it through {@link #deception} are dropped.
     *
     * @return its loss without R1; log 4 if it cannot tell
     */
    double learn(Tensor pictures, Tensor output, double rate) {
        store.clearGradient();
        Tensor real = torch.softplus(logits(pictures.detach()).neg()).mean();
        Tensor made = torch.softplus(logits(output.detach())).mean();
        Tensor loss = real.add(made);
        loss.backward();
        if (settings.penalty() > 0 && updates % PENALTY_EVERY == 0) {
            slope(pictures.detach())
                    .mul(new Scalar(settings.penalty() / 2 * PENALTY_EVERY))
                    .backward();
        }
        updates++;
        store.update(ADAMW, rate, updates);
        return loss.item_float();
    }

    /** Squared length of the gradient of an image's mean logit, mean over the images; itself differentiable. */
    Tensor slope(Tensor pictures) {
        Tensor x = pictures.detach().clone();
        x.set_requires_grad(true);
        long count = x.size(0);
        Tensor sum = logits(x).reshape(count, -1).mean(1).sum();
        TensorVector gradient = torch.grad(
                new TensorVector(sum), new TensorVector(x), new TensorVector(), new BoolOptional(true), true, false);
        return gradient.get(0).square().sum().div(new Scalar((double) count));
    }

    private Tensor logits(Tensor images) {
        Map<String, Tensor> buffers = Map.of(Discriminator.BLUR, Tensors.of(Discriminator.blur(), 1, 1, 4, 4));
        return new Discriminator<>(store.bind(false, false, buffers), channels)
                .logits(images, Math.toIntExact(images.size(3)));
    }

    /** Everything that must survive a restart. */
    Map<String, float[]> state() {
        Map<String, float[]> out = new HashMap<>();
        store.state().forEach((name, values) -> out.put(PREFIX + name, values));
        out.put(PREFIX + "updates", new float[] {updates});
        return out;
    }

    /** Restores {@link #state}; from a run that had none, starts anew. */
    void restore(Map<String, float[]> arrays) {
        float[] count = arrays.get(PREFIX + "updates");
        if (count == null) {
            return;
        }
        Map<String, float[]> own = new HashMap<>();
        arrays.forEach((name, values) -> {
            if (name.startsWith(PREFIX)) {
                own.put(name.substring(PREFIX.length()), values);
            }
        });
        store.restore(own);
        updates = (long) count[0];
    }
}
