package io.strait.worker;

import io.strait.schemas.topic.TopicCatalogue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How often a record may be delivered. The first two deliveries are in company. A record that comes a third time may have crashed two
 * workers, or was there when others did: it moves to the topic of suspects, where it is delivered as often as is left, and runs alone.
 *
 * @param limit deliveries that may run, over both topics; {@value #FEWEST} to {@value #MOST}
 */
record Deliveries(int limit) {
    static final int IN_COMPANY = 2;
    static final int FEWEST = IN_COMPANY + 1;
    /** As many as the broker allows in one topic; in that of suspects two remain to write down that a record is given up. */
    static final int MOST = TopicCatalogue.DELIVERIES;

    Deliveries {
        if (limit < FEWEST || limit > MOST) {
            throw new IllegalArgumentException("delivery limit: expected " + FEWEST + " to " + MOST + ", got " + limit);
        }
    }

    /** Deliveries so far of a record from its stage's topic or that of suspects, this one included. */
    static int count(ConsumerRecord<?, ?> record) {
        return record.deliveryCount().orElse((short) 1);
    }

    /** Whether a record from its stage's topic is to move to that of suspects. */
    static boolean suspect(ConsumerRecord<?, ?> record) {
        return count(record) > IN_COMPANY;
    }

    /** Whether a record from the topic of suspects is to be given up. */
    boolean spent(ConsumerRecord<?, ?> suspect) {
        return count(suspect) > limit - IN_COMPANY;
    }
}
