package io.strait.model.decode;

/** (e - e^x) / (e - 1). */
record ExponentialSchedule() implements MaskSchedule {
    @Override
    public String name() {
        return "exponential";
    }

    @Override
    public double formula(double progress) {
        return (StrictMath.E - StrictMath.exp(progress)) / (StrictMath.E - 1);
    }
}
