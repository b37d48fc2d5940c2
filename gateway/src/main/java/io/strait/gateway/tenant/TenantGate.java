package io.strait.gateway.tenant;

import io.strait.gateway.http.HttpFailure;
import io.strait.schemas.job.JobId;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Holds tenants to their limits, and callers to their keys. What is over a limit is refused with 429 and a time to come back. Rates and
 * concurrency are this gateway's share; jobs are counted over all gateways. Thread-safe.
 */
public final class TenantGate implements AutoCloseable {
    private static final String LEASE = TenantGate.class.getName();
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Tenants tenants;
    private final Fleet fleet;
    private final JobLedger ledger;
    private final Predicate<Caller> holds;
    private final Map<String, Rate> rates = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

    /**
     * @param fleet how many gateways share the limits; closed with this
     * @param ledger of all jobs; closed with this
     * @param holds whether a caller's credential is still good
     */
    public TenantGate(Tenants tenants, Fleet fleet, JobLedger ledger, Predicate<Caller> holds) {
        this.tenants = tenants;
        this.fleet = fleet;
        this.ledger = ledger;
        this.holds = holds;
    }

    /**
     * Lets a request in, until it has been answered or its connection is closed; a WebSocket stays in until it closes.
     *
     * @throws HttpFailure 429 if it is one too many
     */
    public void open(Caller caller, RoutingContext context) {
        TenantLimits limits = tenants.limits(caller.tenant());
        rate(caller, limits);
        if (limits.concurrent() == TenantLimits.UNLIMITED) {
            return;
        }
        AtomicInteger count = open.computeIfAbsent(caller.tenant(), tenant -> new AtomicInteger());
        int share = share(limits.concurrent());
        if (count.incrementAndGet() > share) {
            count.decrementAndGet();
            throw HttpFailure.tooMany(
                    "concurrent: expected at most " + share + " requests and streams at a time here.", SOON);
        }
        AtomicBoolean held = new AtomicBoolean(true);
        Runnable leave = () -> {
            if (held.getAndSet(false)) {
                count.decrementAndGet();
            }
        };
        context.put(LEASE, leave);
        HttpServerResponse response = context.response();
        context.addEndHandler(ended -> {
            // The answer to an upgrade ends when the WebSocket begins.
            if (response.getStatusCode() != 101 || response.closed()) {
                leave.run();
            }
        });
    }

    /** For a request that becomes a WebSocket, which stays in until this is run: when the socket closes, or does not open. */
    public static Runnable leave(RoutingContext context) {
        Runnable leave = context.get(LEASE);
        return leave == null ? () -> {} : leave;
    }

    /**
     * Lets a message over an open connection in.
     *
     * @throws HttpFailure 401 if the caller's key has been revoked meanwhile, 429 if it is one too many
     */
    public void message(Caller caller) {
        if (!holds.test(caller)) {
            throw HttpFailure.unauthenticated("The API key has been revoked.");
        }
        rate(caller, tenants.limits(caller.tenant()));
    }

    /**
     * Lets a job in, before it is in the log.
     *
     * @throws HttpFailure 429 if the tenant has too many that have not ended, or had too many today
     */
    public void job(Caller caller, JobId id) {
        ledger.admit(caller.tenant(), id, tenants.limits(caller.tenant()));
    }

    /**
     * Lets a batch in, before it is in the log.
     *
     * @param open the tenant's batches that have not ended
     * @throws HttpFailure 429 if the tenant has too many that have not ended, or had its jobs for today
     */
    public void batch(Caller caller, int open) {
        ledger.admitBatch(caller.tenant(), open, tenants.limits(caller.tenant()));
    }

    /** How many more jobs a tenant may have today; {@link TenantLimits#UNLIMITED}: any number. */
    public int leftToday(String tenant) {
        int most = tenants.limits(tenant).daily();
        return most == TenantLimits.UNLIMITED ? most : Math.max(0, most - ledger.daily(tenant));
    }

    private void rate(Caller caller, TenantLimits limits) {
        if (limits.requestsPerMinute() == TenantLimits.UNLIMITED) {
            return;
        }
        int share = share(limits.requestsPerMinute());
        Duration wait = rates.computeIfAbsent(caller.tenant(), tenant -> new Rate(share))
                .take(share);
        if (!wait.isZero()) {
            throw HttpFailure.tooMany(
                    "requestsPerMinute: expected at most " + share + " requests a minute here.", wait);
        }
    }

    /** This gateway's part, rounded up: with more gateways than requests each still serves one. */
    private int share(int limit) {
        int gateways = Math.max(1, fleet.size());
        return (int) ((limit + (long) gateways - 1) / gateways);
    }

    /** Blocks some seconds at most. */
    @Override
    public void close() {
        fleet.close();
        ledger.close();
    }
}
