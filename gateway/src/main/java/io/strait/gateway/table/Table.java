package io.strait.gateway.table;

import org.jspecify.annotations.Nullable;

/** What a reader of a topic keeps of it. Told of every record, in the order of each partition, by one thread; read by any. */
public interface Table {
    /** The topic. */
    String topic();

    /**
     * The next record. After a failure of the reader records may come again.
     *
     * @param value null: the key's row is no more
     */
    void apply(int partition, String key, byte @Nullable [] value);
}
