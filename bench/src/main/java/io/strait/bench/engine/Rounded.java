package io.strait.bench.engine;

/** Numbers without digits that mean nothing. */
final class Rounded {
    private Rounded() {}

    static double to(double value, int digits) {
        double unit = Math.pow(10, digits);
        return Math.round(value * unit) / unit;
    }
}
