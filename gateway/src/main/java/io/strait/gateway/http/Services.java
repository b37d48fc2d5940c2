package io.strait.gateway.http;

import io.strait.gateway.job.Jobs;
import io.strait.gateway.job.Readiness;
import io.strait.gateway.job.WaitEstimate;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.tenant.Tenants;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.topic.Topics;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * What a gateway's features share. Owned by the gateway, which closes them after its features.
 *
 * @param kafka bootstrap servers
 * @param estimate how long the jobs ahead of a new one take
 * @param streams what is open to clients
 * @param metrics its registry may hold other parts' meters too
 */
public record Services(
        Vertx vertx,
        Clock clock,
        String kafka,
        Topics topics,
        BundleManifest bundle,
        Jobs jobs,
        Submissions submissions,
        ArtifactStore artifacts,
        Readiness readiness,
        Tenants tenants,
        GatewayMetrics metrics,
        OpenStreams streams,
        WaitEstimate estimate) {}
