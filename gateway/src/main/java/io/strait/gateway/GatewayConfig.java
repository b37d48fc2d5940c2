package io.strait.gateway;

import io.strait.gateway.artifact.ArtifactConfig;
import io.strait.gateway.http.MetricsConfig;
import io.strait.gateway.openai.batch.BatchSettings;
import io.strait.gateway.security.SecurityConfig;
import io.strait.gateway.settings.Settings;
import io.strait.gateway.webhook.WebhookConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of one gateway. Those of a feature are a record in the feature's package, read by it and a component of this one.
 *
 * @param bind address to listen on
 * @param port port to listen on; 0: any free one
 * @param kafka bootstrap servers
 * @param bundle directory of the bundle, of which only {@code bundle.json} is read
 * @param artifacts where finished images are, and what becomes of them
 * @param deadline how long a job may take before nobody waits for it
 * @param heartbeat time between signs of life on quiet streams
 * @param replayThreads how many jobs are read out of the past at a time
 * @param fetchWait longest time the broker holds a fetch that finds nothing
 * @param cancelOnClose whether a client of the OpenAI API that closes its connection cancels its jobs
 * @param stopPatience how long streams may go on when the gateway stops
 * @param mostWait for how long the jobs ahead of a new one may take
 * @param webhooks how tenants' endpoints are told of events
 * @param security who may ask, how, and how much
 * @param batches files and batches
 * @param metrics where figures can be had without a credential
 */
public record GatewayConfig(
        String bind,
        int port,
        String kafka,
        Path bundle,
        ArtifactConfig artifacts,
        Duration deadline,
        Duration heartbeat,
        int replayThreads,
        Duration fetchWait,
        boolean cancelOnClose,
        Duration stopPatience,
        Duration mostWait,
        WebhookConfig webhooks,
        SecurityConfig security,
        BatchSettings batches,
        MetricsConfig metrics) {
    /** Defaults for everything that is not a matter of place. */
    public static GatewayConfig of(String bind, int port, String kafka, Path bundle, Path artifacts) {
        return of(bind, port, kafka, bundle, artifacts, Map.of());
    }

    /**
     * The place given, and the rest as in {@link #fromEnvironment}.
     *
     * @param environment settings of which those of the place are not read
     */
    public static GatewayConfig of(
            String bind, int port, String kafka, Path bundle, Path artifacts, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("STRAIT_BIND", bind);
        all.put("STRAIT_PORT", Integer.toString(port));
        all.put("STRAIT_KAFKA", kafka);
        all.put("STRAIT_BUNDLE", bundle.toString());
        all.put("STRAIT_ARTIFACTS", artifacts.toString());
        return fromEnvironment(all);
    }

    /**
     * Reads STRAIT_BIND, STRAIT_PORT, STRAIT_KAFKA, STRAIT_BUNDLE, STRAIT_ARTIFACTS and the STRAIT_GATEWAY_ settings.
     *
     * @throws IllegalArgumentException with every problem, one a line
     */
    public static GatewayConfig fromEnvironment(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        String bind = settings.text("STRAIT_BIND", "127.0.0.1");
        GatewayConfig config = new GatewayConfig(
                bind,
                settings.number("STRAIT_PORT", 8080, 0, 65_535),
                settings.text("STRAIT_KAFKA", "127.0.0.1:9092"),
                settings.path("STRAIT_BUNDLE", "bundles/emoji-256"),
                ArtifactConfig.read(settings),
                settings.seconds(Settings.OWN + "DEADLINE_SECONDS", 86_400, 1, 31_536_000),
                settings.seconds(Settings.OWN + "HEARTBEAT_SECONDS", 10, 1, 300),
                settings.number(Settings.OWN + "REPLAY_THREADS", 4, 1, 64),
                settings.millis(Settings.OWN + "FETCH_WAIT_MILLIS", 50, 1, 1_000),
                settings.flag(Settings.OWN + "OPENAI_CANCEL_ON_CLOSE", true),
                settings.seconds(Settings.OWN + "STOP_SECONDS", 3, 0, 3_600),
                settings.seconds(Settings.OWN + "MOST_WAIT_SECONDS", 3_600, 1, 31_536_000),
                WebhookConfig.read(settings),
                SecurityConfig.read(settings, bind),
                BatchSettings.read(settings),
                MetricsConfig.read(settings));
        settings.check();
        return config;
    }
}
