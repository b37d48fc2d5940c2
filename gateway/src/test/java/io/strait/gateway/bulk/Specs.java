package io.strait.gateway.bulk;

import io.strait.gateway.TestBundle;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.job.JobId;
import java.util.List;
import java.util.Random;

/** Jobs for tests: bulk jobs, unless changed. */
public final class Specs {
    private static final Random RANDOM = new Random(7);

    private Specs() {}

    /** A job of one of the usual requests. */
    public static JobSpec spec(String tenant, int size) {
        GridPlan few = new GridPlan(6, 1.5, 0.9, 3.0, "cosine", "confidence");
        long now = System.currentTimeMillis();
        return JobSpec.newBuilder()
                .setPriority(Priority.BULK)
                .setTenant(tenant)
                .setJobId(JobId.create(0, now, RANDOM).toString())
                .setBundleHash(TestBundle.manifest().hash())
                .setLabel(1)
                .setLabelName("noto/heart")
                .setSeed(42)
                .setSize(size)
                .setPlan(new DecodePlan(few, few, few, few))
                .setFormat("png")
                .setPreviewEvery(0)
                .setCreatedAt(now)
                .setDeadline(now + 600_000)
                .build();
    }

    static StageJob job(JobSpec spec) {
        return new StageJob(spec, List.of(), List.of());
    }

    static WaitingJob waiting(String tenant, long offset, long cost) {
        return new WaitingJob(offset, job(spec(tenant, 256)), cost);
    }
}
