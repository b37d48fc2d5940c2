package io.strait.trainer.torch;

import io.strait.trainer.network.ParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * All parameters of a network in one flat float32 tensor, with AdamW's moments and a moving average beside it. libtorch
 * has no fused optimizer in Java: flat, a step is a handful of calls. Not thread-safe; lives as long as the process.
 */
public final class ParameterStore {
    private final List<ParameterSpec> specs;
    private final long[] counts;
    private final Tensor weights;
    private final Tensor average;
    private final Tensor mean;
    private final Tensor square;
    private final Tensor decay;

    /** Freshly initialised; the same seed gives the same weights. */
    public ParameterStore(List<ParameterSpec> specs, long seed) {
        this.specs = List.copyOf(specs);
        this.counts = specs.stream().mapToLong(ParameterSpec::count).toArray();
        float[] start = initial(specs, seed);
        int total = start.length;
        float[] decays = new float[total];
        int at = 0;
        for (ParameterSpec spec : specs) {
            int end = at + Math.toIntExact(spec.count());
            Arrays.fill(decays, at, end, spec.shape().size() > 1 ? 1 : 0);
            at = end;
        }
        weights = Tensors.of(start, total);
        average = Tensors.of(start, total);
        mean = Tensors.of(new float[total], total);
        square = Tensors.of(new float[total], total);
        decay = Tensors.of(decays, total);
        weights.set_requires_grad(true);
    }

    /** Values before any training, one parameter after the other; the same seed gives the same. */
    private static float[] initial(List<ParameterSpec> specs, long seed) {
        float[] start = new float
                [Math.toIntExact(specs.stream().mapToLong(ParameterSpec::count).sum())];
        Random random = new Random(seed);
        int at = 0;
        for (ParameterSpec spec : specs) {
            for (long i = 0; i < spec.count(); i++, at++) {
                double noise = spec.init().deviation() == 0
                        ? 0
                        : random.nextGaussian() * spec.init().deviation();
                start[at] = (float) (spec.init().mean() + noise);
            }
        }
        return start;
    }

    /** Parameters in order. */
    public List<ParameterSpec> specs() {
        return specs;
    }

    /** Number of values. */
    public long size() {
        return weights.numel();
    }

    /**
     * Views for one pass, in the caller's pointer scope.
     *
     * @param averaged the moving average rather than the weights under training
     * @param bfloat16 compute in bfloat16 rather than float32
     * @param buffers state outside the gradient
     */
    public TorchOps bind(boolean averaged, boolean bfloat16, Map<String, Tensor> buffers) {
        Tensor source = averaged ? average : weights;
        Map<String, Tensor> full = views(source);
        ScalarType type = bfloat16 ? ScalarType.BFloat16 : ScalarType.Float;
        return new TorchOps(bfloat16 ? views(source.to(type)) : full, full, buffers, type);
    }

    private Map<String, Tensor> views(Tensor flat) {
        TensorVector parts = flat.split_with_sizes(counts);
        Map<String, Tensor> out = new HashMap<>();
        for (int i = 0; i < counts.length; i++) {
            out.put(specs.get(i).name(), parts.get(i).view(specs.get(i).dims()));
        }
        return out;
    }

    /**
     * One step with the gradient of the weights, which is cleared.
     *
     * @param step 1 for the first
     * @return norm of the gradient before clipping; if not finite, nothing was changed
     */
    @SuppressWarnings("try")
    public double update(AdamW settings, double rate, long step) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor gradient = weights.grad();
            double norm = gradient.norm().item_float();
            if (!Double.isFinite(norm)) {
                gradient.zero_();
                return norm;
            }
            if (norm > settings.clip()) {
                gradient.mul_(Tensors.scalar(settings.clip() / norm));
            }
            mean.lerp_(gradient, Tensors.scalar(1 - settings.beta1()));
            square.mul_(Tensors.scalar(settings.beta2()))
                    .addcmul_(gradient, gradient, Tensors.scalar(1 - settings.beta2()));
            weights.addcmul_(weights, decay, Tensors.scalar(-rate * settings.weightDecay()));
            double steps = (double) step;
            double correction = Math.sqrt(1 - Math.pow(settings.beta2(), steps));
            Tensor divisor = square.sqrt().div_(Tensors.scalar(correction)).add_(Tensors.scalar(1e-8));
            weights.addcdiv_(mean, divisor, Tensors.scalar(-rate / (1 - Math.pow(settings.beta1(), steps))));
            gradient.zero_();
            double averaging = Math.min(settings.averaging(), (step + 1.0) / (step + 10.0));
            average.lerp_(weights, Tensors.scalar(1 - averaging));
            return norm;
        }
    }

    /** Drops a gradient that was gathered but is not wanted. */
    public void clearGradient() {
        if (weights.grad().defined()) {
            weights.grad().zero_();
        }
    }

    /** Leaves parameters as they are from now on: no decay, no momentum. They must get no gradient either. */
    @SuppressWarnings("try")
    public void hold(Predicate<String> names) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            long at = 0;
            for (ParameterSpec spec : specs) {
                if (names.test(spec.name())) {
                    decay.narrow(0, at, spec.count()).zero_();
                    mean.narrow(0, at, spec.count()).zero_();
                }
                at += spec.count();
            }
        }
    }

    /**
     * Sets a parameter before training begins.
     *
     * @throws IllegalArgumentException if there is none of that name and size
     */
    @SuppressWarnings("try")
    public void start(String name, float[] values) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            long at = 0;
            for (ParameterSpec spec : specs) {
                if (spec.name().equals(name) && spec.count() == values.length) {
                    weights.narrow(0, at, spec.count()).copy_(Tensors.of(values, values.length));
                    average.narrow(0, at, spec.count()).copy_(Tensors.of(values, values.length));
                    return;
                }
                at += spec.count();
            }
        }
        throw new IllegalArgumentException(
                name + ": expected a parameter of " + values.length + " values, got none such");
    }

    /** Everything that must survive a restart, by name: {@code weights}, {@code average}, {@code mean}, {@code square}. */
    public Map<String, float[]> state() {
        return Map.of(
                "weights", Tensors.floats(weights),
                "average", Tensors.floats(average),
                "mean", Tensors.floats(mean),
                "square", Tensors.floats(square));
    }

    /** Restores {@link #state}. */
    public void restore(Map<String, float[]> state) {
        copy(weights, state, "weights");
        copy(average, state, "average");
        copy(mean, state, "mean");
        copy(square, state, "square");
    }

    @SuppressWarnings("try")
    private static void copy(Tensor into, Map<String, float[]> state, String name) {
        float[] values = state.get(name);
        if (values == null || values.length != into.numel()) {
            throw new IllegalArgumentException(
                    name + ": expected " + into.numel() + " values, got " + (values == null ? "none" : values.length));
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            into.copy_(Tensors.of(values, values.length));
        }
    }
}
