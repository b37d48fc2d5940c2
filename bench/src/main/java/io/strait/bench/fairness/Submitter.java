package io.strait.bench.fairness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.request.GenerationReader;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.Json;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Submits jobs as a gateway does, for tenants of any name: over HTTP a tenant would need a key. */
final class Submitter implements AutoCloseable {
    private static final int AT_ONCE = 500;

    private final BundleManifest bundle;
    private final Jobs jobs;
    private final GenerationReader reader;

    Submitter(String bootstrap, BundleManifest bundle) {
        this.bundle = bundle;
        this.jobs = new Jobs(
                bootstrap,
                new Topics(bundle.name()),
                1,
                20,
                Clock.systemUTC(),
                new GatewayMetrics(new SimpleMeterRegistry()));
        this.reader = new GenerationReader(bundle, () -> 1, Duration.ofHours(24));
    }

    /** Submits jobs of the smaller size without previews; returns their ids when all are accepted. */
    List<String> submit(String tenant, String priority, int count, long firstSeed) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            List<CompletableFuture<String>> some = new ArrayList<>();
            for (int i = ids.size(); i < Math.min(count, ids.size() + AT_ONCE); i++) {
                some.add(submit(tenant, priority, firstSeed + i));
            }
            some.forEach(one -> ids.add(one.join()));
        }
        return ids;
    }

    private CompletableFuture<String> submit(String tenant, String priority, long seed) {
        ObjectNode request = Json.object()
                .put("label", bundle.labels().get((int)
                        Math.floorMod(7 * seed, (long) bundle.labels().size())))
                .put("seed", seed)
                .put("previewEvery", 0)
                .put("priority", priority);
        return jobs.newId().thenCompose(id -> {
            JobSpec spec = spec(bundle, id, reader.read(request), tenant);
            return jobs.submit(id, spec).thenApply(accepted -> id.toString());
        });
    }

    private static JobSpec spec(BundleManifest bundle, JobId id, GenerationRequest request, String tenant) {
        return JobSpec.newBuilder()
                .setPriority(request.priority())
                .setTenant(tenant)
                .setJobId(id.toString())
                .setBundleHash(bundle.hash())
                .setLabel(request.labelIndex())
                .setLabelName(request.label())
                .setSeed(request.seed())
                .setSize(request.size())
                .setPlan(new DecodePlan(
                        plan(request.settings(TokenGrid.TOP)),
                        plan(request.settings(TokenGrid.BOTTOM)),
                        plan(request.settings(TokenGrid.UPSAMPLER_TOP)),
                        plan(request.settings(TokenGrid.UPSAMPLER_BOTTOM))))
                .setFormat(request.format().text())
                .setPreviewEvery(request.previewEvery())
                .setCreatedAt(id.millis())
                .setDeadline(id.millis() + request.deadline().toMillis())
                .build();
    }

    private static GridPlan plan(GridSettings settings) {
        return new GridPlan(
                settings.steps(),
                settings.guidanceScale(),
                settings.temperature(),
                settings.gumbel(),
                settings.schedule().name());
    }

    @Override
    public void close() {
        jobs.close();
    }
}
