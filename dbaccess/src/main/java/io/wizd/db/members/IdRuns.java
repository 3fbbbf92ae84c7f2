package io.wizd.db.members;

import java.util.concurrent.ConcurrentSkipListMap;

/** The ids that one job took, in runs: a member that has one was made by this job. Any thread. */
public final class IdRuns {
    private final ConcurrentSkipListMap<Long, Integer> countByFirst = new ConcurrentSkipListMap<>();

    /** One run more. */
    public void add(long first, int count) {
        if (count > 0) {
            countByFirst.put(first, count);
        }
    }

    boolean contains(long id) {
        var run = countByFirst.floorEntry(id);
        return run != null && id < run.getKey() + run.getValue();
    }
}
