package io.strait.gateway.bulk;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Client settings of the dispatcher, with the reasons for those that are not defaults. */
final class KafkaSettings {
    /** A dispatcher that is cut off is replaced after this time. The broker allows no less than 6 s. */
    static final int SESSION_MILLIS = 8_000;
    /** What has been sent arrives within this time or never: before another dispatcher looks for it. */
    static final int DELIVERY_MILLIS = 4_000;

    private KafkaSettings() {}

    static Map<String, Object> client(String bootstrap, String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return settings;
    }

    /** Reads whole partitions, in no group. */
    static Map<String, Object> reader(String bootstrap, String clientId, String isolation) {
        Map<String, Object> settings = client(bootstrap, clientId);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        return settings;
    }

    /** Committed positions that a transaction under way may still change are waited for. */
    static Map<String, Object> member(String bootstrap, String clientId, String group) {
        Map<String, Object> settings = reader(bootstrap, clientId, "read_committed");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    static Map<String, Object> jobs(String bootstrap, String clientId) {
        Map<String, Object> settings = client(bootstrap, clientId);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return settings;
    }

    /** An open transaction of a dispatcher that is gone holds its successor up for so long. */
    static Map<String, Object> intents(String bootstrap, String clientId, String transactionalId) {
        Map<String, Object> settings = jobs(bootstrap, clientId);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, SESSION_MILLIS);
        return settings;
    }
}
