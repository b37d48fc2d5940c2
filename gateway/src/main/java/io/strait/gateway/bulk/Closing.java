package io.strait.gateway.bulk;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing of several things, each whatever becomes of the others. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void all(Runnable... closes) {
        for (Runnable close : closes) {
            try {
                close.run();
            } catch (KafkaException | IllegalStateException e) {
                LOG.debug("did not close in order", e);
            }
        }
    }
}
