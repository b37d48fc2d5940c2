package io.strait.gateway.openai;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of uploads a gateway holds in memory at a time, whoever sends them. Thread-safe. */
final class UploadBudget {
    private final AtomicLong left;

    /** @param most bytes */
    UploadBudget(long most) {
        this.left = new AtomicLong(most);
    }

    /** Takes bytes; false if there are not so many left, and then none are taken. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    /** Gives bytes back. */
    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
