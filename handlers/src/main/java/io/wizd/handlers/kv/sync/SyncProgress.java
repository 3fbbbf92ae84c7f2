package io.wizd.handlers.kv.sync;

import io.wizd.protocol.WizdException;

/** Told by sync how far it is, from the thread that runs it. */
@FunctionalInterface
public interface SyncProgress {
    /** Tells nobody. */
    SyncProgress NONE = (node, step, done) -> {};

    /** The steps of a run on one node. */
    enum Step {
        /** Carries to nodes that are back what they lack. */
        PENDING,
        /** Carries the changes of the node to where their keys lie. */
        CHANGES,
        /** Looks at every key of the node, after the map was changed. */
        MOVE,
        /** Removes tombstones. */
        PURGE
    }

    /**
     * Called after each batch.
     *
     * @param done keys of this step that are done
     * @throws WizdException if the run must end here, because another one has taken over; it can be run again
     */
    void at(String node, Step step, long done);
}
