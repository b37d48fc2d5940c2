package io.strait.gateway.webhook;

import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.avro.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt. The host's name is looked up once, and connected to is the very address that was checked: a name that changes in
 * between reaches nothing. The answer's body is not read.
 */
final class Sender implements AutoCloseable {
    private static final int LOOK_UPS = 8;

    private final Vertx vertx;
    private final Clock clock;
    private final HttpClient client;
    private final WorkerExecutor names;
    private final WebhookConfig config;

    Sender(Vertx vertx, Clock clock, WebhookConfig config) {
        this.vertx = vertx;
        this.clock = clock;
        this.config = config;
        // One connection for one attempt: what is kept open was checked for another name.
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false),
                // Attempts do not wait for each other: their time runs.
                new PoolOptions().setHttp1MaxSize(UnderWay.MOST));
        // Looking names up may take long; nobody else's work waits for it.
        this.names = vertx.createSharedWorkerExecutor("webhook-names", LOOK_UPS);
    }

    /** Never fails. */
    Future<Answer> send(WebhookEndpoint endpoint, WebhookDelivery delivery) {
        long begin = System.nanoTime();
        URI url = URI.create(endpoint.getUrl());
        return address(url)
                .compose(address -> exchange(url, address, endpoint, delivery))
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(response -> answer(response, begin))
                .otherwise(failure -> new Answer(null, words(failure), Duration.ZERO, millis(begin)));
    }

    /** The first address of the host; every one must be allowed. */
    private Future<InetAddress> address(URI url) {
        String host = url.getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return names.executeBlocking(
                () -> {
                    InetAddress[] found = InetAddress.getAllByName(name);
                    for (InetAddress address : found) {
                        if (!config.allowPrivate() && !PublicAddress.is(address)) {
                            throw new RefusedAddressException();
                        }
                    }
                    return found[0];
                },
                false);
    }

    private Future<HttpClientResponse> exchange(
            URI url, InetAddress address, WebhookEndpoint endpoint, WebhookDelivery delivery) {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(secure)
                .setURI(path + query)
                .setFollowRedirects(false)
                .setConnectTimeout(config.timeout().toMillis())
                .setIdleTimeout(config.timeout().toMillis());
        return client.request(options).compose(request -> exchange(request, endpoint, delivery));
    }

    private Future<HttpClientResponse> exchange(
            HttpClientRequest request, WebhookEndpoint endpoint, WebhookDelivery delivery) {
        Instant now = clock.instant();
        List<String> secrets = endpoint.getSecrets().stream()
                .filter(secret -> secret.getUntil() == null || secret.getUntil() > now.toEpochMilli())
                .map(WebhookSecret::getText)
                .toList();
        long seconds = now.getEpochSecond();
        String id = delivery.getEventId();
        request.putHeader("content-type", "application/json")
                .putHeader("user-agent", "StraIT-Gateway")
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader("webhook-signature", Signatures.header(secrets, id, seconds, delivery.getPayload()));
        // Told in time or not at all; whatever comes after the head is nobody's concern.
        long timer = vertx.setTimer(config.timeout().toMillis(), late -> request.reset());
        return request.send(delivery.getPayload()).onComplete(done -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
    }

    private Answer answer(HttpClientResponse response, long begin) {
        return new Answer(response.statusCode(), null, retryAfter(response.getHeader("retry-after")), millis(begin));
    }

    /** Seconds or a date; zero for neither, and for what is past. */
    private Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofSeconds(Math.max(0, Integer.parseInt(header.strip())));
        } catch (NumberFormatException e) {
            try {
                Instant until = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration left = Duration.between(clock.instant(), until);
                return left.isNegative() ? Duration.ZERO : left;
            } catch (DateTimeException neither) {
                return Duration.ZERO;
            }
        }
    }

    private static long millis(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    /** What an endpoint's owner is told: nothing about our network. */
    private String words(Throwable failure) {
        if (failure instanceof RefusedAddressException) {
            return "the address is not a public one";
        }
        if (failure instanceof UnknownHostException) {
            return "the host's name is not known";
        }
        if (failure instanceof TimeoutException || failure instanceof StreamResetException) {
            return "no answer within " + config.timeout().toSeconds() + " s";
        }
        return "no connection, or it broke";
    }

    @Override
    public void close() {
        client.close();
        names.close();
    }

    /** The host has an address that is not the Internet's. */
    private static final class RefusedAddressException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
