package io.strait.gateway.tenant;

import io.strait.schemas.avro.JobSpec;
import io.vertx.ext.web.RoutingContext;

/**
 * Who a request is from.
 *
 * @param tenant whose jobs these are: a tenant sees, follows, cancels and fetches its own only
 * @param credential how the caller proved it, for the audit log and for nothing else: {@code key:ID}, {@code jwt:SUBJECT}, or {@code none}
 */
public record Caller(String tenant, String credential) {
    /** Everybody, as long as nobody has to say who they are. */
    public static final Caller ANYBODY = new Caller("default");

    private static final String KEY = Caller.class.getName();

    /** Of a tenant that proved nothing. */
    public Caller(String tenant) {
        this(tenant, "none");
    }

    /** The caller of a request. */
    public static Caller of(RoutingContext context) {
        Caller caller = context.get(KEY);
        return caller == null ? ANYBODY : caller;
    }

    /** Makes this the caller of a request, before its route is reached. */
    public void enter(RoutingContext context) {
        context.put(KEY, this);
    }

    /** Whether the job is this caller's tenant's. */
    public boolean owns(JobSpec spec) {
        return tenant.equals(spec.getTenant());
    }
}
