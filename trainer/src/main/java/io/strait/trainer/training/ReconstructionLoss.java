package io.strait.trainer.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How far a reconstruction is from its image: absolute and squared difference, and differences of horizontal and
 * vertical gradients at three scales, which keep edges sharp where the mean alone would smear them.
 */
final class ReconstructionLoss {
    private ReconstructionLoss() {}

    /** Both (B, 3, H, W), float32. */
    static Tensor of(Tensor output, Tensor image) {
        Tensor d = output.sub(image);
        Tensor loss = d.abs().mean().add(d.square().mean().mul(new Scalar(0.5)));
        Tensor p = d;
        for (int scale = 0; scale < 3; scale++) {
            if (scale > 0) {
                p = torch.avg_pool2d(p, 2, 2);
                loss = loss.add(p.abs().mean().mul(new Scalar(0.25)));
            }
            Tensor gradients = gradient(p, 3).add(gradient(p, 2));
            loss = loss.add(gradients.mul(new Scalar(scale == 0 ? 0.5 : 0.25)));
        }
        return loss;
    }

    private static Tensor gradient(Tensor p, int axis) {
        long n = p.size(axis) - 1;
        return p.narrow(axis, 1, n).sub(p.narrow(axis, 0, n)).abs().mean();
    }
}
