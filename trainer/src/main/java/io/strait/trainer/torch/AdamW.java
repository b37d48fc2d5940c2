package io.strait.trainer.torch;

/**
 * Settings of the optimizer.
 *
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the squared gradient's mean
 * @param weightDecay decoupled decay of matrices and kernels, per unit of learning rate
 * @param clip largest norm of the whole gradient
 * @param averaging decay of the moving average of the weights
 */
public record AdamW(double beta1, double beta2, double weightDecay, double clip, double averaging) {}
