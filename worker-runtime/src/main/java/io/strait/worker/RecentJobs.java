package io.strait.worker;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last n job ids it was told of. Thread-safe. */
final class RecentJobs {
    private final Map<String, Boolean> ids;

    RecentJobs(int capacity) {
        this.ids = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized void add(String jobId) {
        ids.put(jobId, true);
    }

    synchronized boolean contains(String jobId) {
        return ids.containsKey(jobId);
    }
}
