package io.strait.engine;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Requests as different as a batch can hold: half-finished grids, guided and unguided, every label. */
final class StepRequests {
    private StepRequests() {}

    static List<StepRequest> mixed(BundleManifest manifest, TokenGrid grid, int count) {
        Random random = new Random(grid.code());
        List<StepRequest> requests = new ArrayList<>();
        for (int job = 0; job < count; job++) {
            int tokens = manifest.tokens(grid);
            float[] uniforms = new float[tokens];
            for (int token = 0; token < tokens; token++) {
                uniforms[token] = random.nextFloat();
            }
            double guidance = job % 2 == 0 ? 0.5 + job : 0;
            requests.add(new StepRequest(
                    ids(random, tokens, manifest.maskId() + 1),
                    job % (manifest.nullLabel() + 1),
                    new GridSettings(1, guidance, 0.7 + 0.1 * job, 0, MaskSchedule.cosine()),
                    uniforms,
                    condition(manifest, grid, random)));
        }
        return requests;
    }

    static int[] ids(Random random, int count, int bound) {
        return random.ints(count, 0, bound).toArray();
    }

    static Map<String, int[]> conditions(BundleManifest manifest, StepRequest request) {
        Map<String, int[]> conditions = new TreeMap<>();
        GraphSignature.conditions(request.condition().grid(), manifest)
                .keySet()
                .forEach(name -> conditions.put(name, request.condition().ids(name)));
        return conditions;
    }

    private static StepCondition condition(BundleManifest manifest, TokenGrid grid, Random random) {
        int[] lowTop = ids(random, manifest.tokens(TokenGrid.TOP), manifest.codebookSize());
        int[] lowBottom = ids(random, manifest.tokens(TokenGrid.BOTTOM), manifest.codebookSize());
        int[] highTop = ids(random, manifest.tokens(TokenGrid.UPSAMPLER_TOP), manifest.codebookSize());
        return switch (grid) {
            case TOP -> StepCondition.none();
            case BOTTOM -> StepCondition.bottom(lowTop);
            case UPSAMPLER_TOP -> StepCondition.upsamplerTop(lowTop, lowBottom);
            case UPSAMPLER_BOTTOM -> StepCondition.upsamplerBottom(lowTop, lowBottom, highTop);
        };
    }
}
