package io.strait.model.decode;

/** 1 - x^exponent. */
record PowerSchedule(String name, double exponent) implements MaskSchedule {
    @Override
    public double formula(double progress) {
        return 1 - StrictMath.pow(progress, exponent);
    }
}
