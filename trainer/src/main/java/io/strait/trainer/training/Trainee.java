package io.strait.trainer.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A network under training, as the loop sees it. */
interface Trainee {
    /** {@code tokenizer} or a stage. */
    String kind();

    /** Names of the figures of a step; the first is the loss. */
    List<String> figures();

    /**
     * One step.
     *
     * @param step finished steps
     * @return the figures
     */
    double[] step(long step, long steps, double rate) throws IOException;

    /** Learning-rate schedule for a peak rate. */
    LearningRate schedule(double peak);

    /** State that must survive a restart. */
    Map<String, float[]> state();

    /** Restores {@link #state}. */
    void restore(Checkpoint from);

    /** Facts about the run at this moment. */
    Checkpoint.Facts facts(long step, double seconds, Map<String, Double> metrics);

    /**
     * Figures on held-out images.
     *
     * @param sheet where to draw samples
     * @param thorough over all images rather than some
     */
    Map<String, Double> validate(Path sheet, boolean thorough) throws IOException;
}
