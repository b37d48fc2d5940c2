package io.strait.trainer.training;

/** A trainee whose work can be counted. */
interface Measured extends Trainee {
    /** Multiply-adds of the forward passes of one step, on average: products and convolutions. */
    double multiplyAdds();

    /** Time spent so far on reading and drawing samples. */
    long loadingNanos();
}
