package io.strait.standalone.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started so far, ended in reverse order. Thread-safe: parts start on several threads. */
final class Resources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    private final Deque<Entry> open = new ArrayDeque<>();

    private record Entry(String name, AutoCloseable resource) {}

    /** Takes on a part that has started, and returns it. */
    synchronized <T extends AutoCloseable> T add(String name, T resource) {
        open.push(new Entry(name, resource));
        return resource;
    }

    /** Ends everything. What fails to end is logged, and the rest is ended all the same. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            Entry entry = open.pop();
            try {
                entry.resource().close();
            } catch (Exception e) {
                LOG.warn("{}: did not end in order", entry.name(), e);
            }
        }
    }
}
