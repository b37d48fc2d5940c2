package io.strait.gateway.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.avro.WebhookSecret;
import io.strait.schemas.avro.WebhookState;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Thousands of deliveries for an endpoint that takes its time, over a real broker; WireMock receives them. */
final class DeliveryVolumeIT {
    private static final int DELIVERIES = 2_000;
    private static final int MOST_HELD = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLOW = "we_slow";
    /** Its deliveries lie in the same partition. */
    private static final String QUICK = IntStream.range(0, 1_000)
            .mapToObj(i -> "we_quick" + i)
            .filter(id -> WebhookLog.partition(id) == WebhookLog.partition(SLOW))
            .findFirst()
            .orElseThrow();

    private final WireMockServer receiver =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final ListAppender<ILoggingEvent> blocked = new ListAppender<>();
    private final Logger checker = (Logger) LoggerFactory.getLogger(BlockedThreadChecker.class);
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void listen() {
        receiver.start();
        open.add(receiver::stop);
        blocked.start();
        checker.addAppender(blocked);
        open.add(() -> checker.detachAppender(blocked));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private WebhookEndpoint endpoint(String id) {
        return WebhookEndpoint.newBuilder()
                .setId(id)
                .setTenant("acme")
                .setUrl("http://127.0.0.1:" + receiver.port() + "/" + id)
                .setEvents(List.of())
                .setSecrets(List.of(new WebhookSecret(Signatures.newSecret(new SecureRandom()), null)))
                .setCreatedAt(1L)
                .build();
    }

    private static WebhookDelivery delivery(String endpoint, int number) {
        return new WebhookDelivery(
                "evt_" + number,
                endpoint,
                "generation.completed",
                "{\"type\":\"generation.completed\",\"padding\":\"" + "x".repeat(600) + "\"}",
                1_000L + number,
                1_000L + number,
                WebhookState.PENDING,
                0,
                List.of());
    }

    private List<String> received(String endpoint) {
        return receiver.findAll(postRequestedFor(urlEqualTo("/" + endpoint))).stream()
                .map(request -> request.getHeader("webhook-id"))
                .toList();
    }

    @Test
    void aSlowEndpointsDeliveriesStayInTheLogAndHoldUpNobody(@TempDir Path folder) throws Exception {
        EmbeddedKafka kafka = opened(EmbeddedKafka.start(folder));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            TopicCatalogue.standard(new Topics("volume"), 1).ensure(admin);
        }
        receiver.stubFor(post(urlEqualTo("/" + SLOW)).willReturn(ok().withFixedDelay(10)));
        receiver.stubFor(post(urlEqualTo("/" + QUICK)).willReturn(ok()));
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setBlockedThreadCheckInterval(200)
                .setMaxEventLoopExecuteTime(2)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        open.add(() -> vertx.close().await(10, TimeUnit.SECONDS));
        WebhookLog log = opened(new WebhookLog(kafka.bootstrap()));
        EndpointTable table = opened(new EndpointTable(kafka.bootstrap()));
        table.start();
        log.put(endpoint(SLOW)).get(20, TimeUnit.SECONDS);
        table.await(log.put(endpoint(QUICK)).get(20, TimeUnit.SECONDS) + 1);
        List<CompletableFuture<Long>> written = new ArrayList<>();
        for (int i = 0; i < DELIVERIES; i++) {
            written.add(log.put(delivery(SLOW, i)));
        }
        CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

        WebhookConfig config = new WebhookConfig(RetrySchedule.STANDARD, Duration.ofSeconds(20), true);
        Sender sender = opened(new Sender(vertx, Clock.systemUTC(), config));
        DeliveryQueue queue = opened(new DeliveryQueue(
                kafka.bootstrap(), table, log, sender, config.schedule(), Clock.systemUTC(), MOST_HELD));
        queue.start();
        await().atMost(PATIENCE).until(() -> received(SLOW).size() > 50);
        log.put(delivery(QUICK, DELIVERIES)).get(20, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> received(QUICK).size() == 1);
        assertThat(received(SLOW)).as("while thousands wait").hasSizeLessThan(DELIVERIES - MOST_HELD);

        await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(queue.held()).isLessThanOrEqualTo(MOST_HELD);
                            return received(SLOW);
                        },
                        ids -> ids.stream().distinct().count() == DELIVERIES);
        await().atMost(PATIENCE).until(() -> queue.held() == 0);
        // At least once is promised; reading the log again makes no others.
        assertThat(received(SLOW)).doesNotHaveDuplicates();
        assertThat(new DeliveryHistory(kafka.bootstrap()).of(SLOW))
                .hasSize(100)
                .allSatisfy(delivery -> assertThat(delivery.getState()).isEqualTo(WebhookState.DELIVERED))
                .extracting(WebhookDelivery::getCreatedAt)
                .startsWith(999L + DELIVERIES)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(blocked.list).as("event loops that were blocked").isEmpty();
    }
}
