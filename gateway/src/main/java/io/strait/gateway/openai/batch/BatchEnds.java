package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.BatchStatus;

/** Statuses after which nothing comes. */
final class BatchEnds {
    private BatchEnds() {}

    static boolean ended(BatchStatus status) {
        return switch (status) {
            case COMPLETED, FAILED, EXPIRED, CANCELLED -> true;
            case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING -> false;
        };
    }
}
