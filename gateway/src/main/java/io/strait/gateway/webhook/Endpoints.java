package io.strait.gateway.webhook;

import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.webhook.EndpointReader.Registration;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.avro.WebhookSecret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tenants do with their endpoints. Calls that change something block until this gateway has read the change back from the log. */
final class Endpoints {
    private static final int MOST = 20;
    private static final int ID_BYTES = 16;
    private static final int PATIENCE_SECONDS = 20;
    /** How long the secret before a new one is still signed with. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final EndpointTable table;
    private final WebhookLog log;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Endpoints(EndpointTable table, WebhookLog log, Clock clock) {
        this.table = table;
        this.log = log;
        this.clock = clock;
    }

    /** @throws HttpFailure 409 if the tenant has as many as it may */
    WebhookEndpoint create(String tenant, Registration wanted) throws InterruptedException, ExecutionException {
        if (table.of(tenant).size() >= MOST) {
            throw HttpFailure.tooManyWebhooks(MOST);
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        WebhookEndpoint endpoint = WebhookEndpoint.newBuilder()
                .setId("we_" + HexFormat.of().formatHex(id))
                .setTenant(tenant)
                .setUrl(wanted.url())
                .setEvents(wanted.events())
                .setSecrets(List.of(new WebhookSecret(Signatures.newSecret(random), null)))
                .setCreatedAt(clock.millis())
                .build();
        return put(endpoint);
    }

    /** @throws HttpFailure 404 if the tenant has none of this id */
    WebhookEndpoint find(String tenant, String id) {
        return table.find(id)
                .filter(endpoint -> endpoint.getTenant().equals(tenant))
                .orElseThrow(HttpFailure::unknownWebhook);
    }

    List<WebhookEndpoint> of(String tenant) {
        return table.of(tenant);
    }

    /** A new secret; the one before is signed with for a day. What was disabled is told again. */
    WebhookEndpoint renewSecret(String tenant, String id) throws InterruptedException, ExecutionException {
        WebhookEndpoint before = find(tenant, id);
        WebhookSecret old = before.getSecrets().get(0);
        return put(WebhookEndpoint.newBuilder(before)
                .setSecrets(List.of(
                        new WebhookSecret(Signatures.newSecret(random), null),
                        new WebhookSecret(old.getText(), clock.millis() + OVERLAP.toMillis())))
                .setDisabled(null)
                .build());
    }

    /** @throws HttpFailure 404 if the tenant has none of this id */
    void delete(String tenant, String id) throws InterruptedException, ExecutionException {
        find(tenant, id);
        readBack(log.delete(id));
    }

    private WebhookEndpoint put(WebhookEndpoint endpoint) throws InterruptedException, ExecutionException {
        readBack(log.put(endpoint));
        return endpoint;
    }

    private void readBack(CompletableFuture<Long> written) throws InterruptedException, ExecutionException {
        try {
            table.await(written.get(PATIENCE_SECONDS, TimeUnit.SECONDS) + 1);
        } catch (TimeoutException e) {
            throw HttpFailure.unavailable("The queue does not answer. Try again.");
        }
    }
}
