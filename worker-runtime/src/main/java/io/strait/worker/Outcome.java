package io.strait.worker;

import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.jspecify.annotations.Nullable;

/** How a lane's hold on a record ended, and what the broker is told. */
enum Outcome {
    /** The next stage has it. */
    HANDED_OVER("handed-over", AcknowledgeType.ACCEPT),
    /** The image is stored. */
    COMPLETED("completed", AcknowledgeType.ACCEPT),
    /** It can never succeed, and its readers were told. */
    FAILED("failed", AcknowledgeType.ACCEPT),
    /** It may crash whoever runs it, and waits to be run alone. */
    SET_APART("set-apart", AcknowledgeType.ACCEPT),
    /** Given up; its dead letter is written. */
    DEAD("dead", AcknowledgeType.ACCEPT),
    /** Nobody wants it any more. */
    CANCELLED("cancelled", AcknowledgeType.ACCEPT),
    /** Its deadline is over. */
    EXPIRED("expired", AcknowledgeType.ACCEPT),
    /** This worker did it not long ago. */
    DUPLICATE("duplicate", AcknowledgeType.ACCEPT),
    /** The worker stops and somebody else is to do it. */
    DRAINED("drained", AcknowledgeType.RELEASE),
    /** The broker may have given it to somebody else. */
    LOST("lost", null),
    /** The worker stops because of a bug: closing the consumer gives the record back. */
    ABANDONED("abandoned", null);

    private final String wireName;
    private final @Nullable AcknowledgeType acknowledgement;

    Outcome(String wireName, @Nullable AcknowledgeType acknowledgement) {
        this.wireName = wireName;
        this.acknowledgement = acknowledgement;
    }

    /** Tag in metrics. */
    String wireName() {
        return wireName;
    }

    /** What the broker is told, if anything. */
    Optional<AcknowledgeType> acknowledgement() {
        return Optional.ofNullable(acknowledgement);
    }
}
