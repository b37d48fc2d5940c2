package io.strait.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings of a broker that is alone: one copy of everything, few partitions and threads, short timeouts. */
final class BrokerSettings {
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int NODE_ID = 1;

    private BrokerSettings() {}

    static Properties of(Path dataDir, int port, int controllerPort, Map<String, String> overrides) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        // a voter by address: its port may be another one at each start
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", dataDir.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("num.partitions", "1");
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
            settings.put(topic + ".segment.bytes", Integer.toString(16 << 20));
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        quick(settings);
        small(settings);
        shareGroups(settings);
        settings.putAll(overrides);
        return settings;
    }

    private static void quick(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("controller.quorum.election.timeout.ms", "100");
        settings.put("controller.quorum.fetch.timeout.ms", "500");
        settings.put("controller.quorum.election.backoff.max.ms", "50");
        // after a crash the broker's former self must time out first
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
    }

    private static void small(Properties settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("socket.request.max.bytes", Integer.toString(16 << 20));
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    }

    private static void shareGroups(Properties settings) {
        settings.put("group.share.max.size", "1000");
        settings.put("group.share.record.lock.duration.ms", "15000");
        settings.put("group.share.min.record.lock.duration.ms", "1000");
        settings.put("group.share.heartbeat.interval.ms", "1000");
        settings.put("group.share.min.heartbeat.interval.ms", "500");
        // A consumer that died keeps its partitions so long: with the default, 45 s, jobs lie in those that only dead
        // ones
        // have.
        settings.put("group.share.session.timeout.ms", "10000");
        settings.put("group.share.min.session.timeout.ms", "5000");
        settings.put("group.share.max.delivery.count.limit", "10");
    }
}
