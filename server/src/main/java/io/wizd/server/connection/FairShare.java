package io.wizd.server.connection;

/**
 * How many messages a connection may have in flight beside the others of its event loop: a client that pipelines hundreds must not
 * leave those that wait for each reply a few of a hundred turns. While most connections have one message in flight, none may have
 * more than {@value #BESIDE_PATIENT}; else {@value #TIMES_THE_MEAN} times what a connection has on average, which limits nobody
 * where all pipeline. (The average alone does not do: a few that pipeline raise it, and with it what they may have.) One alone
 * has no limit here. What a client sends beyond waits unread. On the event loop.
 */
public final class FairShare {
    private static final int BESIDE_PATIENT = 2;
    private static final int TIMES_THE_MEAN = 2;

    /** Connections with a message in flight. */
    private int busy;

    /** Those of them that have one. */
    private int patient;

    private int inFlight;

    /** A message of a connection begins, which has so many now. */
    void began(int ofConnection) {
        inFlight++;
        if (ofConnection == 1) {
            busy++;
            patient++;
        } else if (ofConnection == 2) {
            patient--;
        }
    }

    /** So many messages of a connection end, and so many are left. */
    void ended(int count, int left) {
        inFlight -= count;
        if (left == 0) {
            busy--;
        }
        if (left + count == 1) {
            patient--;
        } else if (left == 1) {
            patient++;
        }
    }

    /** Whether a connection may begin one more beside those that it has. */
    boolean allows(int ofConnection) {
        if (busy < 2 || ofConnection == 0) {
            return true;
        }
        if (2 * patient > busy) {
            return ofConnection < BESIDE_PATIENT;
        }
        return (long) ofConnection * busy < (long) TIMES_THE_MEAN * inFlight;
    }
}
