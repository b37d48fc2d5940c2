package io.strait.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of a process, its JVM's included, as Prometheus reads them: GET /metrics. */
public final class MetricsEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private final HttpServer server;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "strait-metrics"));

    private MetricsEndpoint(HttpServer server, PrometheusMeterRegistry registry) {
        this.server = server;
        this.registry = registry;
    }

    /**
     * Listens.
     *
     * @throws InvalidSettingsException if the address is taken or not this machine's
     */
    static MetricsEndpoint start(MetricsSettings settings) {
        return start(settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /**
     * Listens, and tells these meters; closes them when it is closed.
     *
     * @throws InvalidSettingsException if the address is taken or not this machine's
     */
    public static MetricsEndpoint start(MetricsSettings settings, PrometheusMeterRegistry registry) {
        MetricsEndpoint endpoint = new MetricsEndpoint(listen(settings), registry);
        endpoint.bind();
        LOG.info("metrics at http://{}:{}/metrics", settings.bind(), endpoint.port());
        return endpoint;
    }

    private static HttpServer listen(MetricsSettings settings) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port()), 0);
        } catch (IOException e) {
            throw new InvalidSettingsException(settings.notFree(e));
        }
    }

    private void bind() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        pauses.bindTo(registry);
        server.createContext("/metrics", this::answer);
        server.setExecutor(thread);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", TEXT);
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    MeterRegistry registry() {
        return registry;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdown();
        pauses.close();
        registry.close();
    }
}
