package io.strait.model.decode;

/** 1 - x. */
record LinearSchedule() implements MaskSchedule {
    @Override
    public String name() {
        return "linear";
    }

    @Override
    public double formula(double progress) {
        return 1 - progress;
    }
}
