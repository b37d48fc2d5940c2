package io.strait.trainer.training;

import io.strait.trainer.torch.ScriptNetwork;
import java.io.IOException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Difference of two pictures in the features of a given network, which is not trained.
 *
 * @param network pictures to features
 * @param weight how much it counts beside the difference of the pixels, above 0
 */
public record PerceptualLoss(ScriptNetwork network, double weight) {
    public PerceptualLoss {
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("perceptual weight: expected a number above 0, got " + weight);
        }
    }

    /** Mean squared difference, weighted; both (B, 3, H, W), float32. */
    Tensor of(Tensor output, Tensor image) throws IOException {
        return network.forward(output)
                .sub(network.forward(image).detach())
                .square()
                .mean()
                .mul(new Scalar(weight));
    }
}
