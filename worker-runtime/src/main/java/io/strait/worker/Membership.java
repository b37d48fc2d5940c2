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
    private static final Duration ASK_EVERY = Duration.ofMillis(100);

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
        while (!pauses.closed() && assigned() < lanes) {
            pauses.pause(ASK_EVERY);
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
