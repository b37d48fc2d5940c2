package io.strait.engine;

import io.strait.model.decode.GridSettings;

/** One job's part of a step. Copies what it is given. */
public final class StepRequest {
    private final int[] ids;
    private final int label;
    private final GridSettings settings;
    private final float[] uniforms;
    private final StepCondition condition;

    /**
     * Creates a request.
     *
     * @param ids the tokens so far, the mask id where masked
     * @param label index of the class
     * @param settings guidance and temperature are used here
     * @param uniforms a number in [0, 1) for each token
     * @param condition of the batch's grid
     */
    public StepRequest(int[] ids, int label, GridSettings settings, float[] uniforms, StepCondition condition) {
        this.ids = ids.clone();
        this.label = label;
        this.settings = settings;
        this.uniforms = uniforms.clone();
        this.condition = condition;
    }

    /** Not to be changed. */
    int[] ids() {
        return ids;
    }

    int label() {
        return label;
    }

    GridSettings settings() {
        return settings;
    }

    /** Not to be changed. */
    float[] uniforms() {
        return uniforms;
    }

    StepCondition condition() {
        return condition;
    }

    /** Network rows this takes: one with the class and, when guided, one without. */
    int rows() {
        return settings.guided() ? 2 : 1;
    }
}
