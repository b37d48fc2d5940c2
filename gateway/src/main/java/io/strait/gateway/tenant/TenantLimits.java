package io.strait.gateway.tenant;

/**
 * How much one tenant may ask for. Every number is from 1 to {@link #UNLIMITED}.
 *
 * @param requestsPerMinute requests of all kinds, messages over a WebSocket included; over all gateways, divided among those that live
 * @param concurrent requests and streams open at a time; over all gateways, divided among those that live
 * @param queued jobs accepted that have not ended; over all gateways
 * @param daily jobs accepted since midnight, UTC; over all gateways
 * @param running bulk jobs handed to the workers at a time; exact, by the dispatcher
 */
public record TenantLimits(int requestsPerMinute, int concurrent, int queued, int daily, int running) {
    /** No bound. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** No bounds at all. */
    public static final TenantLimits NONE = new TenantLimits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    /** Checks that each is at least 1. */
    public TenantLimits {
        check("requestsPerMinute", requestsPerMinute);
        check("concurrent", concurrent);
        check("queued", queued);
        check("daily", daily);
        check("running", running);
    }

    private static void check(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, got " + value);
        }
    }
}
