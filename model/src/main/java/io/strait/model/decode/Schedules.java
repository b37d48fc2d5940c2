package io.strait.model.decode;

import java.util.List;

/** The seven. Apart from the interface, whose initialization must not wait for its own subtypes'. */
final class Schedules {
    /** cos(πx/2). */
    static final MaskSchedule COSINE = new CosineSchedule();

    static final List<MaskSchedule> ALL = List.of(
            COSINE,
            new LinearSchedule(),
            new PowerSchedule("square", 2),
            new PowerSchedule("cubic", 3),
            new ExponentialSchedule(),
            new PowerSchedule("square-root", 0.5),
            new LogarithmicSchedule());

    private Schedules() {}
}
