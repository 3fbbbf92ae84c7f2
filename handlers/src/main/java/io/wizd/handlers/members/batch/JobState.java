package io.wizd.handlers.members.batch;

/** The state of a job; the names are those of the wire. */
public enum JobState {
    /** It waits for its turn, or for the server that has its file. */
    queued,
    /** Under way. */
    running,
    /** All rows were seen to; some may have been rejected. */
    done,
    /** It ended before the end of the file; {@link Job#error} says why. */
    failed,
    /** It ended before the end of the file because somebody wanted so. */
    cancelled;

    /** Whether nothing will change any more. */
    public boolean isEnd() {
        return this == done || this == failed || this == cancelled;
    }
}
