package io.strait.gateway.life;

import java.util.function.BooleanSupplier;

/** One attempt at a background task; knows nothing of those before. Run and closed by one thread. */
public interface Life extends AutoCloseable {
    /** Works until told to stop. Whatever it throws ends this life, not the task. */
    void run(BooleanSupplier stopping);

    /** Ends a wait of {@link #run}, from any thread, so that it looks whether it is to stop. */
    void wake();

    @Override
    void close();
}
