package io.strait.worker;

/** After which steps of a stage a job gets a preview. */
public final class PreviewSteps {
    private PreviewSteps() {}

    /**
     * Whether a step is followed by a preview: the first and every n-th one, but not the last step of the stage that finishes
     * the job, whose picture is the image itself.
     *
     * @param step 1-based within the stage
     * @param steps of the stage
     * @param every 0 for no previews
     * @param finishes whether the stage finishes the job
     */
    public static boolean due(int step, int steps, int every, boolean finishes) {
        if (every <= 0 || (finishes && step == steps)) {
            return false;
        }
        return step == 1 || step % every == 0;
    }
}
