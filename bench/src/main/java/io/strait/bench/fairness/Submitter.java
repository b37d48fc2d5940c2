package io.strait.bench.fairness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.request.GenerationReader;
import io.strait.gateway.request.Json;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.JobSpec;
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
            JobSpec spec = reader.read(request).job(id, bundle, tenant);
            return jobs.submit(id, spec).thenApply(accepted -> id.toString());
        });
    }

    @Override
    public void close() {
        jobs.close();
    }
}
