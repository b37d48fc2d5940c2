package io.strait.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the lanes are members of their share group: a share consumer does not tell, the broker does. */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    /**
     * Asks again after a tenth of the time it has waited, within these bounds: an answer tells of every member, and many workers start at
     * once.
     */
    private static final Duration ASK_SOONEST = Duration.ofMillis(100);

    private static final Duration ASK_LATEST = Duration.ofSeconds(2);

    private final Admin admin;
    private final String group;
    private final String clientIdPrefix;
    private final Health pauses;

    /** @param pauses ends a pause when the worker closes */
    Membership(Admin admin, String group, String clientIdPrefix, Health pauses) {
        this.admin = admin;
        this.group = group;
        this.clientIdPrefix = clientIdPrefix;
        this.pauses = pauses;
    }

    /** Waits until so many lanes have partitions assigned, or the worker closes. */
    void await(int lanes) throws InterruptedException {
        long begin = System.nanoTime();
        while (!pauses.closed() && assigned() < lanes) {
            long tenth = (System.nanoTime() - begin) / 10;
            pauses.pause(Duration.ofNanos(Math.min(ASK_LATEST.toNanos(), Math.max(ASK_SOONEST.toNanos(), tenth))));
        }
    }

    private long assigned() throws InterruptedException {
        try {
            Map<String, ShareGroupDescription> described =
                    admin.describeShareGroups(List.of(group)).all().get(5, TimeUnit.SECONDS);
            return described.values().stream()
                    .flatMap(description -> description.members().stream())
                    .filter(member -> member.clientId().startsWith(clientIdPrefix))
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count();
        } catch (ExecutionException | TimeoutException e) {
            // Not found is what the broker says before the first lane has joined.
            LOG.debug("group {}: cannot be described yet", group, e);
            return 0;
        }
    }
}
