package io.strait.model.decode;

/** 1 - ln(1 + 255x) / ln 256. */
record LogarithmicSchedule() implements MaskSchedule {
    private static final double BASE = 256;

    @Override
    public String name() {
        return "logarithmic";
    }

    @Override
    public double formula(double progress) {
        return 1 - StrictMath.log(1 + (BASE - 1) * progress) / StrictMath.log(BASE);
    }
}
