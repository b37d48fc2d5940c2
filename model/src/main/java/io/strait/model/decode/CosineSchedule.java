package io.strait.model.decode;

/** cos(πx/2). */
record CosineSchedule() implements MaskSchedule {
    @Override
    public String name() {
        return "cosine";
    }

    @Override
    public double formula(double progress) {
        return StrictMath.cos(StrictMath.PI * progress / 2);
    }
}
