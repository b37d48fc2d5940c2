package io.strait.gateway.bulk;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;

/** How much work a job is: steps times tokens, twice where guidance doubles the rows, over the grids its size needs. */
final class Cost {
    private final BundleManifest bundle;

    Cost(BundleManifest bundle) {
        this.bundle = bundle;
    }

    /** Of a job, at least 1. */
    long of(JobSpec spec) {
        DecodePlan plan = spec.getPlan();
        long cost = of(TokenGrid.TOP, plan.getTop()) + of(TokenGrid.BOTTOM, plan.getBottom());
        if (spec.getSize() == bundle.upsampledSize()) {
            cost += of(TokenGrid.UPSAMPLER_TOP, plan.getUpsamplerTop())
                    + of(TokenGrid.UPSAMPLER_BOTTOM, plan.getUpsamplerBottom());
        }
        return Math.max(1, cost);
    }

    private long of(TokenGrid grid, GridPlan plan) {
        return rows(grid, plan.getSteps(), plan.getGuidanceScale());
    }

    /**
     * Of the least job there can be, one unguided step in each grid of the smaller size: what a tenant is given in a turn. Larger jobs save up over
     * several turns; were a turn larger, a tenant with small jobs would be given many of them before another has its turn.
     */
    long quantum() {
        return (long) bundle.tokens(TokenGrid.TOP) + bundle.tokens(TokenGrid.BOTTOM);
    }

    private long rows(TokenGrid grid, int steps, double guidance) {
        return (long) steps * bundle.tokens(grid) * (guidance == 0 ? 1 : 2);
    }
}
