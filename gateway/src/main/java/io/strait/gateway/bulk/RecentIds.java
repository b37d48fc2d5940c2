package io.strait.gateway.bulk;

import java.util.LinkedHashSet;
import java.util.Set;

/** Ids heard of lately; the oldest are forgotten. Used by one thread. */
final class RecentIds {
    private final int most;
    private final Set<String> ids = new LinkedHashSet<>();

    RecentIds(int most) {
        this.most = most;
    }

    void add(String id) {
        if (ids.add(id) && ids.size() > most) {
            ids.remove(ids.iterator().next());
        }
    }

    boolean contains(String id) {
        return ids.contains(id);
    }
}
