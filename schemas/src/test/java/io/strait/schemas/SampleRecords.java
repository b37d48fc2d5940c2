package io.strait.schemas;

import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import java.util.List;

/** Complete records for tests. */
public final class SampleRecords {
    public static final String JOB = "01890a5d-ac96-7003-8000-000000000001";

    private SampleRecords() {}

    public static JobSpec spec() {
        GridPlan grid = new GridPlan(6, 1.5, 0.9, 3.0, "cosine", "confidence");
        return JobSpec.newBuilder()
                .setPriority(Priority.INTERACTIVE)
                .setJobId(JOB)
                .setBundleHash("ab".repeat(32))
                .setLabel(7)
                .setLabelName("noto/heart")
                .setSeed(-42)
                .setSize(512)
                .setPlan(new DecodePlan(grid, grid, grid, grid))
                .setFormat("png")
                .setPreviewEvery(3)
                .setCreatedAt(1_700_000_000_000L)
                .setDeadline(1_700_003_600_000L)
                .build();
    }

    public static StageJob stageJob() {
        return new StageJob(spec(), List.of(1, 2, 511), List.of());
    }

    public static JobEvent event(Object what) {
        return new JobEvent(JOB, 1_700_000_000_500L, what);
    }
}
