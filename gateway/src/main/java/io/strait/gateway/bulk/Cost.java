package io.strait.gateway.bulk;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import java.util.List;

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

    /** Of a job of the smaller size with the bundle's settings: what a tenant is given in a turn. */
    long quantum() {
        long cost = 0;
        for (TokenGrid grid : List.of(TokenGrid.TOP, TokenGrid.BOTTOM)) {
            GridSettings settings = bundle.defaults(grid);
            cost += rows(grid, settings.steps(), settings.guidanceScale());
        }
        return cost;
    }

    private long rows(TokenGrid grid, int steps, double guidance) {
        return (long) steps * bundle.tokens(grid) * (guidance == 0 ? 1 : 2);
    }
}
