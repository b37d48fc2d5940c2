package io.strait.worker;

import io.strait.engine.image.ImageFormat;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.decode.TokenOrder;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.OutputFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks everything about a job before it comes near the network, where a bad value would take its companions along. */
final class Admission {
    /** A job that can never succeed here. */
    static final class Refused extends Exception {
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }

        /** Stable, for programs. */
        String code() {
            return code;
        }

        /** For readers of the job's events. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private final StageProgram program;
    private final BundleManifest manifest;

    Admission(StageProgram program, BundleManifest manifest) {
        this.program = program;
        this.manifest = manifest;
    }

    /** The run of a job. */
    StageRun admit(JobId id, StageJob job, Hold hold) throws Refused {
        JobSpec spec = job.getSpec();
        if (!manifest.hash().equals(spec.getBundleHash())) {
            throw new Refused(
                    "unknown-bundle", "bundle: expected " + manifest.hash() + ", got " + spec.getBundleHash());
        }
        check(spec.getLabel() >= 0 && spec.getLabel() < manifest.labels().size(), "label", labels(), spec.getLabel());
        boolean upsampled = spec.getSize() == manifest.upsampledSize();
        check(
                upsampled || (spec.getSize() == manifest.imageSize() && program.stage() != Stage.UPSAMPLER),
                "size",
                manifest.imageSize() + " or " + manifest.upsampledSize(),
                spec.getSize());
        checkFormat(spec.getFormat());
        Map<TokenGrid, GridSettings> settings = new EnumMap<>(TokenGrid.class);
        for (TokenGrid grid : program.grids()) {
            settings.put(grid, settings(grid, spec.getPlan()));
        }
        return new StageRun(id, spec, given(job), program, manifest, settings, hold);
    }

    /** Every stage refuses what the last one could not write: better before the work than after it. */
    private static void checkFormat(String text) throws Refused {
        Optional<String> trouble;
        try {
            trouble = ImageFormat.named(OutputFormat.parse(text).name())
                    .orElseThrow()
                    .trouble();
        } catch (IllegalArgumentException e) {
            throw new Refused("unprocessable", String.valueOf(e.getMessage()));
        }
        if (trouble.isPresent()) {
            throw new Refused(
                    "unprocessable",
                    "format: expected one that this worker can write, got " + text + ": " + trouble.get());
        }
    }

    private String labels() {
        return "0 to " + (manifest.labels().size() - 1);
    }

    private GridSettings settings(TokenGrid grid, DecodePlan plan) throws Refused {
        GridPlan asked = planOf(grid, plan);
        check(
                asked.getSteps() <= manifest.tokens(grid),
                grid.wireName() + " steps",
                "at most " + manifest.tokens(grid),
                asked.getSteps());
        try {
            return new GridSettings(
                    asked.getSteps(),
                    asked.getGuidanceScale(),
                    asked.getTemperature(),
                    asked.getGumbel(),
                    MaskSchedule.named(asked.getSchedule()),
                    TokenOrder.named(asked.getOrder()));
        } catch (IllegalArgumentException e) {
            throw new Refused("unprocessable", grid.wireName() + " " + e.getMessage());
        }
    }

    private static GridPlan planOf(TokenGrid grid, DecodePlan plan) {
        return switch (grid) {
            case TOP -> plan.getTop();
            case BOTTOM -> plan.getBottom();
            case UPSAMPLER_TOP -> plan.getUpsamplerTop();
            case UPSAMPLER_BOTTOM -> plan.getUpsamplerBottom();
        };
    }

    private JobTokens given(StageJob job) throws Refused {
        JobTokens tokens = JobTokens.none();
        for (TokenGrid grid : program.given()) {
            tokens = tokens.with(grid, ids(grid, grid == TokenGrid.TOP ? job.getTopIds() : job.getBottomIds()));
        }
        return tokens;
    }

    private int[] ids(TokenGrid grid, List<Integer> given) throws Refused {
        int tokens = manifest.tokens(grid);
        check(given.size() == tokens, grid.wireName() + " ids", tokens + " values", given.size());
        int[] ids = given.stream().mapToInt(Integer::intValue).toArray();
        for (int id : ids) {
            check(
                    id >= 0 && id < manifest.codebookSize(),
                    grid.wireName() + " id",
                    "below " + manifest.codebookSize(),
                    id);
        }
        return ids;
    }

    private static void check(boolean holds, String what, String expected, Object got) throws Refused {
        if (!holds) {
            throw new Refused("unprocessable", what + ": expected " + expected + ", got " + got);
        }
    }
}
