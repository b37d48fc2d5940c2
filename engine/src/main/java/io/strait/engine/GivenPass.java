package io.strait.engine;

import io.strait.model.bundle.BundleManifest;
import java.util.List;

/** The part of a step graph that is run once for each job, one job a run. */
final class GivenPass implements Pass<StepCondition, Given> {
    private final BundleManifest manifest;
    private final StepLayout layout;

    GivenPass(BundleManifest manifest, StepLayout layout) {
        this.manifest = manifest;
        this.layout = layout;
    }

    @Override
    public int tokens(StepCondition condition) {
        return manifest.tokens(condition.grid());
    }

    @Override
    public void write(List<StepCondition> conditions, PassInputs inputs) {
        conditions.forEach(condition -> layout.write(condition, inputs));
    }

    @Override
    public List<Given> read(List<StepCondition> conditions, PassOutputs outputs) {
        return List.of(new Given(outputs.all()));
    }
}
