package io.strait.worker;

import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an image says about its making. No times and no ids: the same request gives the same bytes. */
final class Provenance {
    private Provenance() {}

    static Map<String, String> text(JobSpec spec, BundleManifest manifest) {
        DecodePlan plan = spec.getPlan();
        Map<String, String> text = new LinkedHashMap<>();
        text.put("Software", "StraIT Gateway");
        text.put("strait.label", spec.getLabelName());
        text.put("strait.seed", Long.toString(spec.getSeed()));
        text.put("strait.size", Integer.toString(spec.getSize()));
        text.put("strait.top", grid(plan.getTop()));
        text.put("strait.bottom", grid(plan.getBottom()));
        if (spec.getSize() == manifest.upsampledSize()) {
            text.put("strait.upsampler-top", grid(plan.getUpsamplerTop()));
            text.put("strait.upsampler-bottom", grid(plan.getUpsamplerBottom()));
        }
        text.put("strait.bundle", manifest.name());
        text.put("strait.bundle-sha256", manifest.hash());
        return text;
    }

    private static String grid(GridPlan plan) {
        return "steps=" + plan.getSteps() + " guidance=" + plan.getGuidanceScale() + " temperature="
                + plan.getTemperature() + " gumbel=" + plan.getGumbel() + " schedule=" + plan.getSchedule()
                + " order=" + plan.getOrder();
    }
}
