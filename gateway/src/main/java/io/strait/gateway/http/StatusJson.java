package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.job.JobSnapshot;
import io.strait.gateway.job.JobSnapshot.Progress;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobStatus;
import io.strait.schemas.job.JobView;
import io.strait.schemas.job.OutputFormat;
import io.strait.schemas.job.StageTiming;
import java.util.Locale;

/** The status document of a generation. */
final class StatusJson {
    private StatusJson() {}

    /** A status in JSON. */
    static String name(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static ObjectNode of(JobSnapshot job) {
        JobSpec spec = job.spec();
        JobView view = job.view();
        ObjectNode json = Json.object();
        json.put("id", view.jobId());
        json.put("status", name(view.status()));
        view.stage().ifPresent(stage -> putProgress(json, job, stage));
        json.put("label", spec.getLabelName());
        EventJson.putSeed(json, spec.getSeed());
        json.put("size", spec.getSize());
        putSettings(json.putObject("settings"), spec);
        json.put("createdAt", spec.getCreatedAt());
        json.put("deadline", spec.getDeadline());
        ObjectNode timings = json.putObject("timings");
        view.stages().forEach((stage, timing) -> putTiming(timings.putObject(EventJson.name(stage)), timing));
        view.outcome().ifPresent(outcome -> putOutcome(json, spec, outcome));
        Links.put(json, view.jobId());
        return json;
    }

    /** The furthest stage, and how far it is known to be. */
    private static void putProgress(ObjectNode json, JobSnapshot job, StageName stage) {
        json.put("stage", EventJson.name(stage));
        StageTiming timing = job.view().stages().get(stage);
        Progress preview = job.preview();
        if (timing == null) {
            return;
        }
        int seen = preview != null && preview.stage() == stage ? preview.step() : 0;
        json.put("step", timing.millis().isPresent() ? timing.steps() : seen);
        json.put("steps", timing.steps());
    }

    private static void putSettings(ObjectNode json, JobSpec spec) {
        putPlan(json.putObject("top"), spec.getPlan().getTop());
        putPlan(json.putObject("bottom"), spec.getPlan().getBottom());
        putPlan(json.putObject("upsamplerTop"), spec.getPlan().getUpsamplerTop());
        putPlan(json.putObject("upsamplerBottom"), spec.getPlan().getUpsamplerBottom());
        json.put("previewEvery", spec.getPreviewEvery());
        OutputFormat format = OutputFormat.parse(spec.getFormat());
        json.put("format", format.name());
        json.put("quality", format.quality());
        json.put("bundleHash", spec.getBundleHash());
    }

    private static void putPlan(ObjectNode json, GridPlan plan) {
        json.put("steps", plan.getSteps());
        json.put("guidance", plan.getGuidanceScale());
        json.put("temperature", plan.getTemperature());
        json.put("gumbel", plan.getGumbel());
        json.put("schedule", plan.getSchedule());
        json.put("order", plan.getOrder());
    }

    private static void putTiming(ObjectNode json, StageTiming timing) {
        timing.startedAt().ifPresent(at -> json.put("startedAt", at));
        timing.millis().ifPresent(millis -> json.put("millis", millis));
    }

    private static void putOutcome(ObjectNode json, JobSpec spec, JobEvent outcome) {
        json.put("endedAt", outcome.getAt());
        json.put("millis", Math.max(0, outcome.getAt() - spec.getCreatedAt()));
        if (outcome.getWhat() instanceof Completed completed) {
            json.putObject("image")
                    .put("format", completed.getFormat())
                    .put("width", completed.getWidth())
                    .put("height", completed.getHeight())
                    .put("bytes", completed.getBytes());
        } else if (outcome.getWhat() instanceof Failed failed) {
            json.putObject("failure").put("code", failed.getCode()).put("message", failed.getMessage());
        }
    }
}
